package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/emmansun/gmsm/sm3"
	"github.com/gowebpki/jcs"
)

// Canonical is the bundle in its canonical form: RFC 8785 JSON of what it says, without
// comments, positions, file name or the way in which anything was spelt. Its digest
// identifies the bundle. It has the shape of schema.json and up to two members more:
// "backing", the sources behind each fact, by its path; and "members", where there are
// any, the digest of each station's own bundle by the station's id.
func (b *Bundle) Canonical() ([]byte, error) {
	out := make([]byte, 0, 8<<10)
	out = append(out, `{"subject":`...)
	out = appendMembers(out, []member{
		{"id", b.Subject.ID},
		{"name", b.Subject.Name},
		{"kind", b.Subject.Kind},
		{"level", b.Subject.Level},
		{"region", b.Subject.Region},
		{"uscc", b.Subject.USCC},
	}, func(out []byte) []byte {
		if b.Subject.Sample {
			out = append(out, `,"sample":true`...)
		}
		return out
	})
	out = append(out, `,"reporting_date":`...)
	out = appendText(out, b.ReportingDate)
	out = append(out, `,"evidence":`...)
	if out = appendValue(out, b.Facts); b.Facts == nil {
		out = append(out, "{}"...)
	}
	out = append(out, `,"backing":{`...)
	out, _ = appendBacking(out, b.Facts, "", true)
	out = append(out, `},"sources":{`...)
	first := true
	for id, s := range b.Sources {
		if !first {
			out = append(out, ',')
		}
		first = false
		out = appendText(out, id)
		out = append(out, ':')
		out = appendSource(out, s)
	}
	out = append(out, `},"findings":[`...)
	for i, f := range b.Findings {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendFinding(out, f)
	}
	out = append(out, ']')
	out = appendMembership(out, b.Members)
	out = append(out, '}')
	canonical, err := jcs.Transform(out)
	if err != nil {
		return nil, fmt.Errorf("canonical form: %w", err)
	}
	return canonical, nil
}

// seal computes the digests of a bundle that has just been read.
func (b *Bundle) seal() error {
	canonical, err := b.Canonical()
	if err != nil {
		return err
	}
	first, second := sha256.Sum256(canonical), sm3.Sum(canonical)
	b.Digest = "sha256:" + hex.EncodeToString(first[:])
	b.DigestSM3 = "sm3:" + hex.EncodeToString(second[:])
	return nil
}

type member struct{ name, text string }

// appendMembers writes an object of the members that are not empty, and what more adds.
func appendMembers(out []byte, members []member, more func([]byte) []byte) []byte {
	out = append(out, '{')
	start := len(out)
	for _, m := range members {
		if m.text == "" {
			continue
		}
		out = append(out, ',')
		out = appendText(out, m.name)
		out = append(out, ':')
		out = appendText(out, m.text)
	}
	if more != nil {
		out = more(out)
	}
	if len(out) > start { // the comma before the first member
		out = append(out[:start], out[start+1:]...)
	}
	return append(out, '}')
}

func appendText(out []byte, text string) []byte {
	quoted, _ := json.Marshal(text) // strings always marshal
	return append(out, quoted...)
}

func appendValue(out []byte, v *Value) []byte {
	if v == nil {
		return out
	}
	switch v.Kind {
	case Null:
		return append(out, "null"...)
	case Bool:
		return strconv.AppendBool(out, v.Bool)
	case Number:
		return append(out, v.Text...)
	case String:
		return appendText(out, v.Text)
	case List:
		out = append(out, '[')
		for i, item := range v.Items {
			if i > 0 {
				out = append(out, ',')
			}
			out = appendValue(out, item)
		}
		return append(out, ']')
	case Object:
	}
	out = append(out, '{')
	first := true
	for _, f := range v.Fields {
		if vacant(f.Value) {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = appendText(out, f.Name)
		out = append(out, ':')
		out = appendValue(out, f.Value)
	}
	return append(out, '}')
}

// vacant says whether a value says nothing: null, or a section without facts.
func vacant(v *Value) bool {
	if v.Kind == Null {
		return true
	}
	if v.Kind != Object {
		return false
	}
	for _, f := range v.Fields {
		if !vacant(f.Value) {
			return false
		}
	}
	return true
}

// appendBacking writes the sources of each fact by its path.
func appendBacking(out []byte, v *Value, path string, first bool) ([]byte, bool) {
	if v == nil {
		return out, first
	}
	if len(v.Sources) > 0 && v.Kind != Null {
		if !first {
			out = append(out, ',')
		}
		first = false
		out = appendText(out, path)
		out = append(out, ':', '[')
		for i, id := range v.Sources {
			if i > 0 {
				out = append(out, ',')
			}
			out = appendText(out, id)
		}
		out = append(out, ']')
		return out, first
	}
	if v.Kind == Object {
		for _, f := range v.Fields {
			name := f.Name
			if path != "" {
				name = path + "." + name
			}
			out, first = appendBacking(out, f.Value, name, first)
		}
	}
	return out, first
}

// appendMembership writes the digests of the members, and nothing where there are none.
func appendMembership(out []byte, members []Member) []byte {
	if len(members) == 0 {
		return out
	}
	out = append(out, `,"members":`...)
	pins := make([]member, len(members))
	for i, m := range members {
		pins[i] = member{m.ID, m.Digest}
	}
	return appendMembers(out, pins, nil)
}

func appendSource(out []byte, s Source) []byte {
	return appendMembers(out, []member{
		{"kind", s.Kind},
		{"title", s.Title},
		{"number", s.Number},
		{"date", s.Date},
		{"by", s.By},
		{"place", s.Place},
		{"system", s.System},
		{"file", s.File},
		{"sha256", s.SHA256},
		{"sm3", s.SM3},
	}, nil)
}

func appendFinding(out []byte, f Finding) []byte {
	return appendMembers(out, []member{
		{"standard", f.Standard},
		{"item", f.Item},
		{"source", f.Source},
		{"outcome", f.Outcome},
		{"reason", f.Reason},
		{"by", f.By},
		{"date", f.Date},
		{"until", f.Until},
	}, func(out []byte) []byte {
		if f.Points != "" {
			out = append(out, `,"points":`...)
			out = append(out, f.Points...)
		}
		if len(f.Shortfalls) == 0 {
			return out
		}
		out = append(out, `,"shortfalls":[`...)
		for i, s := range f.Shortfalls {
			if i > 0 {
				out = append(out, ',')
			}
			count := strconv.Itoa(s.Count)
			out = appendMembers(out, []member{{"kind", s.Kind}, {"text", s.Text}}, func(out []byte) []byte {
				return append(append(out, `,"count":`...), count...)
			})
		}
		return append(out, ']')
	})
}
