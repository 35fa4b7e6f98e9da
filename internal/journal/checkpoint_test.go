package journal_test

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"zhanping/internal/journal"
)

// signing is a fresh key.
func signing(t testing.TB) (note.Signer, string) {
	t.Helper()
	secret, public, err := journal.NewKey(rand.Reader, "zhanping.example/journal")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return signer, public
}

func TestACheckpointCanBeReadAndParsedAgain(t *testing.T) {
	t.Parallel()
	key, public := signing(t)
	want := checkpoint(t, logOf(t, 12))
	text, err := journal.Sign(key, want)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	readable := []string{
		"zhanping.example/journal", "12", want.Root.String(), "time 2026-11-02T02:30:00.000000Z", "sm3 " + want.Chain, "",
	}
	if diff := cmp.Diff(readable, lines[:6]); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	_, stranger := signing(t)
	got, err := journal.ParseCheckpoint(text, stranger, public+"\n")
	if err != nil {
		t.Fatal(err)
	}
	want.Name = "zhanping.example/journal"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("checkpoint (-want +got):\n%s", diff)
	}
}

func TestParseCheckpointSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	key, public := signing(t)
	_, stranger := signing(t)
	text, err := journal.Sign(key, checkpoint(t, logOf(t, 12)))
	if err != nil {
		t.Fatal(err)
	}
	signed := func(text string) []byte {
		raw, err := note.Sign(&note.Note{Text: text}, key)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	original, _, _ := strings.Cut(string(text), "\n\n")
	original += "\n"
	for name, test := range map[string]struct {
		text   []byte
		public string
		want   string
	}{
		"a stranger's key":            {text, stranger, "不是由所给公钥签的名"},
		"a key that is none":          {text, "key", "第 1 个公钥不可用"},
		"an altered number":           {[]byte(strings.Replace(string(text), "\n12\n", "\n13\n", 1)), public, "被改动过"},
		"half a file":                 {text[:len(text)/2], public, "这不是一份检查点"},
		"another file":                {[]byte("序号,站点\n"), public, "这不是一份检查点"},
		"no file":                     {nil, public, "这不是一份检查点"},
		"a signed text of other kind": {signed("zhanping.example/journal\n"), public, "内容不是日志检查点"},
		"a line more":                 {signed(original + "more\n"), public, "内容不是日志检查点"},
		"a size spelt otherwise":      {signed(strings.Replace(original, "\n12\n", "\n012\n", 1)), public, "内容不是日志检查点"},
		"a negative size":             {signed(strings.Replace(original, "\n12\n", "\n-12\n", 1)), public, "内容不是日志检查点"},
		"another log's name":          {signed("other" + original), public, "内容不是日志检查点"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c, err := journal.ParseCheckpoint(test.text, test.public); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v and %v, want %q", c, err, test.want)
			}
		})
	}
}

func TestSignRefusesWhatIsNoState(t *testing.T) {
	t.Parallel()
	key, _ := signing(t)
	for name, c := range map[string]journal.Checkpoint{
		"no chain":        {Size: 1},
		"a negative size": {Size: -1, Chain: journal.EmptyChain},
	} {
		if _, err := journal.Sign(key, c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// Whatever is signed, only what Sign writes is a checkpoint; and nothing panics.
func FuzzParseCheckpoint(f *testing.F) {
	key, public := signing(f)
	text, err := journal.Sign(key, checkpoint(f, logOf(f, 3)))
	if err != nil {
		f.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n\n")
	f.Add(first + "\n")
	f.Add(string(text))
	f.Add("zhanping.example/journal\n0\n\ntime \nsm3 \n")
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = journal.ParseCheckpoint([]byte(text), public)
		signed, err := note.Sign(&note.Note{Text: text}, key)
		if err != nil {
			return
		}
		c, err := journal.ParseCheckpoint(signed, public)
		if err != nil {
			return
		}
		again, err := journal.Sign(key, c)
		if err != nil || !slices.Equal(again, signed) {
			t.Errorf("accepted %q, written again %q, %v", signed, again, err)
		}
	})
}
