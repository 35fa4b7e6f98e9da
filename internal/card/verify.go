package card

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Status is what became of a card.
type Status string

// The answers of Verify.
const (
	StatusValid      Status = "valid"       // 有效
	StatusWithdrawn  Status = "withdrawn"   // 已摘牌
	StatusExpired    Status = "expired"     // 已过有效期
	StatusUnknownKey Status = "unknown_key" // 签名的密钥不可信
	StatusForged     Status = "forged"      // 伪造或被改动
	StatusUnreadable Status = "unreadable"  // 不是结果卡
)

// Result is what Verify found. Card and ID are set only where the signature is good.
type Result struct {
	Status    Status
	Card      Card
	ID        string
	Key       string    // name of the signing key; of an unknown one, its id
	SM2       bool      // the SM2 signature was checked, too
	Withdrawn Date      // where withdrawn: since when
	ListAt    time.Time // of the list that says so, or of the newest list that does not; zero where no list was given
}

// shape tells a whole card from other codes and from half a scan.
var shape = regexp.MustCompile(`^` + prefix + `\.[0-9a-f]{8}\.[\w-]+\.[\w-]{86}(\.[\w-]{86})?$`)

// Verify checks a card on a day against trusted keys and lists. It needs nothing else. The
// day of issue is not compared, so that a clock that is slow calls no good card bad. A
// withdrawn card is withdrawn on every day. Where the card's SM2 key is not among the keys,
// the Ed25519 signature alone decides, and Result.SM2 says so.
func Verify(text string, keys Keys, lists []Revocations, on Date) Result {
	text = strings.TrimSpace(text)
	text = text[strings.LastIndexByte(text, '#')+1:]
	if len(text) > MaxText || !shape.MatchString(text) {
		return Result{Status: StatusUnreadable}
	}
	parts := strings.Split(text, ".")
	raw, err1 := base64url.DecodeString(parts[2])
	signature, err2 := base64url.DecodeString(parts[3])
	if err1 != nil || err2 != nil {
		return Result{Status: StatusUnreadable}
	}
	verifier, ok := keys.ed25519[parts[1]]
	if !ok {
		return Result{Status: StatusUnknownKey, Key: parts[1]}
	}
	signed := strings.Join(parts[:3], ".")
	if !verifier.Verify([]byte(signed), signature) {
		return Result{Status: StatusForged, Key: verifier.Name()}
	}
	c, second, err := decode(raw)
	if err != nil {
		return Result{Status: StatusUnreadable, Key: verifier.Name()}
	}
	checked, good := keys.second(second, signed, parts[4:])
	if !good {
		return Result{Status: StatusForged, Key: verifier.Name()}
	}
	r := Result{Status: StatusValid, Card: c, ID: idOf(signed), Key: verifier.Name(), SM2: checked}
	r.compare(lists, on)
	return r
}

// second says whether there is an SM2 signature exactly where the payload names its key,
// and whether that key is known and has signed.
func (k Keys) second(id, signed string, signatures []string) (checked, good bool) {
	if id == "" || len(signatures) == 0 {
		return false, id == "" && len(signatures) == 0
	}
	key, known := k.sm2[id]
	if !known {
		return false, true
	}
	raw, err := base64url.DecodeString(signatures[0])
	good = err == nil && sm2Verifies(key, []byte(signed), raw)
	return good, good
}

// compare looks the card up in the lists and in the calendar.
func (r *Result) compare(lists []Revocations, on Date) {
	for _, list := range lists {
		if w, ok := list.find(r.ID); ok {
			r.Status, r.Withdrawn, r.ListAt = StatusWithdrawn, w.On, list.At
			return
		}
		if list.At.After(r.ListAt) {
			r.ListAt = list.At
		}
	}
	if r.Card.Until != "" && on > r.Card.Until {
		r.Status = StatusExpired
	}
}

// String is the result for the person who scanned the code.
func (r Result) String() string {
	switch r.Status {
	case StatusValid:
		return "有效：" + r.content() + "。" + r.compared()
	case StatusWithdrawn:
		return fmt.Sprintf("已摘牌：%s，自 %s 起无效（%s 的摘牌名单）。", r.content(), r.Withdrawn, DayOf(r.ListAt))
	case StatusExpired:
		return fmt.Sprintf("已过期：%s，有效期至 %s。%s", r.content(), r.Card.Until, r.compared())
	case StatusUnknownKey:
		return fmt.Sprintf("无法核验：签名所用的密钥（标识 %.20s）不在可信公钥之列；请向发证单位核实，或更新公钥后再验。", r.Key)
	case StatusForged:
		return "不可信：签名与内容不符，证书是伪造的或被改动过；请向发证单位核实。"
	case StatusUnreadable:
		return "不是评定结果卡，或没有扫描完整；请对准证书上的二维码重新扫描。"
	}
	return string(r.Status)
}

func (r Result) content() string {
	c := r.Card
	total := ""
	if c.Total != "" {
		total = "（" + c.Total + " 分）"
	}
	return fmt.Sprintf("%s，《%s》%s，%s%s，证书 %s，%s %s 发证", c.Station, c.Standard, c.Edition, c.Grade, total, c.Award, c.Issuer, c.Issued)
}

// compared says how far the absence from a list goes.
func (r Result) compared() string {
	if r.ListAt.IsZero() {
		return "未比对摘牌名单。"
	}
	return fmt.Sprintf("截至 %s 的摘牌名单中没有这张卡。", DayOf(r.ListAt))
}
