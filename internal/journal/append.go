package journal

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Append adds one entry and returns it as it was written. It must run in the transaction
// that changes the records the entry tells of, as late as possible: from the lock on the
// head until the end of the transaction nobody else can append.
//
// The tree's right edge is not cached. Besides the head, Append reads one hash on average
// and at most log₂ n, in one query, so that any number of replicas may append and no second
// copy of the edge exists that could disagree.
func Append(ctx context.Context, s Storage, e Entry) (Entry, error) {
	e, err := e.normal()
	if err != nil {
		return Entry{}, fmt.Errorf("append to the journal: %w", err)
	}
	head, err := s.Lock(ctx)
	if err != nil {
		return Entry{}, fmt.Errorf("lock the journal's head: %w", err)
	}
	chain, err := parseLink(head.Chain)
	if err != nil {
		return Entry{}, fmt.Errorf("read the journal's head: %w", err)
	}
	e.Seq = head.Size + 1
	canonical, err := e.Canonical()
	if err != nil {
		return Entry{}, fmt.Errorf("append to the journal: %w", err)
	}
	hashes, err := tlog.StoredHashes(head.Size, canonical, stored(ctx, s))
	if err != nil {
		return Entry{}, fmt.Errorf("append to the journal: %w", err)
	}
	e.Hash = leafText(hashes[0])
	e.Chain = chain.next(canonical).String()
	if err := s.Write(ctx, e, tlog.StoredHashIndex(0, head.Size), hashes); err != nil {
		return Entry{}, fmt.Errorf("write journal entry %d: %w", e.Seq, err)
	}
	return e, nil
}
