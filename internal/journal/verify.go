package journal

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// pageSize bounds what Verify holds in memory.
const pageSize = 1000

// Options says what else Verify compares with and whom it tells how far it is.
type Options struct {
	// Checkpoints that were exported before, of this log, in any order. Each of them
	// makes the entries up to it provable against a rewritten database, and the place
	// of a consistent rewrite can be narrowed down to between two of them.
	Checkpoints []Checkpoint

	// Progress, where set, is called now and then with the entries done and all.
	Progress func(done, all int64)
}

// Verify recomputes the whole log from its entries and compares it with every hash that is
// stored beside them, with the head and with the checkpoints. It names the first entry that
// does not agree. An error means that the log could not be read; tampering is a Verdict.
func Verify(ctx context.Context, r Reader, o Options) (Verdict, error) {
	head, err := r.Head(ctx)
	if err != nil {
		return Verdict{}, fmt.Errorf("read the journal's head: %w", err)
	}
	w := &walk{head: head, checkpoints: slices.Clone(o.Checkpoints)}
	slices.SortStableFunc(w.checkpoints, func(a, b Checkpoint) int { return cmp.Compare(a.Size, b.Size) })
	for i, c := range w.checkpoints[min(1, len(w.checkpoints)):] {
		if b := w.checkpoints[i]; b.Size == c.Size && (b.Root != c.Root || b.Chain != c.Chain) {
			return Verdict{}, fmt.Errorf("两份检查点都是 %d 条而内容不同，不可能出自同一日志；请核对检查点的来源", c.Size)
		}
	}
	fault, err := w.run(ctx, r, o.Progress)
	if err != nil {
		return Verdict{}, err
	}
	if fault == nil {
		if fault, err = w.end(ctx, r); err != nil {
			return Verdict{}, err
		}
	}
	return w.verdict(fault)
}

// walk is a log recomputed up to some entry.
type walk struct {
	head        Head
	checkpoints []Checkpoint // those not yet reached, by size

	size     int64 // entries that agree so far
	chain    link
	edge     edge
	at       time.Time   // of the last entry that agrees
	before   time.Time   // of the one before it
	anchored *Checkpoint // the last checkpoint that agreed
}

// run walks the entries to the first that is bad.
func (w *walk) run(ctx context.Context, r Reader, progress func(done, all int64)) (*Fault, error) {
	if fault, err := w.compareCheckpoints(); fault != nil || err != nil {
		return fault, err
	}
	for from := int64(math.MinInt64); ; {
		page, err := r.Entries(ctx, from, pageSize)
		if err != nil {
			return nil, fmt.Errorf("read the journal's entries: %w", err)
		}
		nodes, err := w.nodes(ctx, r, len(page))
		if err != nil {
			return nil, err
		}
		last := len(page) < pageSize
		if !last {
			// The next page begins with this one's last entry, so that a repeated
			// entry cannot hide where two pages meet.
			from = page[pageSize-1].Seq
			page = page[:pageSize-1]
		}
		for _, e := range page {
			if fault, err := w.entry(e, nodes); fault != nil || err != nil {
				return fault, err
			}
		}
		if progress != nil {
			progress(w.size, w.head.Size)
		}
		if last {
			return nil, nil
		}
	}
}

// nodes reads the hashes that belong to the next count entries.
func (w *walk) nodes(ctx context.Context, r Reader, count int) (map[int64][]byte, error) {
	first, end := tlog.StoredHashCount(w.size), tlog.StoredHashCount(w.size+int64(count))
	if first == end {
		return nil, nil
	}
	indexes := make([]int64, 0, end-first)
	for index := first; index < end; index++ {
		indexes = append(indexes, index)
	}
	found, err := r.Hashes(ctx, indexes)
	if err != nil {
		return nil, fmt.Errorf("read the journal's hashes: %w", err)
	}
	return found, nil
}

// entry compares one entry with its witnesses and takes it in.
func (w *walk) entry(e Entry, nodes map[int64][]byte) (*Fault, error) {
	seq := w.size + 1
	if fault := w.place(e, seq); fault != nil {
		return fault, nil
	}
	canonical, err := e.Canonical()
	if err != nil {
		return &Fault{
			Seq: seq, To: seq, Code: CodeAltered, What: "内容不可能由系统写入",
			Found: err.Error(), Expected: "系统写入的规范格式",
		}, nil
	}
	leaf, chain := tlog.RecordHash(canonical), w.chain.next(canonical)
	computed, err := w.edge.add(w.size, leaf)
	if err != nil {
		return nil, fmt.Errorf("recompute the journal's tree: %w", err)
	}
	if fault := disagreement(e, leaf, chain, tlog.StoredHashIndex(0, w.size), computed, nodes); fault != nil {
		return fault, nil
	}
	w.size, w.chain, w.before, w.at = seq, chain, w.at, e.At
	return w.compareCheckpoints()
}

// place says whether the entry stands where it belongs.
func (w *walk) place(e Entry, seq int64) *Fault {
	switch {
	case 1 <= e.Seq && e.Seq < seq:
		return &Fault{
			Seq: e.Seq, To: e.Seq, Code: CodeRepeated, What: "同一序号出现两次",
			Found: fmt.Sprintf("又一个第 %d 条", e.Seq), Expected: fmt.Sprintf("第 %d 条", seq),
		}
	case e.Seq < 1 || seq > w.head.Size:
		return &Fault{
			Seq: e.Seq, To: e.Seq, Code: CodeSurplus, What: "这一条不在日志头所记的范围内",
			Found: fmt.Sprintf("第 %d 条", e.Seq), Expected: fmt.Sprintf("日志头记为共 %d 条", w.head.Size),
		}
	case e.Seq > seq:
		return missing(seq, fmt.Sprintf("下一条是第 %d 条", e.Seq))
	}
	return nil
}

func missing(seq int64, found string) *Fault {
	return &Fault{
		Seq: seq, To: seq, Code: CodeMissing, What: "这一条不见了",
		Found: found, Expected: fmt.Sprintf("第 %d 条", seq),
	}
}

// disagreement weighs an entry's three witnesses: its own hash, the chain and the tree's
// stored hashes that the entry completed, beginning at index first.
func disagreement(e Entry, leaf tlog.Hash, chain link, first int64, computed []tlog.Hash, nodes map[int64][]byte) *Fault {
	var faults []Fault
	if text := leafText(leaf); e.Hash != text {
		faults = append(faults, Fault{Code: CodeHash, What: "条目自带的哈希与内容不符", Found: shown(e.Hash), Expected: text})
	}
	if e.Chain != chain.String() {
		faults = append(faults, Fault{Code: CodeChain, What: "SM3 链接不上：这一条的链值被改，或它之前的条目连同哈希被改写", Found: shown(e.Chain), Expected: chain.String()})
	}
	for i, hash := range computed {
		index := first + int64(i)
		if found := nodes[index]; !bytes.Equal(found, hash[:]) {
			faults = append(faults, Fault{
				Code: CodeTree, What: fmt.Sprintf("哈希表第 %d 行与内容不符", index),
				Found: shown(hex.EncodeToString(found)), Expected: hex.EncodeToString(hash[:]),
			})
			break
		}
	}
	if len(faults) == 0 {
		return nil
	}
	fault := faults[0]
	if len(faults) > 1 {
		fault.Code = CodeAltered
		fault.What = "内容被改动、替换或调换过，与多处留存的哈希都不符"
	}
	fault.Seq, fault.To = e.Seq, e.Seq
	return &fault
}

// end compares what comes after the last entry.
func (w *walk) end(ctx context.Context, r Reader) (*Fault, error) {
	if w.size < w.head.Size {
		return missing(w.size+1, "此后再无条目"), nil
	}
	if w.size != w.head.Size || w.chain.String() != w.head.Chain {
		return &Fault{
			Seq: w.size, To: w.size, Code: CodeHead, What: "日志头与最后一条不符",
			Found:    fmt.Sprintf("%d 条，SM3 链 %s", w.head.Size, shown(w.head.Chain)),
			Expected: fmt.Sprintf("%d 条，SM3 链 %s", w.size, w.chain),
		}, nil
	}
	if len(w.checkpoints) > 0 {
		longest := w.checkpoints[len(w.checkpoints)-1]
		return &Fault{
			Seq: w.size + 1, To: longest.Size, Code: CodeTruncated, What: "末尾被整段删去",
			Found:    fmt.Sprintf("共 %d 条", w.size),
			Expected: fmt.Sprintf("%s 的检查点记有 %d 条", local(longest.At), longest.Size),
		}, nil
	}
	next := tlog.StoredHashCount(w.size)
	left, err := r.Hashes(ctx, []int64{next})
	if err != nil {
		return nil, fmt.Errorf("read the journal's hashes: %w", err)
	}
	if _, ok := left[next]; ok {
		return &Fault{
			Seq: w.size + 1, To: w.size + 1, Code: CodeTruncated, What: "末尾的条目被删去，哈希表里还留有它的哈希",
			Found: fmt.Sprintf("哈希表第 %d 行", next), Expected: fmt.Sprintf("共 %d 条，哈希表到第 %d 行为止", w.size, next-1),
		}, nil
	}
	return nil, nil
}

// compareCheckpoints compares the log with the checkpoints of the size reached.
func (w *walk) compareCheckpoints() (*Fault, error) {
	for len(w.checkpoints) > 0 && w.checkpoints[0].Size <= w.size {
		c := w.checkpoints[0]
		w.checkpoints = w.checkpoints[1:]
		root, err := tlog.TreeHash(w.size, &w.edge)
		if err != nil {
			return nil, fmt.Errorf("recompute the journal's root: %w", err)
		}
		if root != c.Root || w.chain.String() != c.Chain {
			return &Fault{
				Seq: w.provenByCheckpoint() + 1, To: c.Size, Code: CodeCheckpoint,
				What:     fmt.Sprintf("与 %s 的检查点（%d 条）不符，这一段里有条目连同全部哈希被一起改写", local(c.At), c.Size),
				Found:    fmt.Sprintf("根 %s，SM3 链 %s", root, w.chain),
				Expected: fmt.Sprintf("根 %s，SM3 链 %s", c.Root, c.Chain),
			}, nil
		}
		w.anchored = &c
	}
	return nil, nil
}

// provenByCheckpoint is how many entries the checkpoints so far vouch for.
func (w *walk) provenByCheckpoint() int64 {
	if w.anchored == nil {
		return 0
	}
	return w.anchored.Size
}
