package casework

import (
	"context"
	"sync"
)

// Decisions notes which actions were decided while one request was answered, so that the server can
// hold back an answer for which nobody asked whether the actor may have it.
type Decisions struct {
	mu      sync.Mutex
	actions []string
}

type decisionsKey struct{}

// Watch is a context in which decisions are noted.
func Watch(ctx context.Context) (context.Context, *Decisions) {
	d := &Decisions{}
	return context.WithValue(ctx, decisionsKey{}, d), d
}

// Made is the actions decided so far.
func (d *Decisions) Made() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.actions...)
}

func decided(ctx context.Context, action string) {
	if d, ok := ctx.Value(decisionsKey{}).(*Decisions); ok {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.actions = append(d.actions, action)
	}
}
