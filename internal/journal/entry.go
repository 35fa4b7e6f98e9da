// Package journal keeps an append-only log in which tampering shows (防篡改日志): every
// entry is a leaf of a Merkle tree (SHA-256, as in RFC 6962) and a link of an SM3 hash
// chain beside it, and the state of both can be signed and carried away as a checkpoint.
// It never touches a database, the clock or a disk; it works on a small Storage.
//
// # What is proven
//
// Whoever changes the database without going through Append leaves a contradiction that
// Verify finds: between an entry and its own hash, the chain, the tree's stored hashes or
// the head. Nothing in the database is secret, so a person who rewrites the end of the log
// and recomputes everything after it, or cuts the end off and sets the head back, leaves
// none. That shows only against a checkpoint that was exported before: give it to Verify.
//
// # Exact form
//
// An entry's bytes are the RFC 8785 form of the object with the members action, actor, at
// (UTC, six decimals), detail, kind, region, seq and subject. Entry.Hash is the hex of
// SHA-256(0x00 ‖ bytes). Entry.Chain is the hex of SM3(previous chain, 32 bytes ‖ bytes);
// before the first entry the chain is 32 zero bytes.
package journal

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/emmansun/gmsm/sm3"
	"github.com/gowebpki/jcs"
)

// MaxDetail is the longest Detail in bytes that Append takes.
const MaxDetail = 64 << 10

// timeForm has a fixed width, so that equal moments are equal text.
const timeForm = "2006-01-02T15:04:05.000000Z"

// Entry is one thing that happened (一条日志). Seq, Hash and Chain are set by Append.
type Entry struct {
	Seq     int64           // 1 for the first entry, then without gaps
	At      time.Time       // UTC, whole microseconds
	Actor   string          // who did it: a person's id, never a name
	Action  string          // what was done
	Kind    string          // which kind of record it was done to
	Subject string          // the id of that record
	Region  string          // 12-digit code, empty where none applies
	Detail  json.RawMessage // an object in RFC 8785 form, without personal data; numbers are whole, all others are strings
	Hash    string          // hex of the leaf's hash in the Merkle tree
	Chain   string          // hex of the SM3 chain up to and including this entry
}

// signed is what Hash and Chain cover.
type signed struct {
	Action  string          `json:"action"`
	Actor   string          `json:"actor"`
	At      string          `json:"at"`
	Detail  json.RawMessage `json:"detail"`
	Kind    string          `json:"kind"`
	Region  string          `json:"region"`
	Seq     int64           `json:"seq"`
	Subject string          `json:"subject"`
}

// Canonical is the entry's exact bytes, which Hash and Chain cover. It fails for an entry
// that Append could not have written: two different entries never have the same bytes.
func (e Entry) Canonical() ([]byte, error) {
	for _, text := range []string{e.Actor, e.Action, e.Kind, e.Subject, e.Region} {
		if !utf8.ValidString(text) {
			return nil, errors.New("文字不是 UTF-8")
		}
	}
	if !e.At.Equal(e.At.Truncate(time.Microsecond)) {
		return nil, errors.New("时间比微秒更细")
	}
	detail, err := canonicalDetail(e.Detail)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(detail, e.Detail) {
		return nil, errors.New("明细不是规范格式的 JSON")
	}
	raw, err := json.Marshal(signed{
		Action: e.Action, Actor: e.Actor, At: e.At.UTC().Format(timeForm), Detail: detail,
		Kind: e.Kind, Region: e.Region, Seq: e.Seq, Subject: e.Subject,
	})
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return jcs.Transform(raw)
}

// normal is the entry as it will be kept, or why it cannot be.
func (e Entry) normal() (Entry, error) {
	if e.Actor == "" || e.Action == "" || e.Kind == "" || e.Subject == "" {
		return Entry{}, fmt.Errorf("谁（%q）、做了什么（%q）、对哪类（%q）哪条记录（%q）都须写明", e.Actor, e.Action, e.Kind, e.Subject)
	}
	if strings.ContainsFunc(e.Actor+e.Action+e.Kind+e.Subject+e.Region, unicode.IsControl) {
		return Entry{}, errors.New("文字含控制字符")
	}
	if e.At.IsZero() {
		return Entry{}, errors.New("没有时间")
	}
	e.At = e.At.UTC().Truncate(time.Microsecond)
	if len(e.Detail) == 0 {
		e.Detail = json.RawMessage("{}")
	}
	if len(e.Detail) > MaxDetail {
		return Entry{}, fmt.Errorf("明细有 %d 字节；最多 %d 字节", len(e.Detail), MaxDetail)
	}
	var err error
	e.Detail, err = canonicalDetail(e.Detail)
	return e, err
}

var errNotObject = errors.New("明细不是键不重复的 JSON 对象")

// canonicalDetail is raw in RFC 8785 form. That form knows numbers only as floats, so that
// different large numbers would become the same bytes; they are refused.
func canonicalDetail(raw json.RawMessage) (json.RawMessage, error) {
	if first := bytes.TrimLeft(raw, " \t\r\n"); len(first) == 0 || first[0] != '{' {
		return nil, errNotObject
	}
	tokens := json.NewDecoder(bytes.NewReader(raw))
	tokens.UseNumber()
	for {
		token, err := tokens.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errNotObject
		}
		if number, ok := token.(json.Number); ok && !exact(number) {
			return nil, fmt.Errorf("明细里的数 %.40s 不是整数或过大；应写成文字", number)
		}
	}
	canonical, err := jcs.Transform(raw)
	if err != nil {
		return nil, errNotObject
	}
	return canonical, nil
}

// exact says whether every reader of JSON understands the number alike.
func exact(number json.Number) bool {
	const most = 1<<53 - 1
	n, err := strconv.ParseInt(string(number), 10, 64)
	return err == nil && -most <= n && n <= most
}

// link is the chain's next value.
type link [sm3.Size]byte

func (l link) next(canonical []byte) link {
	h := sm3.New()
	h.Write(l[:])
	h.Write(canonical)
	return link(h.Sum(nil))
}

func (l link) String() string { return hex.EncodeToString(l[:]) }

func parseLink(text string) (link, error) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != sm3.Size || hex.EncodeToString(raw) != text {
		return link{}, fmt.Errorf("%.80q is not an SM3 chain value of 64 hex digits", text)
	}
	return link(raw), nil
}
