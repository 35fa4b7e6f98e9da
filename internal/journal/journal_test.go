package journal_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"

	"zhanping/internal/journal"
)

func TestAppendKeepsTheEntryInItsNormalForm(t *testing.T) {
	t.Parallel()
	m := empty()
	e := happened(1)
	e.At = time.Date(2026, 11, 2, 10, 30, 0, 1234567, time.FixedZone("", 8*60*60))
	e.Detail = json.RawMessage(`{ "b": "<五星>", "a": 90 }`)
	got, err := journal.Append(t.Context(), m, e)
	if err != nil {
		t.Fatal(err)
	}
	want := e
	want.Seq, want.At = 1, time.Date(2026, 11, 2, 2, 30, 0, 1234000, time.UTC)
	want.Detail = json.RawMessage(`{"a":90,"b":"<五星>"}`)
	want.Hash, want.Chain = got.Hash, got.Chain
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entry (-want +got):\n%s", diff)
	}
	canonical, err := got.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	const want8785 = `{"action":"finding.sign","actor":"0197a1c2-0000-7000-8000-000000000001","at":"2026-11-02T02:30:00.001234Z",` +
		`"detail":{"a":90,"b":"<五星>"},"kind":"case","region":"330127000000","seq":1,"subject":"0197a1c2-1111-7000-8000-000000000001"}`
	if diff := cmp.Diff(want8785, string(canonical)); diff != "" {
		t.Errorf("canonical bytes (-want +got):\n%s", diff)
	}
	// Computed with sha256sum and openssl dgst -sm3, outside this program.
	const (
		sha256 = "d6e7bca8922e7a8716d44e71c54ece14e9ade979b3f696e085e0c17ecd6170b6"
		sm3    = "a1782e6b4c827f5791db1189398502fec389459f2473aa80195a70fa69df4b14"
	)
	if got.Hash != sha256 || got.Chain != sm3 {
		t.Errorf("hash %s, chain %s", got.Hash, got.Chain)
	}
}

func TestAppendRefusesWhatCouldNotBeProven(t *testing.T) {
	t.Parallel()
	change := func(f func(*journal.Entry)) journal.Entry {
		e := happened(1)
		f(&e)
		return e
	}
	detail := func(text string) journal.Entry {
		return change(func(e *journal.Entry) { e.Detail = json.RawMessage(text) })
	}
	for name, e := range map[string]journal.Entry{
		"no actor":                           change(func(e *journal.Entry) { e.Actor = "" }),
		"no action":                          change(func(e *journal.Entry) { e.Action = "" }),
		"no kind":                            change(func(e *journal.Entry) { e.Kind = "" }),
		"no subject":                         change(func(e *journal.Entry) { e.Subject = "" }),
		"no time":                            change(func(e *journal.Entry) { e.At = time.Time{} }),
		"a line break in an id":              change(func(e *journal.Entry) { e.Subject = "a\nb" }),
		"text that is not UTF-8":             change(func(e *journal.Entry) { e.Region = "\xff" }),
		"a list as detail":                   detail(`[]`),
		"null as detail":                     detail(`null`),
		"broken JSON":                        detail(`{"a":`),
		"more after the JSON":                detail(`{} {}`),
		"a key twice":                        detail(`{"a":1,"a":2}`),
		"a fraction as number":               detail(`{"total":89.5}`),
		"an exponent":                        detail(`{"total":9e1}`),
		"a number that floats cannot hold":   detail(`{"id":9007199254740993}`),
		"half a surrogate pair":              detail(`{"a":"\ud800"}`),
		"more detail than anybody will read": detail(`{"a":"` + strings.Repeat("a", journal.MaxDetail) + `"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := empty()
			if got, err := journal.Append(t.Context(), m, e); err == nil {
				t.Errorf("accepted: %+v", got)
			}
			if len(m.entries) > 0 || len(m.hashes) > 0 || m.head.Size > 0 {
				t.Error("something was written")
			}
		})
	}
}

func TestAppendReadsFewHashes(t *testing.T) {
	t.Parallel()
	const n = 1 << 12
	m := empty()
	for i := range n {
		before := m.asked
		m.again(t, happened(i))
		if asked := m.asked - before; asked > 12 {
			t.Fatalf("entry %d read %d hashes", i+1, asked)
		}
	}
	if m.asked > n {
		t.Errorf("%d hashes read for %d entries", m.asked, n)
	}
}

func TestAppendStopsAtADamagedTree(t *testing.T) {
	t.Parallel()
	m := logOf(t, 1)
	m.hashes[0] = m.hashes[0][:31]
	_, err := journal.Append(t.Context(), m, happened(2))
	if err == nil || !strings.Contains(err.Error(), "请完整校验日志") {
		t.Errorf("got %v", err)
	}
}

func TestNothingHidesWhereTwoPagesMeet(t *testing.T) {
	t.Parallel()
	whole := logOf(t, 2100)
	if verdict := verify(t, whole, checkpoint(t, whole)); !verdict.Sound() {
		t.Fatal(verdict)
	}
	for seq := int64(996); seq <= 1004; seq++ {
		m := whole.clone()
		m.entries = slices.Insert(m.entries, int(seq), *m.at(seq))
		if got := verify(t, m).Fault; got == nil || got.Seq != seq || got.Code != journal.CodeRepeated {
			t.Errorf("entry %d twice: %+v", seq, got)
		}
		m = whole.clone()
		m.entries = slices.Delete(m.entries, int(seq-1), int(seq))
		if got := verify(t, m).Fault; got == nil || got.Seq != seq || got.Code != journal.CodeMissing {
			t.Errorf("entry %d deleted: %+v", seq, got)
		}
	}
	m := whole.clone()
	m.entries = slices.Insert(m.entries, 5, slices.Repeat([]journal.Entry{*m.at(5)}, 1500)...)
	if got := verify(t, m).Fault; got == nil || got.Seq != 5 {
		t.Errorf("entry 5 over more than a page: %+v", got)
	}
}

func TestVerifyTellsItsProgress(t *testing.T) {
	t.Parallel()
	var told []int64
	_, err := journal.Verify(t.Context(), logOf(t, 1500), journal.Options{Progress: func(done, all int64) { told = append(told, done, all) }})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int64{999, 1500, 1500, 1500}, told); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
}

// unreachable is a log whose database has gone.
type unreachable struct{ *memory }

var errGone = errors.New("database is gone")

func (unreachable) Entries(context.Context, int64, int) ([]journal.Entry, error) { return nil, errGone }

func TestALogThatCannotBeReadIsNotCalledBad(t *testing.T) {
	t.Parallel()
	if _, err := journal.Verify(t.Context(), unreachable{logOf(t, 3)}, journal.Options{}); !errors.Is(err, errGone) {
		t.Errorf("got %v", err)
	}
}

func TestVerdictsSayWhatWasFoundAndWhatIsNotProven(t *testing.T) {
	t.Parallel()
	whole := logOf(t, 12)
	half := checkpoint(t, whole.cut(8))
	deleted := whole.clone()
	deleted.entries = slices.Delete(deleted.entries, 6, 7)
	rewritten := whole.cut(8)
	rewritten.again(t, happened(50), happened(51), happened(52), happened(53))
	for name, test := range map[string]struct {
		m           *memory
		checkpoints []journal.Checkpoint
		want        []string
	}{
		"a sound log without a checkpoint says what that cannot show": {
			whole, nil, []string{"日志完整：第 1 至 12 条全部相符", "未对照检查点"},
		},
		"a sound log names its checkpoint": {
			whole, []journal.Checkpoint{half}, []string{"与 2026-11-02 10:30:00（北京时间） 的检查点（8 条）一致"},
		},
		"an empty log": {empty(), nil, []string{"日志为空"}},
		"a deleted entry": {
			deleted, nil,
			[]string{"日志第 7 条不可信：这一条不见了", "发现：下一条是第 8 条", "应为：第 7 条", "第 1 至 6 条相符，止于 2026-11-02 10:35:00（北京时间）；此后的条目均不能证明", "请保全数据库现状"},
		},
		"a rewritten end": {
			rewritten,
			[]journal.Checkpoint{half, checkpoint(t, whole)},
			[]string{"日志第 9 至 12 条之间不可信", "一起改写", "第 1 至 8 条相符"},
		},
		"a first entry that is bad": {
			&memory{head: whole.head, hashes: whole.hashes}, nil, []string{"日志第 1 条不可信", "没有一条能够证明"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := verify(t, test.m, test.checkpoints...).String()
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("%q is missing in:\n%s", want, got)
				}
			}
		})
	}
}

func TestTwoCheckpointsThatContradictEachOtherAreRefused(t *testing.T) {
	t.Parallel()
	m := logOf(t, 3)
	other := checkpoint(t, m)
	other.Root = tlog.Hash{1}
	_, err := journal.Verify(t.Context(), m, journal.Options{Checkpoints: []journal.Checkpoint{checkpoint(t, m), other}})
	if err == nil || !strings.Contains(err.Error(), "两份检查点") {
		t.Errorf("got %v", err)
	}
}

func TestGrownHoldsAgainstOlderCheckpoints(t *testing.T) {
	t.Parallel()
	whole := logOf(t, 33)
	for size := range int64(34) {
		older := checkpoint(t, whole.cut(size))
		if err := journal.Grown(t.Context(), whole, older); err != nil {
			t.Errorf("from %d: %v", size, err)
		}
		if size == 0 {
			continue
		}
		var contradiction *journal.Contradiction
		if err := journal.Grown(t.Context(), whole.cut(size-1), older); !errors.As(err, &contradiction) || !strings.Contains(err.Error(), "截短") {
			t.Errorf("cut below %d: %v", size, err)
		}
		rewritten := whole.cut(size - 1)
		rewritten.again(t, happened(80), happened(81), happened(82))
		if err := journal.Grown(t.Context(), rewritten, older); !errors.As(err, &contradiction) || !strings.Contains(err.Error(), "已被改写") {
			t.Errorf("rewritten from %d: %v", size, err)
		}
		older.Chain = journal.EmptyChain
		if err := journal.Grown(t.Context(), whole, older); !errors.As(err, &contradiction) {
			t.Errorf("another chain at %d: %v", size, err)
		}
	}
}

func TestKeysAreOneLineEach(t *testing.T) {
	t.Parallel()
	secret, public, err := journal.NewKey(rand.Reader, "浙江省退役军人事务厅/日志")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := journal.Public(secret); err != nil || got != public {
		t.Errorf("public key of the secret: %q, %v, want %q", got, err, public)
	}
	for _, name := range []string{"", "a b", "a+b", "a\nb", "a\x00b", "a\u3000b", "\xff"} {
		if _, _, err := journal.NewKey(rand.Reader, name); err == nil {
			t.Errorf("name %q accepted", name)
		}
	}
	for _, text := range []string{"", public, secret[:len(secret)-4], strings.Replace(secret, "日志", "日记", 1)} {
		if _, err := journal.Public(text); err == nil || strings.Contains(err.Error(), "PRIVATE+KEY+浙江") {
			t.Errorf("got %v", err)
		}
	}
}
