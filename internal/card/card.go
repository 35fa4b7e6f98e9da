// Package card signs the result card that stands as a QR code on a certificate (评定结果卡),
// and the list of cards that were withdrawn (摘牌). Both verify without a network and
// without the system that issued them. It reads no clock and keeps no keys.
//
// # Exact form of a card
//
// A card is ASCII text of four or five parts with a full stop between them:
//
//	ZP1 . KEY . PAYLOAD . SIGNATURE [ . SM2SIGNATURE ]
//
// KEY is the signing key's id, 8 hex digits. PAYLOAD is base64url (RFC 4648 section 5,
// without padding) of an RFC 8785 JSON object whose values are strings:
//
//	n  station's name          r  region, 12 digits      l  level
//	s  standard's title        e  its edition            g  grade
//	t  total, may be absent    a  award number           i  issuer
//	f  day of issue            u  last valid day, absent where the award does not expire
//	d  SHA-256 of the result, base64url
//	k  id of the SM2 key, present exactly when there is an SM2SIGNATURE
//
// SIGNATURE is base64url of the Ed25519 signature (64 bytes) over the text of the first
// three parts with the two stops between them. SM2SIGNATURE is base64url of r ‖ s (64
// bytes), an SM2 signature with SM3 and the default user id 1234567812345678 over the
// same bytes. The card's id is the hex of the first 16 bytes of their SHA-256. What stands
// before a "#" is an address to show the card at and means nothing.
//
// # Exact form of a list
//
// A list of withdrawn cards is a signed note (golang.org/x/mod/sumdb/note): lines, an empty
// line, and "— NAME BASE64", where BASE64 is 4 bytes of key id and the Ed25519 signature
// over the lines, each with its line feed. The lines are "zhanping withdrawn cards v1", the
// time of the list (RFC 3339, UTC), and for every card its id, a space and the day, in the
// order of the ids.
//
// # Exact form of a key
//
// An Ed25519 public key is the line "NAME+ID+BASE64": BASE64 is the byte 1 and the 32 bytes
// of the key, ID is the hex of the first 4 bytes of SHA-256(NAME ‖ line feed ‖ those 33
// bytes). An SM2 public key is "PUBLIC+SM2+NAME+ID+BASE64" with the 65 bytes of the
// uncompressed point in their place. testdata/verify.mjs checks all but SM2 with WebCrypto.
package card

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
)

// MaxText is the longest card in bytes: more than that makes a QR code too fine to print
// small and scan with a phone.
const MaxText = 900

// Date is a day in China, such as 2026-11-21. Text order is time order.
type Date string

// DayOf is the day in China at a moment.
func DayOf(t time.Time) Date {
	return Date(t.In(time.FixedZone("", 8*60*60)).Format(time.DateOnly))
}

func (d Date) valid() bool {
	t, err := time.Parse(time.DateOnly, string(d))
	return err == nil && t.Format(time.DateOnly) == string(d)
}

// Card is what a certificate says (评定结果卡). Names of people have no place in it.
type Card struct {
	Station  string // 站点全称
	Region   string // 12-digit code
	Level    string // as the standard names it
	Standard string // title
	Edition  string
	Grade    string // as people read it
	Total    string // exact points as text; empty where the standard gives none
	Award    string // 证书编号
	Issued   Date
	Until    Date // last valid day; empty where the award does not expire
	Issuer   string
	Digest   string // SHA-256 of the result, 64 hex digits
}

// payload is the card as the QR code spells it.
type payload struct {
	Award    string `json:"a"`
	Digest   string `json:"d"`
	Edition  string `json:"e"`
	Issued   Date   `json:"f"`
	Grade    string `json:"g"`
	Issuer   string `json:"i"`
	SM2      string `json:"k,omitempty"`
	Level    string `json:"l"`
	Station  string `json:"n"`
	Region   string `json:"r"`
	Standard string `json:"s"`
	Total    string `json:"t,omitempty"`
	Until    Date   `json:"u,omitempty"`
}

// base64url accepts only the one spelling that it writes.
var base64url = base64.RawURLEncoding.Strict()

// encode is the payload's exact bytes; second is the id of an SM2 key or empty.
func (c Card) encode(second string) ([]byte, error) {
	digest, err := c.check()
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(payload{
		Award: c.Award, Digest: base64url.EncodeToString(digest), Edition: c.Edition, Issued: c.Issued, Grade: c.Grade,
		Issuer: c.Issuer, SM2: second, Level: c.Level, Station: c.Station, Region: c.Region, Standard: c.Standard,
		Total: c.Total, Until: c.Until,
	})
	if err != nil {
		return nil, fmt.Errorf("encode card: %w", err)
	}
	return jcs.Transform(raw)
}

// decode is the card and the SM2 key's id in a payload that encode wrote.
func decode(raw []byte) (Card, string, error) {
	var p payload
	if err := json.Unmarshal(raw, &p); err != nil {
		return Card{}, "", fmt.Errorf("decode card: %w", err)
	}
	digest, err := base64url.DecodeString(p.Digest)
	if err != nil {
		return Card{}, "", fmt.Errorf("decode digest: %w", err)
	}
	c := Card{
		Station: p.Station, Region: p.Region, Level: p.Level, Standard: p.Standard, Edition: p.Edition, Grade: p.Grade,
		Total: p.Total, Award: p.Award, Issued: p.Issued, Until: p.Until, Issuer: p.Issuer, Digest: hex.EncodeToString(digest),
	}
	again, err := c.encode(p.SM2)
	if err != nil {
		return Card{}, "", err
	}
	if string(again) != string(raw) {
		return Card{}, "", errors.New("the payload is not as it is written")
	}
	return c, p.SM2, nil
}

// check reports everything that is wrong with the card and returns the digest's bytes.
func (c Card) check() ([]byte, error) {
	var faults []error
	refuse := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	for _, field := range []struct {
		title, text string
		optional    bool
	}{
		{"站点名称", c.Station, false},
		{"级别", c.Level, false},
		{"标准名称", c.Standard, false},
		{"标准版本", c.Edition, false},
		{"等次", c.Grade, false},
		{"总分", c.Total, true},
		{"证书编号", c.Award, false},
		{"发证单位", c.Issuer, false},
	} {
		switch {
		case field.text == "" && !field.optional:
			refuse("结果卡缺少%s", field.title)
		case !utf8.ValidString(field.text) || strings.ContainsFunc(field.text, unicode.IsControl):
			refuse("结果卡的%s %q 含换行、控制字符或乱码；请改为普通文字", field.title, field.text)
		}
	}
	if len(c.Region) != 12 || strings.Trim(c.Region, "0123456789") != "" {
		refuse("结果卡的区划代码 %.40q 不对；应为 12 位数字", c.Region)
	}
	if !c.Issued.valid() {
		refuse("结果卡的发证日期 %.40q 不对；应如 2026-11-21", c.Issued)
	}
	if c.Until != "" && (!c.Until.valid() || c.Until < c.Issued) {
		refuse("结果卡的有效期 %.40q 不对；应如 2029-11-20，且不早于发证日期 %.40s", c.Until, c.Issued)
	}
	digest, err := hex.DecodeString(c.Digest)
	if err != nil || len(digest) != 32 || hex.EncodeToString(digest) != c.Digest {
		refuse("结果卡的结果摘要 %.80q 不对；应为 64 位小写十六进制的 SHA-256", c.Digest)
	}
	return digest, errors.Join(faults...)
}
