package explain

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

// maxTries bounds how often one fact is judged again.
const maxTries = 60

// scale counts the values of a number or a date in whole steps, so that they can be
// searched by halves: days, or the last decimal that counts.
type scale struct {
	date     bool
	decimals int
}

var firstDay = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)

func scaleOf(kind string, value *evidence.Value) (scale, bool) {
	s := scale{date: kind == "date"}
	if kind == "number" {
		_, decimals, _ := strings.Cut(value.Text, ".")
		s.decimals = max(2, len(decimals))
	}
	_, ok := s.steps(value.Text)
	return s, ok
}

// steps is a text in steps of the scale.
func (s scale) steps(text string) (int64, bool) {
	if s.date {
		day, err := time.Parse(time.DateOnly, text)
		return int64(day.Sub(firstDay) / (24 * time.Hour)), err == nil
	}
	p, err := standards.ParsePoints(text)
	if err != nil {
		return 0, false
	}
	scaled := new(big.Rat).Mul(p.Rat(), new(big.Rat).SetInt(s.unit()))
	n := new(big.Int).Quo(scaled.Num(), scaled.Denom())
	return n.Int64(), n.IsInt64() && n.BitLen() < 50
}

func (s scale) unit() *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(s.decimals)), nil)
}

func (s scale) text(n int64) string {
	if s.date {
		return firstDay.AddDate(0, 0, int(n)).Format(time.DateOnly)
	}
	return standards.PointsOf(n).Quo(standards.MustPoints(s.unit().String())).String()
}

func (s scale) value(n int64) *evidence.Value {
	kind := evidence.Number
	if s.date {
		kind = evidence.String
	}
	return &evidence.Value{Kind: kind, Text: s.text(n)}
}

// line is the search for boundaries along the values of one fact.
type line struct {
	whatIf
	scale
	owed  bool // the item counts against the fact, among others
	known map[int64]state
	err   error
}

func (l *line) at(ctx context.Context, n int64) state {
	if s, ok := l.known[n]; ok {
		return s
	}
	if l.err != nil || len(l.known) >= maxTries {
		return l.now
	}
	s, err := l.try(ctx, l.value(n))
	if err != nil {
		l.err = err
		return l.now
	}
	l.known[n] = s
	return s
}

// boundary is the value next to a, on the way to b, at which holds begins; holds is
// false at a and true at b.
func (l *line) boundary(ctx context.Context, a, b int64, holds func(state) bool) int64 {
	for a+1 < b || b+1 < a {
		middle := a + (b-a)/2
		if holds(l.at(ctx, middle)) {
			b = middle
		} else {
			a = middle
		}
	}
	return b
}

// probes are the values at which the result may turn, from low to high: the ends of
// what the schema allows, and what the item compares the fact with, each with its
// neighbours. Between two of them the result is taken to turn once at most.
func (l *line) probes(now int64) []int64 {
	var known []int64
	add := func(text string) {
		if n, ok := l.steps(text); ok {
			known = append(known, n-1, n, n+1)
		}
	}
	parts := l.item.Parts
	if l.item.When != nil {
		parts = append(slices.Clone(parts), *l.item.When)
	}
	scorings := []standards.Scoring{l.item.Scoring}
	for _, part := range parts {
		scorings = append(scorings, part.Scoring)
		for _, param := range part.Params {
			if number, ok := param.(json.Number); ok {
				add(number.String())
			}
		}
		for _, paths := range part.Facts {
			for _, path := range paths {
				if v := l.bundle.Value(path); v != nil && path != l.fact.Path {
					add(v.Text)
				}
			}
		}
	}
	for _, scoring := range scorings {
		for _, step := range scoring.Steps {
			for _, p := range []*standards.Points{step.AtLeast, step.Above} {
				if p != nil {
					add(p.String())
				}
			}
		}
	}
	low, high := int64(0), 2*max(slices.Max(append(known, 0)), now)+10
	if l.date {
		add(l.asOf)
		add(l.bundle.ReportingDate)
		day, _ := l.steps(l.asOf)
		low, high = min(now, day)-10*366, max(now, day)+366
	}
	if n, ok := l.steps(l.fact.Minimum); ok {
		low = n
	}
	if n, ok := l.steps(l.fact.Maximum); ok {
		high = min(high, n)
	}
	known = append(known, low, high, now)
	slices.Sort(known)
	return slices.DeleteFunc(slices.Compact(known), func(n int64) bool { return n < min(low, now) || n > max(high, now) })
}

// along finds what a lower or higher value would do: the way to a better result, for an
// item that can still gain, and where an item that is met stops being so.
func (w whatIf) along(ctx context.Context, s scale, value *evidence.Value) ([]change, error) {
	now, _ := s.steps(value.Text)
	l := &line{whatIf: w, scale: s, known: map[int64]state{now: w.now}}
	probes := l.probes(now)
	var found []change
	some, all := w.owes()
	l.owed = some
	if !all {
		found = l.gains(ctx, now, probes)
	}
	if w.now.outcome == assessment.Satisfied {
		found = append(found, l.losses(ctx, now, probes)...)
	}
	return found, l.err
}

// minGain is the least gain on the way that is worth telling, in points.
var minGain = standards.MustPoints("0.1")

// gains is the smallest change that brings points at all, and the smallest that brings
// the most.
func (l *line) gains(ctx context.Context, now int64, probes []int64) []change {
	best, at := l.now, now
	for _, n := range probes {
		if l.discouraged(n, now) {
			continue
		}
		s := l.at(ctx, n)
		if s.better(best) || s.same(best) && distance(n, now) < distance(at, now) {
			best, at = s, n
		}
	}
	if !best.better(l.now) {
		return nil
	}
	as := func(s state) bool { return !best.better(s) && s.outcome == best.outcome }
	at = l.boundary(ctx, l.before(now, at, probes), at, as)
	var found []change
	first := l.boundary(ctx, now, at, func(s state) bool { return s.points.Certain.Sub(l.now.points.Certain).Cmp(minGain) >= 0 })
	if s := l.at(ctx, first); first != at && s.better(l.now) {
		found = append(found, change{l.step(now, first), s, l.fact.Path, l.value(first)})
	}
	return append(found, change{l.step(now, at), l.at(ctx, at), l.fact.Path, l.value(at)})
}

// losses is where a met item stops being so, or loses points, on each side.
func (l *line) losses(ctx context.Context, now int64, probes []int64) []change {
	var found []change
	worse := func(s state) bool { return l.now.better(s) || s.outcome != l.now.outcome }
	i := slices.Index(probes, now)
	last := now
	for _, n := range slices.Backward(probes[:i]) {
		if worse(l.at(ctx, n)) {
			edge := l.boundary(ctx, last, n, worse)
			found = append(found, change{l.beyond(edge+1, "低于", "早于"), l.at(ctx, edge), l.fact.Path, nil})
			break
		}
		last = n
	}
	last = now
	for _, n := range probes[i+1:] {
		if worse(l.at(ctx, n)) {
			edge := l.boundary(ctx, last, n, worse)
			found = append(found, change{l.beyond(edge-1, "高于", "晚于"), l.at(ctx, edge), l.fact.Path, nil})
			break
		}
		last = n
	}
	return found
}

// discouraged reports whether a value lies on the side that nobody should be led to: more
// of what is bad, fewer reports of it, or less that is due.
func (l *line) discouraged(n, now int64) bool {
	return n < now && l.owed || n < now && slices.Contains(l.fact.Perverse, "fewer") || n > now && slices.Contains(l.fact.Perverse, "more")
}

// before is the probe next to at on the side of now.
func (l *line) before(now, at int64, probes []int64) int64 {
	i := slices.Index(probes, at)
	if at > now {
		return probes[i-1]
	}
	return probes[i+1]
}

func distance(a, b int64) int64 { return max(a-b, b-a) }

// step is the way from one value to another in words.
func (l *line) step(from, to int64) string {
	switch {
	case l.date && cmp.Less(from, to):
		return "不早于 " + l.text(to) + " "
	case l.date:
		return "不晚于 " + l.text(to) + " "
	case from < to:
		return fmt.Sprintf("再加 %s%s（到 %s%s）", l.text(to-from), l.fact.Unit, l.text(to), l.fact.Unit)
	}
	return fmt.Sprintf("再减 %s%s（到 %s%s）", l.text(from-to), l.fact.Unit, l.text(to), l.fact.Unit)
}

func (l *line) beyond(n int64, number, date string) string {
	if l.date {
		return date + " " + l.text(n) + " "
	}
	return number + " " + l.text(n) + l.fact.Unit
}
