package server

import (
	"context"
	"log/slog"
	"time"
)

// lag is how late this process may notice that another one published standards or policies.
const lag = 3 * time.Second

// follow takes up what other processes on the same database publish. What it gives back ends it.
func (a *App) follow(log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(lag)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if err := a.Work.RefreshSets(ctx); err != nil && ctx.Err() == nil {
				log.LogAttrs(ctx, slog.LevelError, "published standards and policies were not taken up", slog.String("error", err.Error()))
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}
