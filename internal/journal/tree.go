package journal

import (
	"context"
	"encoding/hex"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// leafText is a leaf's hash as Entry.Hash spells it.
func leafText(h tlog.Hash) string { return hex.EncodeToString(h[:]) }

// stored reads the tree's hashes out of r; one that is absent is an error.
func stored(ctx context.Context, r Reader) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		if len(indexes) == 0 {
			return nil, nil
		}
		found, err := r.Hashes(ctx, indexes)
		if err != nil {
			return nil, fmt.Errorf("read the journal's hashes: %w", err)
		}
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if len(found[index]) != tlog.HashSize {
				return nil, fmt.Errorf("日志的哈希表第 %d 行缺失或损坏；请完整校验日志", index)
			}
			hashes[i] = tlog.Hash(found[index])
		}
		return hashes, nil
	})
}

// edge is the right edge of a tree that is built leaf by leaf: on each level the last
// complete node. That is all that the next leaf and the root need.
type edge [64]tlog.Hash

// ReadHashes answers for indexes on the edge only; building a tree asks for no others.
func (e *edge) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, _ := tlog.SplitStoredHashIndex(index)
		hashes[i] = e[level]
	}
	return hashes, nil
}

// add grows the tree of n leaves by one and returns the nodes that became complete, the
// leaf first.
func (e *edge) add(n int64, leaf tlog.Hash) ([]tlog.Hash, error) {
	nodes, err := tlog.StoredHashesForRecordHash(n, leaf, e)
	copy(e[:], nodes)
	return nodes, err
}
