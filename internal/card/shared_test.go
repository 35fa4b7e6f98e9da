package card_test

import (
	"encoding/base64"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhanping/internal/card"
)

var update = flag.Bool("update", false, "rewrite testdata/shared.json")

// shared is what the page that checks cards in the browser must answer, too: its own tests read the
// same file. It holds whole texts, since every signature with a new key is another one.
type shared struct {
	Cards []sharedCard `json:"cards"`
	Lists []sharedList `json:"lists"`
}

type sharedCard struct {
	Name    string      `json:"name"`
	Text    string      `json:"text"`
	Keys    string      `json:"keys"`
	Lists   []string    `json:"lists"`
	On      card.Date   `json:"on"`
	Status  card.Status `json:"status"`
	ID      string      `json:"id"`
	Station string      `json:"station"`
	Since   card.Date   `json:"since"`
	ListAt  string      `json:"list_at"`
}

func (c *sharedCard) answer(t *testing.T) {
	t.Helper()
	keys := keysOf(t, c.Keys)
	var lists []card.Revocations
	for _, text := range c.Lists {
		lists = append(lists, listOf(t, []byte(text), keys))
	}
	r := card.Verify(c.Text, keys, lists, c.On)
	c.Status, c.ID, c.Station, c.Since, c.ListAt = r.Status, r.ID, r.Card.Station, r.Withdrawn, ""
	if !r.ListAt.IsZero() {
		c.ListAt = r.ListAt.Format(time.RFC3339)
	}
}

type sharedList struct {
	Name  string `json:"name"`
	Text  string `json:"text"`
	Keys  string `json:"keys"`
	At    string `json:"at"` // empty where the list is refused
	Cards int    `json:"cards"`
}

func (l *sharedList) answer(t *testing.T) {
	t.Helper()
	l.At, l.Cards = "", 0
	if list, err := card.ParseRevocations([]byte(l.Text), keysOf(t, l.Keys)); err == nil {
		l.At, l.Cards = list.At.Format(time.RFC3339), len(list.Cards)
	}
}

// sharedTexts is every scan, payloads that nobody but the office could sign and that say nonsense all the
// same, and lists that were tampered with.
func sharedTexts(t *testing.T) shared {
	t.Helper()
	var all shared
	found := scans(t)
	for _, name := range slices.Sorted(maps.Keys(found)) {
		s := found[name]
		lists := []string{}
		for _, list := range s.lists {
			lists = append(lists, string(list))
		}
		all.Cards = append(all.Cards, sharedCard{Name: name, Text: s.text, Keys: s.keys, Lists: lists, On: s.on})
	}
	o, other := newOffice(t, "office"), newOffice(t, "office")
	good := o.issue(t, wujia(), nil)
	part := strings.Split(good.Text, ".")[2]
	decoded, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		t.Fatal(err)
	}
	raw := string(decoded)
	change := func(from, to string) string {
		changed := strings.Replace(raw, from, to, 1)
		if changed == raw {
			t.Fatalf("%q is not in %s", from, raw)
		}
		return changed
	}
	payloads := map[string]string{
		"signed: no JSON": "hello", "signed: an empty object": "{}", "signed: a list": "[]", "signed: null": "null",
		"signed: a space more": raw + " ", "signed: a member more": change(`{"a"`, `{"_":"","a"`),
		"signed: a member twice": change(`{"a"`, `{"a":"","a"`), "signed: a number for a text": change(`"t":"96.25"`, `"t":96.25`),
		"signed: members in another order": change(`{"a":`, `{"z":"","a":`), "signed: a letter escaped": change("示例省", `\u793a例省`),
		"signed: half a letter": change(`"n":"`, `"n":"\ud800`), "signed: bytes that are no text": change(`"n":"`, "\"n\":\"\xff"),
		"signed: a line in the name": change(`"n":"`, `"n":"\n`), "signed: an empty total": change(`"t":"96.25"`, `"t":""`),
		"signed: a region too short": change(`"r":"990102003004"`, `"r":"9901"`), "signed: no station": change(`"n":"示`, `"m":"示`),
		"signed: a day that is none": change("2026-11-21", "2026-02-30"), "signed: over before it began": change("2029-11-20", "2025-01-01"),
		"signed: a digest cut in half": change(`"d":"n5-fn5-f`, `"d":"`), "signed: a digest that is none": change(`"d":"`, `"d":"!`),
		"signed: as it is written": raw,
	}
	for _, name := range slices.Sorted(maps.Keys(payloads)) {
		all.Cards = append(all.Cards, sharedCard{Name: name, Text: o.seal(t, payloads[name]), Keys: o.public, Lists: []string{}, On: "2026-11-21"})
	}
	list := string(o.withdraw(t, noon, first, second))
	lists := map[string]sharedList{
		"a list": {Text: list}, "an empty list": {Text: string(o.withdraw(t, noon))}, "a stranger's list": {Text: list, Keys: other.public},
		"a key under another name": {Text: strings.Replace(list, "— office", "— bureau", 1)},
		"a card taken off":         {Text: strings.Replace(list, first.ID+" 2026-10-08\n", "", 1)},
		"half a file":              {Text: list[:len(list)/2]}, "no file": {Text: ""}, "a line behind": {Text: list + "x\n"},
		"a second signature by a stranger": {Text: list + strings.SplitAfter(string(other.withdraw(t, noon)), "\n\n")[1]},
	}
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		l := lists[name]
		l.Name = name
		if l.Keys == "" {
			l.Keys = o.public
		}
		all.Lists = append(all.Lists, l)
	}
	for i := range all.Cards {
		all.Cards[i].answer(t)
	}
	for i := range all.Lists {
		all.Lists[i].answer(t)
	}
	return all
}

func TestTheSharedTextsHaveTheAnswersThatAreWrittenDown(t *testing.T) {
	t.Parallel()
	const file = "testdata/shared.json"
	if *update {
		raw, err := json.MarshalIndent(sharedTexts(t), "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(raw, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want shared
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	got := shared{slices.Clone(want.Cards), slices.Clone(want.Lists)}
	for i := range got.Cards {
		got.Cards[i].answer(t)
	}
	for i := range got.Lists {
		got.Lists[i].answer(t)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-written +now):\n%s", diff)
	}
}
