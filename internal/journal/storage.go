package journal

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"
)

// Head is how long the log is and where its chain ends (日志头): one row.
type Head struct {
	Size  int64
	Chain string // Chain of the last entry, or EmptyChain
}

// EmptyChain is the chain of a log without entries.
var EmptyChain = link{}.String()

// Reader is a log to read. All its answers must show the same moment, so that entries
// appended meanwhile do not look like tampering: in a database, one read-only transaction
// with a snapshot.
type Reader interface {
	// Head is the head row as it stands; a log that has none yet is Head{0, EmptyChain}.
	Head(ctx context.Context) (Head, error)

	// Entries are the first entries, at most limit, with Seq >= from (which may be
	// negative), ordered by Seq. A row with a damaged column comes back with that field
	// empty rather than as an error, so that Verify can name it.
	Entries(ctx context.Context, from int64, limit int) ([]Entry, error)

	// Hashes are the tree's stored hashes at these indexes. An index that is not stored
	// is absent from the answer; a damaged value is given as it is.
	Hashes(ctx context.Context, indexes []int64) (map[int64][]byte, error)
}

// Storage is a log to append to, inside one transaction of the caller.
type Storage interface {
	Reader

	// Lock is the head, locked against other writers until the transaction ends.
	Lock(ctx context.Context) (Head, error)

	// Write adds the entry, adds the tree's hashes at the indexes first, first+1, …, and
	// sets the head to {e.Seq, e.Chain}. It replaces no entry and no hash.
	Write(ctx context.Context, e Entry, first int64, hashes []tlog.Hash) error
}
