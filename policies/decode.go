package policies

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"zhanping/assessment"
	"zhanping/standards"
)

// maxExponent is more than fifteen digits of evidence can lead to.
const maxExponent = 60

// decoder turns what the judge found into a finding with its words.
type decoder struct {
	part  *boundPart
	scene scene
}

// decode gives the finding as the judge has decided it.
func (d *decoder) decode(made decision, told topdown.QueryResult) (assessment.PartFinding, error) {
	finding := assessment.PartFinding{Outcome: made.outcome}
	var err error
	if made.measure {
		if finding.Measure, err = d.measure(told[ruleMeasure]); err != nil {
			return finding, err
		}
	}
	d.scene.measure = finding.Measure
	if made.observations {
		for _, told := range d.told(told[ruleObservations]) {
			finding.Observations = append(finding.Observations, d.words(told))
		}
	}
	if made.inapplicable {
		for _, told := range d.told(told[ruleInapplicable]) {
			finding.Inapplicable = append(finding.Inapplicable, d.words(told))
		}
	}
	if made.shortfalls {
		for _, told := range d.told(told[ruleShortfalls]) {
			shortfall, err := d.shortfall(told)
			if err != nil {
				return finding, err
			}
			finding.Shortfalls = append(finding.Shortfalls, shortfall)
		}
	}
	if made.merits {
		for _, told := range d.told(told[ruleMerits]) {
			merit, err := d.shortfall(told)
			if err != nil {
				return finding, err
			}
			finding.Merits = append(finding.Merits, merit)
		}
	}
	if finding.Outcome != assessment.Satisfied && finding.Outcome != assessment.NotSatisfied {
		finding.Measure = nil
	}
	return finding, nil
}

func text(object ast.Object, key string) string {
	term := object.Get(ast.InternedTerm(key))
	if term == nil {
		return ""
	}
	value, _ := term.Value.(ast.String)
	return string(value)
}

// told is what one rule told, in the order in which it is shown: by the place of the code
// in the check's file; then by the place in the catalogue of the path or text that was
// told; then by the texts told and the rest.
func (d *decoder) told(term *ast.Term) []ast.Object {
	if term == nil {
		return nil
	}
	set, ok := term.Value.(ast.Set)
	if !ok || set.Len() == 0 {
		return nil
	}
	told := make([]ast.Object, 0, set.Len())
	set.Foreach(func(item *ast.Term) {
		if object, ok := item.Value.(ast.Object); ok {
			told = append(told, object)
		}
	})
	if len(told) > 1 {
		slices.SortFunc(told, func(a, b ast.Object) int {
			return cmp.Or(
				cmp.Compare(d.codePlace(a), d.codePlace(b)),
				cmp.Compare(d.cataloguePlace(a), d.cataloguePlace(b)),
				slices.Compare(texts(a), texts(b)),
				a.Compare(b),
			)
		})
	}
	return told
}

func (d *decoder) codePlace(told ast.Object) int {
	name := text(told, "code")
	return slices.IndexFunc(d.part.check.codes, func(c code) bool { return c.text == name })
}

func (d *decoder) cataloguePlace(told ast.Object) int {
	place := math.MaxInt
	for _, text := range texts(told) {
		if at, known := d.part.order[text]; known {
			place = min(place, at)
		}
	}
	return place
}

// texts is the texts told beside the code, by their keys.
func texts(told ast.Object) []string {
	var found []string
	for _, key := range told.Keys() {
		if key.Value.Compare(ast.String("code")) == 0 {
			continue
		}
		if text, ok := told.Get(key).Value.(ast.String); ok {
			found = append(found, string(text))
		}
	}
	return found
}

func (d *decoder) words(told ast.Object) string {
	return d.scene.fill(d.part.check.templates[text(told, "code")], told)
}

// shortfall reads a shortfall or a merit, which have one shape.
func (d *decoder) shortfall(told ast.Object) (assessment.Shortfall, error) {
	shortfall := assessment.Shortfall{Kind: text(told, "kind"), Count: standards.PointsOf(1), Text: d.words(told)}
	if shortfall.Kind == "" {
		shortfall.Kind = text(told, "code")
	}
	shortfall.Factors = textTerms(told.Get(ast.InternedTerm("factors")))
	slices.Sort(shortfall.Factors)
	shortfall.Factors = slices.Compact(shortfall.Factors)
	if told.Get(ast.InternedTerm("count")) == nil {
		return shortfall, nil
	}
	count, err := points(told, "count")
	if err != nil {
		return shortfall, err
	}
	if count.Sign() <= 0 {
		return shortfall, fmt.Errorf("“%s”的数量是 %s", shortfall.Text, count)
	}
	shortfall.Count = count
	return shortfall, nil
}

// measure reads a value against a target, or done over due as an exact rate in per cent.
func (d *decoder) measure(term *ast.Term) (*assessment.Measure, error) {
	if term == nil {
		return nil, nil
	}
	set, ok := term.Value.(ast.Set)
	if !ok || set.Len() == 0 {
		return nil, nil
	}
	object, ok := set.Sorted().Elem(0).Value.(ast.Object)
	if !ok {
		return nil, errors.New("measure 不是对象")
	}
	if object.Get(ast.InternedTerm("limit")) != nil {
		limit, err := points(object, "limit")
		if err != nil {
			return nil, err
		}
		value, err := points(object, "value")
		return &assessment.Measure{Value: value, Target: limit, Limit: true}, err
	}
	target, err := points(object, "target")
	if err != nil {
		return nil, err
	}
	if object.Get(ast.InternedTerm("due")) == nil {
		value, err := points(object, "value")
		return &assessment.Measure{Value: value, Target: target}, err
	}
	done, err := points(object, "done")
	if err != nil {
		return nil, err
	}
	due, err := points(object, "due")
	if err != nil {
		return nil, err
	}
	if due.Sign() <= 0 {
		return nil, fmt.Errorf("measure 的 due 是 %s", due)
	}
	return &assessment.Measure{Value: done.Mul(standards.PointsOf(100)).Quo(due), Target: target}, nil
}

func points(object ast.Object, key string) (standards.Points, error) {
	term := object.Get(ast.InternedTerm(key))
	if term == nil {
		return standards.Points{}, fmt.Errorf("缺少 %s", key)
	}
	number, ok := term.Value.(ast.Number)
	if !ok {
		return standards.Points{}, fmt.Errorf("%s 是 %s，不是数字", key, term)
	}
	if whole, ok := number.Int64(); ok {
		return standards.PointsOf(whole), nil
	}
	exact, err := standards.ParsePoints(plainNumber(string(number)))
	if err != nil {
		return standards.Points{}, fmt.Errorf("%s 是 %s，不是精确的数", key, number)
	}
	return exact, nil
}

// plainNumber writes a number without an exponent, which the interpreter uses for large
// results of division.
func plainNumber(number string) string {
	mantissa, exponent, found := strings.Cut(strings.ToLower(number), "e")
	if !found {
		return number
	}
	r, ok := new(big.Rat).SetString(mantissa)
	n, err := strconv.Atoi(exponent)
	if !ok || err != nil || n < -maxExponent || n > maxExponent {
		return number
	}
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil))
	if n < 0 {
		scale.Inv(scale)
	}
	return decimal(r.Mul(r, scale))
}
