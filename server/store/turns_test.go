package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

func TestManyWritersAreAllServed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const writers, each = 20, 5
		errs := make([]error, writers)
		var writing sync.WaitGroup
		for i := range writers {
			writing.Go(func() {
				for n := range each {
					errs[i] = errors.Join(errs[i], s.Within(t.Context(), func(tx *store.Tx) error {
						return tx.Insert(station(fmt.Sprintf("%d-%d", i, n), "330482106000"))
					}))
				}
			})
		}
		writing.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if n, err := store.Count[records.Station](s.Read(t.Context())); n != writers*each || err != nil {
			t.Errorf("%d stations kept, want %d, %v", n, writers*each, err)
		}
	})
}

func TestWhoeverWaitsForTheirTurnMayLeave(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	leaving, leave := context.WithCancel(t.Context())
	err := s.Within(t.Context(), func(*store.Tx) error {
		gone := make(chan error)
		go func() { gone <- s.Within(leaving, func(*store.Tx) error { return nil }) }()
		leave()
		return <-gone
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("whoever left was told: %v", err)
	}
	if err := s.Within(t.Context(), func(*store.Tx) error { return nil }); err != nil {
		t.Errorf("the next one was not served: %v", err)
	}
}
