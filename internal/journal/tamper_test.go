package journal_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"zhanping/internal/journal"
)

// tampering is one way to go behind the journal's back. It changes the log of n >= 2
// entries and says which entry must be named.
type tampering struct {
	name  string
	apply func(t *rapid.T, m *memory) (seq int64)
}

func anySeq(t *rapid.T, m *memory, label string) int64 {
	return rapid.Int64Range(1, int64(len(m.entries))).Draw(t, label)
}

// edit changes one field so that it says something else.
func edit(t *rapid.T, e *journal.Entry) {
	switch rapid.IntRange(0, 7).Draw(t, "field") {
	case 0:
		e.At = e.At.Add(time.Microsecond)
	case 1:
		e.Actor += "0"
	case 2:
		e.Action = "award.withdraw"
	case 3:
		e.Kind = "award"
	case 4:
		e.Subject = "\xff" + e.Subject
	case 5:
		e.Region = ""
	case 6:
		e.Detail = bytes.Replace(e.Detail, []byte(".5"), []byte(".6"), 1)
	case 7:
		e.Detail = slices.Concat(e.Detail, []byte(" "))
	}
}

// reseal computes the entry's own hash and chain anew, as a careful forger would.
func reseal(m *memory, e *journal.Entry) {
	canonical, err := e.Canonical()
	if err != nil {
		return
	}
	before := journal.EmptyChain
	if e.Seq > 1 {
		before = m.at(e.Seq - 1).Chain
	}
	previous, _ := hex.DecodeString(before)
	leaf, chain := tlog.RecordHash(canonical), sm3.Sum(slices.Concat(previous, canonical))
	e.Hash, e.Chain = hex.EncodeToString(leaf[:]), hex.EncodeToString(chain[:])
}

// writer is the entry that wrote a stored hash.
func writer(index int64) int64 {
	level, n := tlog.SplitStoredHashIndex(index)
	return (n + 1) << level
}

func anyHash(t *rapid.T, m *memory) int64 {
	return rapid.Int64Range(0, tlog.StoredHashCount(m.head.Size)-1).Draw(t, "index")
}

func flip(text string) string {
	if text[0] == '0' {
		return "1" + text[1:]
	}
	return "0" + text[1:]
}

var tamperings = []tampering{
	{"an edited entry", func(t *rapid.T, m *memory) int64 {
		seq := anySeq(t, m, "seq")
		edit(t, m.at(seq))
		return seq
	}},
	{"an edited entry with a new hash", func(t *rapid.T, m *memory) int64 {
		seq := anySeq(t, m, "seq")
		chain := m.at(seq).Chain
		edit(t, m.at(seq))
		reseal(m, m.at(seq))
		m.at(seq).Chain = chain
		return seq
	}},
	{"an edited entry with new hash and chain", func(t *rapid.T, m *memory) int64 {
		seq := anySeq(t, m, "seq")
		edit(t, m.at(seq))
		reseal(m, m.at(seq))
		return seq
	}},
	{"an edited last entry, resealed and with a new head", func(t *rapid.T, m *memory) int64 {
		seq := m.head.Size
		edit(t, m.at(seq))
		reseal(m, m.at(seq))
		m.head.Chain = m.at(seq).Chain
		return seq
	}},
	{"a last entry rewritten everywhere but in the head", func(_ *rapid.T, m *memory) int64 {
		head := m.head
		*m = *m.cut(head.Size - 1)
		other := happened(99)
		other.Action = "award.withdraw"
		m.again(noFatal{}, other)
		m.head = head
		return head.Size
	}},
	{"a deleted entry", func(t *rapid.T, m *memory) int64 {
		seq := anySeq(t, m, "seq")
		m.entries = slices.Delete(m.entries, int(seq-1), int(seq))
		return seq
	}},
	{"a deleted entry, the later ones renumbered", func(t *rapid.T, m *memory) int64 {
		seq := rapid.Int64Range(1, m.head.Size-1).Draw(t, "seq")
		m.entries = slices.Delete(m.entries, int(seq-1), int(seq))
		for i := seq - 1; i < int64(len(m.entries)); i++ {
			m.entries[i].Seq--
		}
		m.head.Size--
		return seq
	}},
	{"the end deleted and the head left", func(t *rapid.T, m *memory) int64 {
		seq := anySeq(t, m, "seq")
		m.entries = m.entries[:seq-1]
		return seq
	}},
	{"the end deleted and the head set back, the hashes left", func(t *rapid.T, m *memory) int64 {
		seq := anySeq(t, m, "seq")
		hashes := m.hashes
		*m = *m.cut(seq - 1)
		m.hashes = hashes
		return seq
	}},
	{"a second entry with the same number", func(t *rapid.T, m *memory) int64 {
		seq := anySeq(t, m, "seq")
		forged := *m.at(seq)
		if rapid.Bool().Draw(t, "another") {
			edit(t, &forged)
		}
		m.entries = slices.Insert(m.entries, int(seq)-rapid.IntRange(0, 1).Draw(t, "before"), forged)
		return seq
	}},
	{"an inserted entry, sealed, the later ones renumbered", func(t *rapid.T, m *memory) int64 {
		seq := anySeq(t, m, "seq")
		forged := happened(99)
		forged.Seq, forged.Detail = seq, json.RawMessage("{}")
		m.entries = slices.Insert(m.entries, int(seq-1), forged)
		reseal(m, m.at(seq))
		for i := seq; i < int64(len(m.entries)); i++ {
			m.entries[i].Seq++
		}
		m.head.Size++
		return seq
	}},
	{"an entry added beyond the head", func(_ *rapid.T, m *memory) int64 {
		head := m.head
		m.again(noFatal{}, happened(99))
		m.head = head
		return head.Size + 1
	}},
	{"an entry numbered before the first", func(t *rapid.T, m *memory) int64 {
		forged := happened(99)
		forged.Seq = rapid.Int64Range(-5, 0).Draw(t, "seq")
		m.entries = append(m.entries, forged)
		return forged.Seq
	}},
	{"two entries exchanged", func(t *rapid.T, m *memory) int64 {
		i, j := anySeq(t, m, "i"), anySeq(t, m, "j")
		if i == j {
			t.Skip("the same entry")
		}
		*m.at(i), *m.at(j) = *m.at(j), *m.at(i)
		m.at(i).Seq, m.at(j).Seq = i, j
		return min(i, j)
	}},
	{"an entry's hash changed", func(t *rapid.T, m *memory) int64 {
		seq := anySeq(t, m, "seq")
		m.at(seq).Hash = rapid.SampledFrom([]string{"", flip(m.at(seq).Hash), strings.ToUpper(m.at(seq).Hash) + " "}).Draw(t, "hash")
		return seq
	}},
	{"an entry's chain changed", func(t *rapid.T, m *memory) int64 {
		seq := anySeq(t, m, "seq")
		m.at(seq).Chain = rapid.SampledFrom([]string{"", flip(m.at(seq).Chain)}).Draw(t, "chain")
		return seq
	}},
	{"a stored hash changed", func(t *rapid.T, m *memory) int64 {
		index := anyHash(t, m)
		hash := slices.Clone(m.hashes[index])
		hash[rapid.IntRange(0, len(hash)-1).Draw(t, "byte")] ^= 1
		m.hashes[index] = hash
		return writer(index)
	}},
	{"a stored hash deleted or cut", func(t *rapid.T, m *memory) int64 {
		index := anyHash(t, m)
		delete(m.hashes, index)
		if rapid.Bool().Draw(t, "cut") {
			m.hashes[index] = []byte{1, 2, 3}
		}
		return writer(index)
	}},
	{"a head that says more", func(t *rapid.T, m *memory) int64 {
		n := m.head.Size
		m.head.Size += rapid.Int64Range(1, 9).Draw(t, "more")
		return n + 1
	}},
	{"a head that says less", func(t *rapid.T, m *memory) int64 {
		m.head.Size = rapid.Int64Range(-1, m.head.Size-1).Draw(t, "size")
		return max(m.head.Size, 0) + 1
	}},
	{"a head with another chain", func(t *rapid.T, m *memory) int64 {
		m.head.Chain = rapid.SampledFrom([]string{"", flip(m.head.Chain), journal.EmptyChain}).Draw(t, "chain")
		return m.head.Size
	}},
}

// noFatal lets a forger use the program's own Append.
type noFatal struct{ testing.TB }

func (noFatal) Helper() {}

func (noFatal) Fatal(args ...any) { panic(args) }

func TestVerifyNamesTheFirstBadEntry(t *testing.T) {
	t.Parallel()
	whole := logOf(t, 40)
	for _, kind := range tamperings {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				m := whole.cut(rapid.Int64Range(2, 40).Draw(t, "entries"))
				want := kind.apply(t, m)
				verdict, err := journal.Verify(t.Context(), m, journal.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if verdict.Sound() {
					t.Fatalf("nothing found, want entry %d", want)
				}
				if got := verdict.Fault; got.Seq != want || got.To != want || verdict.Proven != max(want-1, 0) {
					t.Fatalf("got entry %d–%d, %d proven, want %d:\n%s", got.Seq, got.To, verdict.Proven, want, verdict)
				}
			})
		})
	}
}

func TestVerifyFindsTheEarlierOfTwoTamperings(t *testing.T) {
	t.Parallel()
	whole := logOf(t, 40)
	rapid.Check(t, func(t *rapid.T) {
		m := whole.clone()
		i, j := anySeq(t, m, "i"), anySeq(t, m, "j")
		edit(t, m.at(i))
		m.hashes[tlog.StoredHashIndex(0, j-1)] = nil
		verdict, err := journal.Verify(t.Context(), m, journal.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if verdict.Sound() || verdict.Fault.Seq != min(i, j) {
			t.Fatalf("want entry %d:\n%s", min(i, j), verdict)
		}
	})
}

func TestOnlyACheckpointShowsWhatLeavesNoContradiction(t *testing.T) {
	t.Parallel()
	whole := logOf(t, 40)
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfNDistinct(rapid.Int64Range(0, 40), 2, 5, rapid.ID[int64]).Draw(t, "checkpoints")
		var checkpoints []journal.Checkpoint
		for _, size := range sizes {
			checkpoints = append(checkpoints, checkpoint(noFatal{}, whole.cut(size)))
		}
		first := rapid.Int64Range(1, 40).Draw(t, "first changed")
		m := whole.cut(first - 1)
		rewritten := rapid.Bool().Draw(t, "rewritten")
		if rewritten {
			for i := first; i <= 40; i++ {
				m.again(noFatal{}, happened(int(i)+100))
			}
		}

		alone, err := journal.Verify(t.Context(), m, journal.Options{})
		if err != nil || !alone.Sound() {
			t.Fatalf("found without a checkpoint: %v %s", err, alone)
		}
		verdict, err := journal.Verify(t.Context(), m, journal.Options{Checkpoints: checkpoints})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(sizes)
		next, _ := slices.BinarySearch(sizes, first)
		var agreed int64
		if next > 0 {
			agreed = sizes[next-1]
		}
		switch {
		case next == len(sizes):
			if !verdict.Sound() || verdict.Anchored.Size != agreed {
				t.Fatalf("want sound up to the checkpoint of %d:\n%s", agreed, verdict)
			}
		case rewritten:
			f := verdict.Fault
			if f == nil || f.Code != journal.CodeCheckpoint || f.Seq != agreed+1 || f.To != sizes[next] || verdict.Proven != agreed {
				t.Fatalf("want a rewrite between %d and %d:\n%s", agreed+1, sizes[next], verdict)
			}
		default:
			f := verdict.Fault
			if f == nil || f.Code != journal.CodeTruncated || f.Seq != first || f.To != sizes[len(sizes)-1] {
				t.Fatalf("want the end cut off from %d:\n%s", first, verdict)
			}
		}
	})
}

func TestAnUntouchedLogIsSound(t *testing.T) {
	t.Parallel()
	whole := logOf(t, 70)
	for size := range int64(71) {
		m := whole.cut(size)
		now := checkpoint(t, m)
		verdict := verify(t, m, checkpoint(t, whole.cut(size/2)), now)
		if !verdict.Sound() || verdict.Root != now.Root || verdict.Chain != now.Chain || verdict.Proven != size {
			t.Errorf("%d entries: %+v\n%s", size, now, verdict)
		}
	}
}

func TestFaultsSayWhichWitnessDisagrees(t *testing.T) {
	t.Parallel()
	whole := logOf(t, 6)
	otherRoot, otherChain := checkpoint(t, whole), checkpoint(t, whole)
	otherRoot.Root, otherChain.Chain = tlog.Hash{1}, journal.EmptyChain
	for name, test := range map[string]struct {
		tamper      func(m *memory)
		checkpoints []journal.Checkpoint
		want        journal.Code
	}{
		"only the entry's hash":             {func(m *memory) { m.at(3).Hash = "" }, nil, journal.CodeHash},
		"only the entry's chain":            {func(m *memory) { m.at(3).Chain = "" }, nil, journal.CodeChain},
		"only the stored hash":              {func(m *memory) { m.hashes[0] = nil }, nil, journal.CodeTree},
		"the content, against all three":    {func(m *memory) { m.at(3).Action = "" }, nil, journal.CodeAltered},
		"content that nobody could write":   {func(m *memory) { m.at(3).Detail = nil }, nil, journal.CodeAltered},
		"the head of an empty log":          {func(m *memory) { *m = *empty(); m.head.Size = -1 }, nil, journal.CodeHead},
		"only the root of the checkpoint":   {func(*memory) {}, []journal.Checkpoint{otherRoot}, journal.CodeCheckpoint},
		"only the chain of the checkpoint":  {func(*memory) {}, []journal.Checkpoint{otherChain}, journal.CodeCheckpoint},
		"an end cut off, the hashes left":   {func(m *memory) { h := m.hashes; *m = *m.cut(4); m.hashes = h }, nil, journal.CodeTruncated},
		"an entry outside of what is known": {func(m *memory) { m.head = whole.cut(5).head }, nil, journal.CodeSurplus},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := whole.clone()
			test.tamper(m)
			if got := verify(t, m, test.checkpoints...).Fault; got == nil || got.Code != test.want {
				t.Errorf("got %+v, want %s", got, test.want)
			}
		})
	}
}
