package server

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Upkeep is what has to be done now and then, whoever asks: reminders of what is due are left; old
// sessions, counts and kept answers go, and so do writes of attachments that were broken off a day ago.
func (a *App) Upkeep(ctx context.Context) error {
	_, err := a.Work.Remind(ctx)
	err = errors.Join(err, a.store.Sweep(ctx))
	if _, swept := a.vault.SweepUnfinished(ctx, a.clock().Add(-24*time.Hour)); swept != nil {
		err = errors.Join(err, fmt.Errorf("sweep the attachments: %w", swept))
	}
	return err
}

// KeepUp does the upkeep at once and then every so often, until the context ends. Faults are logged;
// the next round tries again.
func (a *App) KeepUp(ctx context.Context, every time.Duration) {
	rounds := time.NewTicker(every)
	defer rounds.Stop()
	for {
		if err := a.Upkeep(ctx); err != nil && ctx.Err() == nil {
			a.log.WarnContext(ctx, "upkeep", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-rounds.C:
		}
	}
}
