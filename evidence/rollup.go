package evidence

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

// mostNamed is how many members a note names.
const mostNamed = 10

// rollUp adds the facts that follow from the members (汇总), and notes those that do not
// because a member does not state what is counted. A fact that is typed in stays as it
// is; it is a fault if the members say otherwise.
func (b *Bundle) rollUp(schema *Schema, members []*Bundle) yamltext.Faults {
	if len(members) == 0 {
		return nil
	}
	for _, m := range members {
		if err := m.seal(); err != nil {
			return yamltext.Faults{{At: yamltext.Position{File: m.File}, Code: codeMember, Found: "材料不能化为规范形式"}}
		}
		s := m.Subject
		b.Members = append(b.Members, Member{s.ID, s.Name, s.Kind, s.Level, s.Region, m.File, m.Digest})
		b.Notes = append(b.Notes, m.Notes...)
	}
	b.members = members
	u := summing{county: b, schema: schema, members: members, named: map[string][]*Bundle{}}
	for _, m := range members {
		u.named[m.Subject.Name] = append(u.named[m.Subject.Name], m)
	}
	u.noteDates()
	for _, percentages := range []bool{false, true} {
		for _, fact := range schema.facts {
			if fact.Rollup != nil && fact.Rollup.percentage() == percentages {
				u.add(fact)
			}
		}
	}
	u.noteAbsent()
	return u.faults
}

// summing rolls up the facts of one county.
type summing struct {
	county  *Bundle
	schema  *Schema
	members []*Bundle
	named   map[string][]*Bundle

	faults yamltext.Faults
	absent []string            // what is called by no member …
	titles map[string][]string // … and the facts that therefore have no value
}

// total is a value that follows from the members.
type total struct {
	exact   *big.Rat
	shown   decimal // exact, or cut to two places
	sources []string
}

func (u *summing) add(fact Fact) {
	var got *total
	if fact.Rollup.percentage() {
		got = u.percentage(fact)
	} else {
		got = u.overMembers(fact)
	}
	if got == nil {
		return
	}
	rule := u.schema.ruleOf(fact.Path)
	typed := u.county.Value(fact.Path)
	at, _ := u.county.Place(fact.Path)
	switch {
	case typed != nil:
		if !agree(typed.Text, got.exact, fact.Rollup.percentage()) {
			u.fault(at, fmt.Sprintf("“%s”填的是 %s%s，由各站材料汇总得 %s%s（%s）", fact.Title, typed.Text, fact.Unit, got.shown.String(), fact.Unit, u.origin(got)),
				"两处一致", "核对各站材料是否齐全、数字是否正确；以汇总为准的，删去这里填的数")
		}
	case rule.minimum != nil && got.shown.less(*rule.minimum) || rule.maximum != nil && rule.maximum.less(got.shown):
		u.fault(at, fmt.Sprintf("“%s”由各站材料汇总得 %s%s（%s）", fact.Title, got.shown.String(), fact.Unit, u.origin(got)),
			fmt.Sprintf("%s 至 %s", rule.minimum.String(), rule.maximum.String()), "核对各站材料里的数字")
	default:
		delete(u.county.Blanks, fact.Path)
		u.county.Facts.put(strings.Split(fact.Path, "."), &Value{Kind: Number, Text: got.shown.String(), At: at, Sources: got.sources})
	}
}

// overMembers is a count or a sum; nil where there is nobody to count, or somebody does
// not say.
func (u *summing) overMembers(fact Fact) *total {
	r := fact.Rollup
	sum := new(big.Rat)
	var sources []string
	var silent, unlinked []*Bundle
	for _, m := range u.members {
		if !r.Of.counts(m.Subject) {
			continue
		}
		sources = append(sources, m.Subject.ID)
		n, stated := u.share(r, m)
		if !stated {
			silent = append(silent, m)
			continue
		}
		if r.Linked != "" && n.Sign() == 0 {
			unlinked = append(unlinked, m)
		}
		sum.Add(sum, n)
	}
	switch {
	case len(sources) == 0:
		u.nobody(fact)
		return nil
	case len(silent) > 0:
		path := r.Where + r.Linked + r.Sum
		u.note(fmt.Sprintf("“%s”没有汇总：%s没有填“%s”（%s）", fact.Title, u.names(silent), u.schema.Title(path), path))
		return nil
	}
	if len(unlinked) > 0 {
		u.note(fmt.Sprintf("“%s”不含%s：所写的上级站不在材料里，或层级、区划对不上", fact.Title, u.names(unlinked)))
	}
	shown, ok := exactDecimal(sum)
	if !ok {
		at, _ := u.county.Place(fact.Path)
		u.fault(at, fmt.Sprintf("“%s”由各站材料汇总得 %s，位数太多", fact.Title, sum.RatString()), fmt.Sprintf("不超过 %d 位数字", maxDigits), "核对各站材料里的数字")
		return nil
	}
	return &total{exact: sum, shown: shown, sources: sources}
}

// share is what one member adds; false where it does not state the fact.
func (u *summing) share(r *Rollup, m *Bundle) (n *big.Rat, stated bool) {
	one, none := big.NewRat(1, 1), new(big.Rat)
	path := r.Where + r.Linked + r.Sum // one of them at most
	if path == "" {
		return one, true
	}
	v := m.Value(path)
	if v == nil {
		return nil, false
	}
	switch {
	case r.Linked != "":
		if u.linked(m.Subject, strings.TrimSpace(v.Text)) {
			return one, true
		}
		return none, true
	case v.Kind == Bool:
		if v.Bool {
			return one, true
		}
		return none, true
	}
	number, ok := new(big.Rat).SetString(v.Text)
	if !ok {
		return nil, false
	}
	if r.Where != "" {
		if number.Cmp(one) >= 0 {
			return one, true
		}
		return none, true
	}
	return number, true
}

// rank orders the units of a network from the top.
func (s Subject) rank() int {
	if s.Kind == kindHome {
		return 5
	}
	return slices.Index([]string{"province", "city", "county", "town", "village"}, s.Level)
}

// linked says whether the name is that of a member one level up that the subject lies in.
func (u *summing) linked(s Subject, name string) bool {
	return slices.ContainsFunc(u.named[name], func(m *Bundle) bool {
		return m.Subject.rank() == s.rank()-1 && m.Subject.contains(s)
	})
}

// percentage is one number of the county in per cent of another, cut to two places, so
// that what is shown never reaches a line which the exact share misses.
func (u *summing) percentage(fact Fact) *total {
	part, whole := u.county.Value(fact.Rollup.Part), u.county.Value(fact.Rollup.Whole)
	if part == nil || whole == nil {
		return nil
	}
	p, okPart := new(big.Rat).SetString(part.Text)
	w, okWhole := new(big.Rat).SetString(whole.Text)
	if !okPart || !okWhole || w.Sign() <= 0 || p.Sign() < 0 {
		return nil
	}
	if p.Cmp(w) > 0 {
		u.note(fmt.Sprintf("“%s”没有计算：%s %s 多于%s %s", fact.Title,
			u.schema.Title(fact.Rollup.Part), part.Text, u.schema.Title(fact.Rollup.Whole), whole.Text))
		return nil
	}
	exact := p.Mul(p.Quo(p, w), big.NewRat(100, 1))
	hundredths := new(big.Rat).Mul(exact, big.NewRat(100, 1))
	cut := new(big.Int).Quo(hundredths.Num(), hundredths.Denom())
	shown, ok := exactDecimal(new(big.Rat).SetFrac(cut, big.NewInt(100)))
	if !ok {
		return nil
	}
	sources := slices.Concat(part.Sources, whole.Sources)
	slices.Sort(sources)
	return &total{exact: exact, shown: shown, sources: slices.Compact(sources)}
}

// exactDecimal is a number that has a finite decimal form of at most maxDigits digits.
func exactDecimal(n *big.Rat) (decimal, bool) {
	text := n.FloatString(maxDigits)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	d, ok := parseDecimal(text)
	back, parsed := new(big.Rat).SetString(text)
	return d, ok && parsed && back.Cmp(n) == 0
}

// agree says whether the typed number is the exact one; a printed percentage agrees
// where it differs by less than one in its own last place.
func agree(typed string, exact *big.Rat, percentage bool) bool {
	n, ok := new(big.Rat).SetString(typed)
	if !ok {
		return false
	}
	difference := n.Sub(n, exact)
	if !percentage {
		return difference.Sign() == 0
	}
	_, fraction, _ := strings.Cut(typed, ".")
	last := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(fraction))), nil))
	return difference.Abs(difference).Cmp(last) < 0
}

// put sets the value at path and makes the sections around it that are absent.
func (v *Value) put(path []string, leaf *Value) {
	i, there := slices.BinarySearchFunc(v.Fields, path[0], func(f Field, name string) int { return strings.Compare(f.Name, name) })
	if len(path) > 1 {
		if !there {
			v.Fields = slices.Insert(v.Fields, i, Field{path[0], &Value{Kind: Object, At: leaf.At}})
		}
		v.Fields[i].Value.put(path[1:], leaf)
		return
	}
	if there {
		v.Fields[i].Value = leaf
		return
	}
	v.Fields = slices.Insert(v.Fields, i, Field{path[0], leaf})
}

func (s *Schema) ruleOf(path string) *rule {
	r := s.evidence
	for name := range strings.SplitSeq(path, ".") {
		r = r.byKey[name]
	}
	return r
}
