package card_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"zhanping/internal/card"
)

// scan is one code held before a reader.
type scan struct {
	text  string
	keys  string
	lists [][]byte
	on    card.Date
	want  card.Status
	words string // part of what the reader shows
}

// seal signs any payload as the office would, whatever it says.
func (o office) seal(t testing.TB, payload string) string {
	t.Helper()
	signed := fmt.Sprintf("ZP1.%08x.%s", o.key.KeyHash(), base64.RawURLEncoding.EncodeToString([]byte(payload)))
	signature, err := o.key.Sign([]byte(signed))
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// promote is the card with another grade and the old signature.
func promote(t testing.TB, text string) string {
	t.Helper()
	parts := strings.Split(text, ".")
	raw, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		t.Fatal(err)
	}
	better := strings.Replace(string(raw), "三星级", "五星级", 1)
	if better == string(raw) {
		t.Fatal("nothing changed")
	}
	parts[2] = base64.RawURLEncoding.EncodeToString([]byte(better))
	return strings.Join(parts, ".")
}

// scans is every answer there is.
func scans(t testing.TB) map[string]scan {
	t.Helper()
	o, other := newOffice(t, "示例省退役军人事务厅"), newOffice(t, "other")
	three := wujia()
	three.Grade = "三星级退役军人服务站"
	one, two := o.issue(t, wujia(), nil), o.issue(t, wujia(), o.second)
	forever := wujia()
	forever.Until = ""
	november := time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC)
	clean := o.withdraw(t, november, card.Withdrawal{ID: strings.Repeat("0", 32), On: "2026-01-01"})
	listed := o.withdraw(t, november.AddDate(0, -1, 0), card.Withdrawal{ID: one.ID, On: "2026-10-08"}, card.Withdrawal{ID: two.ID, On: "2026-10-09"})
	ed25519Only, _, _ := strings.Cut(o.public, "\n")
	halves := strings.Split(two.Text, ".")
	foreign := strings.Split(o.issue(t, wujia(), other.second).Text, ".")
	return map[string]scan{
		"a good card":                           {one.Text, o.public, nil, "2026-11-21", card.StatusValid, "有效：示例省"},
		"a good card with two signatures":       {two.Text, o.public, nil, "2026-11-21", card.StatusValid, "未比对摘牌名单"},
		"a reader that lacks the SM2 key":       {two.Text, ed25519Only, nil, "2026-11-21", card.StatusValid, "有效"},
		"a good card against a list":            {one.Text, o.public, [][]byte{clean}, "2026-11-21", card.StatusValid, "截至 2026-12-01 的摘牌名单中没有这张卡"},
		"a reader whose clock is slow":          {one.Text, o.public, nil, "2020-01-01", card.StatusValid, "有效"},
		"the last day":                          {one.Text, o.public, nil, "2029-11-20", card.StatusValid, "有效"},
		"the day after":                         {one.Text, o.public, nil, "2029-11-21", card.StatusExpired, "有效期至 2029-11-20"},
		"an award that does not expire":         {o.issue(t, forever, nil).Text, o.public, nil, "2099-01-01", card.StatusValid, "有效"},
		"a withdrawn card":                      {one.Text, o.public, [][]byte{clean, listed}, "2026-11-21", card.StatusWithdrawn, "自 2026-10-08 起无效（2026-10-31 的摘牌名单）"},
		"a withdrawn card, two signatures":      {two.Text, o.public, [][]byte{listed}, "2026-11-21", card.StatusWithdrawn, "自 2026-10-09 起无效"},
		"withdrawn and expired":                 {one.Text, o.public, [][]byte{listed}, "2035-01-01", card.StatusWithdrawn, "已摘牌"},
		"withdrawn before the clock's day":      {one.Text, o.public, [][]byte{listed}, "2026-10-01", card.StatusWithdrawn, "已摘牌"},
		"another office's card":                 {one.Text, other.public, nil, "2026-11-21", card.StatusUnknownKey, "不在可信公钥之列"},
		"a better grade under an old signature": {promote(t, o.issue(t, three, nil).Text), o.public, nil, "2026-11-21", card.StatusForged, "伪造"},
		"another key's id":                      {strings.Replace(one.Text, one.Text[4:12], fmt.Sprintf("%08x", other.key.KeyHash()), 1), other.public, nil, "2026-11-21", card.StatusForged, "伪造"},
		"the SM2 signature torn off":            {strings.Join(halves[:4], "."), o.public, nil, "2026-11-21", card.StatusForged, "伪造"},
		"an SM2 signature stuck on":             {one.Text + "." + halves[4], o.public, nil, "2026-11-21", card.StatusForged, "伪造"},
		"a signature cut short":                 {strings.TrimSuffix(one.Text, one.Text[len(one.Text)-4:]), o.public, nil, "2026-11-21", card.StatusUnreadable, "没有扫描完整"},
		"half a card":                           {one.Text[:len(one.Text)/2], o.public, nil, "2026-11-21", card.StatusUnreadable, "没有扫描完整"},
		"an address":                            {"https://zhanping.example/c", o.public, nil, "2026-11-21", card.StatusUnreadable, "不是评定结果卡"},
		"nothing":                               {"", o.public, nil, "2026-11-21", card.StatusUnreadable, "不是评定结果卡"},
		"a later version":                       {"ZP2" + one.Text[3:], o.public, nil, "2026-11-21", card.StatusUnreadable, "不是评定结果卡"},
		"an SM2 key that nobody knows":          {strings.Join(foreign, "."), o.public, nil, "2026-11-21", card.StatusValid, "有效"},
	}
}

// read is what Verify says to a scan.
func (s scan) read(t testing.TB) card.Result {
	t.Helper()
	keys := keysOf(t, s.keys)
	var lists []card.Revocations
	for _, text := range s.lists {
		lists = append(lists, listOf(t, text, keys))
	}
	return card.Verify(s.text, keys, lists, s.on)
}

func TestVerify(t *testing.T) {
	t.Parallel()
	for name, s := range scans(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := s.read(t)
			if got.Status != s.want || !strings.Contains(got.String(), s.words) {
				t.Errorf("got %s, want %s and %q:\n%s", got.Status, s.want, s.words, got)
			}
			known := slices.Contains([]card.Status{card.StatusValid, card.StatusWithdrawn, card.StatusExpired}, got.Status)
			if known != (got.Card.Station != "") || known != (got.ID != "") {
				t.Errorf("%s shows %+v", got.Status, got)
			}
		})
	}
}

func TestASecondSignatureThatIsWrongIsForgery(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "office")
	parts := strings.Split(o.issue(t, wujia(), o.second).Text, ".")
	for _, wrong := range []string{base64.RawURLEncoding.EncodeToString(make([]byte, 64)), parts[3], strings.Repeat("_", 86)} {
		text := strings.Join(append(slices.Clone(parts[:4]), wrong), ".")
		if got := card.Verify(text, keysOf(t, o.public), nil, "2026-11-21"); got.Status != card.StatusForged {
			t.Errorf("SM2 signature %q: %s", wrong, got.Status)
		}
	}
}

func TestASignedPayloadOfAnotherShapeIsNotShown(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "office")
	good := strings.Split(o.issue(t, wujia(), nil).Text, ".")[2]
	raw, err := base64.RawURLEncoding.DecodeString(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, payload := range map[string]string{
		"no JSON":               "hello",
		"an empty object":       "{}",
		"a space more":          string(raw) + " ",
		"a member more":         strings.Replace(string(raw), `{"a"`, `{"_":"","a"`, 1),
		"a member in capitals":  strings.Replace(string(raw), `"a":`, `"A":`, 1),
		"a digest cut in half":  strings.Replace(string(raw), `"d":"n5-fn5-f`, `"d":"`, 1),
		"a name without end":    strings.Replace(string(raw), `"n":"`, `"n":"`+strings.Repeat("长", 200), 1),
		"a digest that is none": strings.Replace(string(raw), `"d":"`, `"d":"!`, 1),
	} {
		if payload == string(raw) {
			t.Fatalf("%s: nothing changed", name)
		}
		if got := card.Verify(o.seal(t, payload), keysOf(t, o.public), nil, "2026-11-21"); got.Status != card.StatusUnreadable {
			t.Errorf("%s: %s", name, got.Status)
		}
	}
}

// The format is open: a script for the browser that knows nothing of us gives the same answers.
func TestABrowserComesToTheSameAnswers(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("node is missing; testdata/verify.mjs needs it, and README.md asks for it")
	}
	type answer struct {
		Status  card.Status `json:"status"`
		ID      string      `json:"id,omitempty"`
		Station string      `json:"station,omitempty"`
		Since   card.Date   `json:"since,omitempty"`
	}
	var input []map[string]any
	var want []answer
	for _, s := range scans(t) {
		lists := []string{}
		for _, list := range s.lists {
			lists = append(lists, string(list))
		}
		input = append(input, map[string]any{"text": s.text, "keys": strings.Split(s.keys, "\n"), "lists": lists, "on": s.on})
		r := s.read(t)
		want = append(want, answer{r.Status, r.ID, r.Card.Station, r.Withdrawn})
	}
	raw, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), node, "testdata/verify.mjs")
	command.Stdin = bytes.NewReader(raw)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	var got []answer
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-Go +browser):\n%s", diff)
	}
}

// fixedOffice has the same key in every process that fuzzes.
func fixedOffice(f *testing.F) office {
	f.Helper()
	secret, public, err := note.GenerateKey(bytes.NewReader(make([]byte, 64)), "office")
	if err != nil {
		f.Fatal(err)
	}
	key, err := note.NewSigner(secret)
	if err != nil {
		f.Fatal(err)
	}
	return office{key: key, public: public}
}

// No text makes Verify panic, and what it accepts is what Issue would write.
func FuzzVerify(f *testing.F) {
	o := fixedOffice(f)
	keys := keysOf(f, o.public)
	signed := o.issue(f, wujia(), nil)
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(signed.Text, ".")[2])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signed.Text)
	f.Add(string(raw))
	f.Add("{}")
	f.Fuzz(func(t *testing.T, text string) {
		if got := card.Verify(text, keys, nil, "2026-11-21"); got.Status == card.StatusValid && !strings.Contains(text, signed.Text) {
			t.Errorf("%q is valid", text)
		}
		sealed := o.seal(t, text)
		got := card.Verify(sealed, keys, nil, "2026-11-21")
		if got.Status != card.StatusValid && got.Status != card.StatusExpired {
			return
		}
		if again := o.issue(t, got.Card, nil); again.Text != sealed || again.ID != got.ID {
			t.Errorf("accepted %q, written again %q", sealed, again.Text)
		}
	})
}

// Whatever is signed, only what SignRevocations writes is a list; and nothing panics.
func FuzzParseRevocations(f *testing.F) {
	o := fixedOffice(f)
	keys := keysOf(f, o.public)
	list := o.withdraw(f, time.Unix(1795000000, 0), card.Withdrawal{ID: strings.Repeat("a1", 16), On: "2026-10-08"}, card.Withdrawal{ID: strings.Repeat("0", 32), On: "2026-10-09"})
	f.Add(string(list))
	f.Add(strings.SplitAfter(string(list), "2026-10-08\n")[0])
	f.Add("zhanping withdrawn cards v1\n2026-11-21T00:00:00Z\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = card.ParseRevocations([]byte(text), keys)
		signed, err := note.Sign(&note.Note{Text: text}, o.key)
		if err != nil {
			return
		}
		got, err := card.ParseRevocations(signed, keys)
		if err != nil {
			return
		}
		again, err := card.SignRevocations(o.key, got.At, got.Cards)
		if err != nil || !bytes.Equal(again, signed) {
			t.Errorf("accepted %q, written again %q, %v", signed, again, err)
		}
	})
}
