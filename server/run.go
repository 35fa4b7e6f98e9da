package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Drain is how long requests under way may take once the server is told to stop.
const Drain = 20 * time.Second

// Run serves on the listener until the context ends, then takes no new connection and lets requests
// under way finish; those that take longer than Drain are broken off, and that is an error.
func Run(ctx context.Context, listener net.Listener, handler http.Handler) error {
	s := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		// What the library has to say names the addresses of those who asked; faults of handlers are logged by server/auth.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), Drain)
	defer cancel()
	err := s.Shutdown(stop)
	if err != nil {
		err = errors.Join(fmt.Errorf("stop: %w", err), s.Close())
	}
	<-ended //nolint:errcheck // that it was closed
	return err
}
