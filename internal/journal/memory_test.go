package journal_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"zhanping/internal/journal"
)

// memory is a log in memory that lets everybody tamper with it.
type memory struct {
	head    journal.Head
	entries []journal.Entry
	hashes  map[int64][]byte
	asked   int // hashes that were read
}

func empty() *memory {
	return &memory{head: journal.Head{Chain: journal.EmptyChain}, hashes: map[int64][]byte{}}
}

func (m *memory) Head(context.Context) (journal.Head, error) { return m.head, nil }
func (m *memory) Lock(context.Context) (journal.Head, error) { return m.head, nil }

func (m *memory) Entries(_ context.Context, from int64, limit int) ([]journal.Entry, error) {
	sorted := slices.Clone(m.entries)
	slices.SortStableFunc(sorted, func(a, b journal.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	start, _ := slices.BinarySearchFunc(sorted, from, func(e journal.Entry, seq int64) int { return cmp.Compare(e.Seq, seq) })
	return sorted[start:min(start+limit, len(sorted))], nil
}

func (m *memory) Hashes(_ context.Context, indexes []int64) (map[int64][]byte, error) {
	m.asked += len(indexes)
	found := map[int64][]byte{}
	for _, index := range indexes {
		if hash, ok := m.hashes[index]; ok {
			found[index] = hash
		}
	}
	return found, nil
}

func (m *memory) Write(_ context.Context, e journal.Entry, first int64, hashes []tlog.Hash) error {
	for i, hash := range hashes {
		index := first + int64(i)
		if _, taken := m.hashes[index]; taken {
			return fmt.Errorf("hash %d exists", index)
		}
		m.hashes[index] = hash[:]
	}
	m.entries = append(m.entries, e)
	m.head = journal.Head{Size: e.Seq, Chain: e.Chain}
	return nil
}

func (m *memory) clone() *memory {
	return &memory{head: m.head, entries: slices.Clone(m.entries), hashes: maps.Clone(m.hashes)}
}

// at is the row of an entry.
func (m *memory) at(seq int64) *journal.Entry { return &m.entries[seq-1] }

// cut is the log as it was with its first size entries.
func (m *memory) cut(size int64) *memory {
	short := m.clone()
	short.entries = short.entries[:size]
	short.head = journal.Head{Size: size, Chain: journal.EmptyChain}
	if size > 0 {
		short.head.Chain = short.entries[size-1].Chain
	}
	maps.DeleteFunc(short.hashes, func(index int64, _ []byte) bool { return index >= tlog.StoredHashCount(size) })
	return short
}

// again appends entries to the log as the program would.
func (m *memory) again(t testing.TB, entries ...journal.Entry) {
	t.Helper()
	for _, e := range entries {
		if _, err := journal.Append(context.Background(), m, e); err != nil {
			t.Fatal(err)
		}
	}
}

var monday = time.Date(2026, 11, 2, 2, 30, 0, 0, time.UTC)

// happened is the i-th thing that happens in a test.
func happened(i int) journal.Entry {
	actions := []string{"case.declare", "finding.sign", "award.issue"}
	return journal.Entry{
		At: monday.Add(time.Duration(i) * time.Minute), Actor: fmt.Sprintf("0197a1c2-0000-7000-8000-%012d", i%5),
		Action: actions[i%3], Kind: "case", Subject: fmt.Sprintf("0197a1c2-1111-7000-8000-%012d", i),
		Region: "330127000000", Detail: json.RawMessage(fmt.Sprintf(`{"total":"%d.5","note":"第 %d 次"}`, 60+i%40, i)),
	}
}

// logOf is a log of n entries.
func logOf(t testing.TB, n int) *memory {
	t.Helper()
	m := empty()
	for i := range n {
		m.again(t, happened(i))
	}
	return m
}

func verify(t testing.TB, m *memory, checkpoints ...journal.Checkpoint) journal.Verdict {
	t.Helper()
	verdict, err := journal.Verify(context.Background(), m, journal.Options{Checkpoints: checkpoints})
	if err != nil {
		t.Fatal(err)
	}
	return verdict
}

func checkpoint(t testing.TB, m *memory) journal.Checkpoint {
	t.Helper()
	c, err := journal.Current(context.Background(), m, monday)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
