package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"

	"github.com/emmansun/gmsm/sm3"
)

// Canonical is the bundle in its canonical form: RFC 8785 JSON of what it says, without
// comments, positions, file name or the way in which anything was spelt. Its digest
// identifies the bundle. It has the shape of schema.json and up to two members more:
// "backing", the sources behind each fact, by its path; and "members", where there are
// any, the digest of each station's own bundle by the station's id.
func (b *Bundle) Canonical() ([]byte, error) {
	w := &canonicalWriter{out: make([]byte, 0, 16<<10)}
	w.write(`{"backing":`)
	w.backing(b.Facts)
	w.write(`,"evidence":`)
	if b.Facts == nil {
		w.write("{}")
	} else {
		w.value(b.Facts)
	}
	w.write(`,"findings":[`)
	for _, f := range b.Findings {
		w.separate()
		w.finding(f)
	}
	w.write("]")
	w.members(b.Members)
	w.write(`,"reporting_date":`)
	w.text(b.ReportingDate)
	w.write(`,"sources":{`)
	for _, id := range slices.SortedFunc(maps.Keys(b.Sources), compareKeys) {
		w.key(id)
		w.source(b.Sources[id])
	}
	w.write(`},"subject":`)
	w.subject(b.Subject)
	w.write("}")
	if w.err != nil {
		return nil, w.err
	}
	return w.out, nil
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

// members writes the digests of a county's stations, and nothing where there are none.
func (w *canonicalWriter) members(list []Member) {
	if len(list) == 0 {
		return
	}
	w.write(`,"members":{`)
	byID := slices.Clone(list)
	slices.SortFunc(byID, func(a, b Member) int { return compareKeys(a.ID, b.ID) })
	for _, m := range byID {
		w.key(m.ID)
		w.text(m.Digest)
	}
	w.write("}")
}

// backing writes the sources of each fact by its path.
func (w *canonicalWriter) backing(facts *Value) {
	sources := map[string][]string{}
	gatherSources(sources, facts, "")
	w.write("{")
	for _, path := range slices.SortedFunc(maps.Keys(sources), compareKeys) {
		w.key(path)
		w.write("[")
		for _, id := range sources[path] {
			w.separate()
			w.text(id)
		}
		w.write("]")
	}
	w.write("}")
}

func gatherSources(into map[string][]string, v *Value, path string) {
	if v == nil || v.Kind == Null {
		return
	}
	if len(v.Sources) > 0 {
		into[path] = v.Sources
		return
	}
	for _, f := range v.Fields {
		name := f.Name
		if path != "" {
			name = path + "." + name
		}
		gatherSources(into, f.Value, name)
	}
}

func (w *canonicalWriter) subject(s Subject) {
	w.write("{")
	w.member("id", s.ID)
	w.member("kind", s.Kind)
	w.member("level", s.Level)
	w.member("name", s.Name)
	w.member("region", s.Region)
	if s.Sample {
		w.key("sample")
		w.write("true")
	}
	w.member("uscc", s.USCC)
	w.write("}")
}

func (w *canonicalWriter) source(s Source) {
	w.write("{")
	w.member("by", s.By)
	w.member("date", s.Date)
	w.member("file", s.File)
	w.member("kind", s.Kind)
	w.member("number", s.Number)
	w.member("place", s.Place)
	w.member("sha256", s.SHA256)
	w.member("sm3", s.SM3)
	w.member("system", s.System)
	w.member("title", s.Title)
	w.write("}")
}

func (w *canonicalWriter) finding(f Finding) {
	w.write("{")
	w.member("by", f.By)
	w.member("date", f.Date)
	w.member("item", f.Item)
	w.member("outcome", f.Outcome)
	if f.Points != "" {
		w.key("points")
		w.number(f.Points)
	}
	w.member("reason", f.Reason)
	if len(f.Shortfalls) > 0 {
		w.key("shortfalls")
		w.write("[")
		for _, s := range f.Shortfalls {
			w.separate()
			w.write("{")
			w.key("count")
			w.number(strconv.Itoa(s.Count))
			w.member("kind", s.Kind)
			w.member("text", s.Text)
			w.write("}")
		}
		w.write("]")
	}
	w.member("source", f.Source)
	w.member("standard", f.Standard)
	w.member("until", f.Until)
	w.write("}")
}
