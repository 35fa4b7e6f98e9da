package card_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"zhanping/internal/card"
)

// wujia is a card with names as long as they get.
func wujia() card.Card {
	return card.Card{
		Station: "示例省示例自治州示例市示例街道示例社区退役军人服务站（示例）", Region: "990102003004", Level: "village",
		Standard: "全国示范型退役军人服务中心（站）建设与运行评定标准（试行）", Edition: "2025 年修订版",
		Grade: "五星级退役军人服务站", Total: "96.25", Award: "示退役军人服〔2026〕第 0123 号",
		Issued: "2026-11-21", Until: "2029-11-20", Issuer: "示例省退役军人事务厅",
		Digest: strings.Repeat("9f", 32),
	}
}

// office is one that issues cards.
type office struct {
	key    note.Signer
	second *card.SM2Key
	public string // both lines
}

func newOffice(t testing.TB, name string) office {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	key, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	sm2Secret, sm2Public, err := card.NewSM2Key(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	second, err := card.ParseSM2Key(sm2Secret, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return office{key, second, public + "\n" + sm2Public + "\n"}
}

func (o office) issue(t testing.TB, c card.Card, second *card.SM2Key) card.Signed {
	t.Helper()
	signed, err := card.Issue(c, o.key, second)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func (o office) withdraw(t testing.TB, at time.Time, cards ...card.Withdrawal) []byte {
	t.Helper()
	list, err := card.SignRevocations(o.key, at, cards)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func keysOf(t testing.TB, text string) card.Keys {
	t.Helper()
	keys, err := card.ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func listOf(t testing.TB, text []byte, keys card.Keys) card.Revocations {
	t.Helper()
	list, err := card.ParseRevocations(text, keys)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestACardSaysWhatWasSignedAndFitsItsCode(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "示例省退役军人事务厅")
	short := wujia()
	short.Total, short.Until = "", ""
	for name, test := range map[string]struct {
		card   card.Card
		second *card.SM2Key
	}{
		"one signature":               {wujia(), nil},
		"two signatures":              {wujia(), o.second},
		"no total and no last day":    {short, nil},
		"the same, signed twice over": {short, o.second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			signed := o.issue(t, test.card, test.second)
			got := card.Verify("https://zhanping.example/c#"+signed.Text+"\n", keysOf(t, o.public), nil, "2026-12-01")
			want := card.Result{Status: card.StatusValid, Card: test.card, ID: signed.ID, Key: "示例省退役军人事务厅", SM2: test.second != nil}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
			if len(signed.Text) > card.MaxText*19/20 {
				t.Errorf("%d bytes: a long card should fit comfortably", len(signed.Text))
			}
			image, err := card.PNG("https://zhanping.example/c#"+signed.Text, 4)
			if err != nil {
				t.Fatal(err)
			}
			decoded, err := png.DecodeConfig(bytes.NewReader(image))
			if err != nil || decoded.Width != decoded.Height || decoded.Width > (117+8)*4 {
				t.Errorf("image %dx%d, %v", decoded.Width, decoded.Height, err)
			}
		})
	}
}

func TestIssueSaysEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "office")
	_, err := card.Issue(card.Card{Station: "甲\n乙", Region: "3301", Issued: "2026-13-01", Until: "x", Digest: "AB"}, o.key, nil)
	want := strings.Split(`结果卡的站点名称 "甲\n乙" 含换行、控制字符或乱码；请改为普通文字
结果卡缺少级别
结果卡缺少标准名称
结果卡缺少标准版本
结果卡缺少等次
结果卡缺少证书编号
结果卡缺少发证单位
结果卡的区划代码 "3301" 不对；应为 12 位数字
结果卡的发证日期 "2026-13-01" 不对；应如 2026-11-21
结果卡的有效期 "x" 不对；应如 2029-11-20，且不早于发证日期 2026-13-01
结果卡的结果摘要 "AB" 不对；应为 64 位小写十六进制的 SHA-256`, "\n")
	if err == nil {
		t.Fatal("accepted")
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestIssueRefusesOneFault(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "office")
	for name, change := range map[string]func(*card.Card){
		"a name too long to scan":       func(c *card.Card) { c.Station = strings.Repeat("长", 120) },
		"text that is not UTF-8":        func(c *card.Card) { c.Grade = "\xff" },
		"letters in the region":         func(c *card.Card) { c.Region = "33010200300x" },
		"an end before the beginning":   func(c *card.Card) { c.Until = "2026-11-20" },
		"a date in other digits":        func(c *card.Card) { c.Issued = "2026-1-1" },
		"a digest in capitals":          func(c *card.Card) { c.Digest = strings.ToUpper(c.Digest) },
		"a digest of another algorithm": func(c *card.Card) { c.Digest = c.Digest[:40] },
	} {
		c := wujia()
		change(&c)
		if _, err := card.Issue(c, o.key, nil); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestACodeThatIsTooFineIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		content string
		pixels  int
	}{
		"a long address":      {"https://zhanping.example/" + strings.Repeat("a", 1000), 4},
		"more than any holds": {strings.Repeat("a", 5000), 4},
		"no pixels":           {"ZP1", 0},
		"a poster":            {"ZP1", 41},
	} {
		if _, err := card.PNG(test.content, test.pixels); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestTheDayIsTheDayInChina(t *testing.T) {
	t.Parallel()
	if got := card.DayOf(time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC)); got != "2026-11-21" {
		t.Errorf("got %s", got)
	}
}

func TestKeysAreReadLineByLine(t *testing.T) {
	t.Parallel()
	o, other := newOffice(t, "office"), newOffice(t, "other")
	keysOf(t, "\n"+o.public+"\n"+other.public+o.public)

	secret, _, err := card.NewSM2Key(rand.Reader, "office")
	if err != nil {
		t.Fatal(err)
	}
	for name, line := range map[string]string{
		"a secret line":          secret,
		"a word":                 "key",
		"an altered key":         strings.Replace(o.public, "office", "0ffice", 1),
		"an altered SM2 key":     strings.Replace(o.public, "SM2+office", "SM2+0ffice", 1),
		"a point off the curve":  "PUBLIC+SM2+office+00000000+" + base64.StdEncoding.EncodeToString(make([]byte, 65)),
		"an SM2 key cut in half": "PUBLIC+SM2+office",
	} {
		if _, err := card.ParseKeys(line); err == nil || !strings.Contains(err.Error(), "行不是公钥") || strings.Contains(err.Error(), "PRIVATE+SM2+office") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, line := range []string{"", o.public, secret[:len(secret)-8], strings.Replace(secret, "office", "0ffice", 1)} {
		if _, err := card.ParseSM2Key(line, rand.Reader); err == nil {
			t.Error("a broken secret line was accepted")
		}
	}
	if _, _, err := card.NewSM2Key(rand.Reader, "a b"); err == nil {
		t.Error("a name with a space was accepted")
	}
}
