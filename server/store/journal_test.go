package store_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"zhanping/internal/journal"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

func TestEntriesOfManyWritersFormOneSoundJournal(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var writers sync.WaitGroup
		for w := range 8 {
			writers.Go(func() {
				for i := range 10 {
					err := s.Within(t.Context(), func(tx *store.Tx) error {
						_, err := journal.Append(t.Context(), tx.Journal(), journal.Entry{
							At: time.Now(), Actor: fmt.Sprintf("person-%d", w), Action: "station.write", Kind: "station",
							Subject: fmt.Sprintf("s%d", i), Region: "330482000000", Detail: json.RawMessage(`{"名称":"示例站"}`),
						})
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		writers.Wait()
		verify := func() (verdict journal.Verdict) {
			err := s.ReadJournal(t.Context(), func(r journal.Reader) (err error) {
				verdict, err = journal.Verify(t.Context(), r, journal.Options{})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return verdict
		}
		if v := verify(); !v.Sound() || v.Proven != 80 {
			t.Fatalf("untouched journal: %+v", v)
		}
		entries, err := s.Read(t.Context()).JournalEntries(store.JournalFilter{Subject: "s3", Limit: 5})
		if err != nil || len(entries) != 5 || entries[0].Seq < entries[4].Seq {
			t.Errorf("the newest five entries of a subject: %v, %v", entries, err)
		}
	})
}
