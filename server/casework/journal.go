package casework

import (
	"context"
	"encoding/json"
	"fmt"

	"zhanping/internal/journal"
	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/store"
)

// note leaves an entry in the journal, in the transaction of the change it tells of. detail must not
// hold anything personal: what people wrote is told by its digest, not by its words.
func (s *Service) note(tx *store.Tx, who Actor, action, kind, id, region string, detail any) error {
	text, err := json.Marshal(detail)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	_, err = journal.Append(tx.Context(), tx.Journal(), journal.Entry{
		At: s.clock(), Actor: who.id(), Action: action, Kind: kind, Subject: id, Region: region, Detail: text,
	})
	return err
}

// id is how the journal names the actor.
func (a Actor) id() string {
	if a.Public() {
		return "system"
	}
	return a.Person.ID
}

// JournalFilter narrows what is read of the journal.
type JournalFilter struct {
	Subject string // id of a record; "" is all of the region
	Actor   string // id of a person; "" is everybody
	Region  string // 12 digits
	Own     bool   // only what the actor did
	Before  int64
	Limit   int
}

// Journal is a page of entries, the newest first. Everybody may read what they did themselves.
func (s *Service) Journal(ctx context.Context, who Actor, f JournalFilter) ([]JournalLine, error) {
	filter := store.JournalFilter{Subject: f.Subject, Actor: f.Actor, Region: regions.Prefix(f.Region), Before: f.Before, Limit: f.Limit}
	action := policies.ActionJournalRead
	if f.Own {
		action, filter.Actor = policies.ActionSessionOwn, who.Person.ID
	}
	if err := s.allow(ctx, who, action, policies.Resource{Region: f.Region}); err != nil {
		return nil, err
	}
	tx := s.read(ctx)
	found, err := tx.JournalEntries(filter)
	if err != nil {
		return nil, err
	}
	return named(tx, found)
}
