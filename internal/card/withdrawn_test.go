package card_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"zhanping/internal/card"
)

var (
	noon   = time.Date(2026, 11, 21, 4, 0, 0, 999, time.UTC)
	first  = card.Withdrawal{ID: strings.Repeat("0a", 16), On: "2026-10-08"}
	second = card.Withdrawal{ID: strings.Repeat("f0", 16), On: "2026-10-07"}
)

func TestAListCanBeReadAndParsedAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "office")
	text := o.withdraw(t, noon, second, first)
	lines := strings.Split(string(text), "\n")
	readable := []string{"zhanping withdrawn cards v1", "2026-11-21T04:00:00Z", first.ID + " 2026-10-08", second.ID + " 2026-10-07", ""}
	if diff := cmp.Diff(readable, lines[:5]); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	want := card.Revocations{Key: "office", At: noon.Truncate(time.Second), Cards: []card.Withdrawal{first, second}}
	if diff := cmp.Diff(want, listOf(t, text, keysOf(t, o.public))); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	if got := listOf(t, o.withdraw(t, noon), keysOf(t, o.public)); len(got.Cards) != 0 {
		t.Errorf("an empty list holds %v", got.Cards)
	}
}

func TestParseRevocationsSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	o, other := newOffice(t, "office"), newOffice(t, "office")
	text := string(o.withdraw(t, noon, first, second))
	original, _, _ := strings.Cut(text, "\n\n")
	signed := func(text string) string {
		raw, err := note.Sign(&note.Note{Text: text}, o.key)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	for name, test := range map[string]struct{ text, keys, want string }{
		"a stranger's list":         {text, other.public, "不是由可信的公钥签的名"},
		"a key under another name":  {strings.Replace(text, "— office", "— bureau", 1), o.public, "不是由可信的公钥签的名"},
		"a card taken off":          {strings.Replace(text, first.ID+" 2026-10-08\n", "", 1), o.public, "被改动过"},
		"half a file":               {text[:len(text)/2], o.public, "这不是一份摘牌名单"},
		"no file":                   {"", o.public, "这不是一份摘牌名单"},
		"another kind of text":      {signed("hello\n"), o.public, "内容不是摘牌名单"},
		"another title":             {signed("x" + original + "\n"), o.public, "内容不是摘牌名单"},
		"a time that is none":       {signed("zhanping withdrawn cards v1\ntoday\n"), o.public, "内容不是摘牌名单"},
		"a time in another zone":    {signed("zhanping withdrawn cards v1\n2026-11-21T12:00:00+08:00\n"), o.public, "内容不是摘牌名单"},
		"a day that is none":        {signed(strings.Replace(original, "10-08", "10-32", 1) + "\n"), o.public, "内容不是摘牌名单"},
		"cards out of their order":  {signed("zhanping withdrawn cards v1\n2026-11-21T04:00:00Z\n" + second.ID + " 2026-10-07\n" + first.ID + " 2026-10-08\n"), o.public, "内容不是摘牌名单"},
		"a card twice":              {signed("zhanping withdrawn cards v1\n2026-11-21T04:00:00Z\n" + first.ID + " 2026-10-07\n" + first.ID + " 2026-10-08\n"), o.public, "内容不是摘牌名单"},
		"an id in capitals":         {signed(strings.Replace(original, first.ID, strings.ToUpper(first.ID), 1) + "\n"), o.public, "内容不是摘牌名单"},
		"an id that is not our own": {signed("zhanping withdrawn cards v1\n2026-11-21T04:00:00Z\nabc 2026-10-07\n"), o.public, "内容不是摘牌名单"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := card.ParseRevocations([]byte(test.text), keysOf(t, test.keys)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v and %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestSignRevocationsRefusesWhatNobodyCouldLookUp(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "office")
	for name, cards := range map[string][]card.Withdrawal{
		"an id that is none":     {{ID: "示退役军人服〔2026〕第 0123 号", On: "2026-10-08"}},
		"an id in capitals":      {{ID: strings.ToUpper(first.ID), On: "2026-10-08"}},
		"no day":                 {{ID: first.ID}},
		"two days for one card":  {first, {ID: first.ID, On: "2026-10-09"}},
		"an id of another width": {{ID: first.ID[:30], On: "2026-10-08"}},
	} {
		if _, err := card.SignRevocations(o.key, noon, cards); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
