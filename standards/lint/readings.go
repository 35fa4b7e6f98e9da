package lint

import (
	"math/big"

	"zhanping/standards"
)

// reading is what a row, or an item, may earn when it is met and when it is not.
type reading struct{ met, failed cells }

// denominators are those of every number that the scoring of an item brings in.
func denominators(item standards.Item, add func(standards.Points)) {
	scoring := func(s standards.Scoring) {
		if d := s.Deduct; d != nil {
			add(d.Each)
			for _, price := range d.Kinds {
				add(price)
			}
			if d.AtMost != nil {
				add(*d.AtMost)
			}
		}
		for _, step := range s.Steps {
			add(step.Points)
		}
		if r := s.Inspector; r != nil {
			add(r.From)
			add(r.To)
			for _, step := range r.Steps {
				add(step)
			}
		}
	}
	add(item.Points)
	scoring(item.Scoring)
	for _, part := range item.Parts {
		if part.Points != nil {
			add(*part.Points)
			scoring(part.Scoring)
		}
	}
}

// gridFor is the coarsest grid on which everything of these items lies.
func gridFor(items []standards.Item, more ...standards.Points) grid {
	den := big.NewInt(1)
	add := func(p standards.Points) {
		d := p.Rat().Denom()
		gcd := new(big.Int).GCD(nil, nil, den, d)
		den = new(big.Int).Mul(den, new(big.Int).Quo(d, gcd))
	}
	for _, item := range items {
		denominators(item, add)
	}
	for _, p := range more {
		add(p)
	}
	return grid{den}
}

// item is what an item may earn while nothing of it is absent.
func (g grid) item(item standards.Item) reading {
	if item.Kind == standards.KindRequired {
		return reading{g.only(standards.Points{}), g.only(standards.Points{})}
	}
	if len(item.Parts) == 0 || item.Parts[0].Points == nil {
		return g.row(item.Points, item.Scoring, item.Parts)
	}
	sum := reading{met: g.only(standards.Points{})}
	for _, part := range item.Parts {
		row := g.row(*part.Points, part.Scoring, []standards.Part{part})
		sum = reading{
			met:    sum.met.plus(row.met),
			failed: sum.failed.plus(row.met).union(sum.failed.plus(row.failed)).union(sum.met.plus(row.failed)),
		}
	}
	return sum
}

// row is what a row of so many points may earn under its rule.
func (g grid) row(points standards.Points, scoring standards.Scoring, parts []standards.Part) reading {
	full, zero := g.only(points), g.only(standards.Points{})
	switch {
	case scoring.Deduct != nil:
		return reading{full, g.deducted(points, *scoring.Deduct, mostShort(parts))}
	case scoring.Linear != nil:
		return reading{full, g.span(0, g.cell(points)-1)}
	case len(scoring.Steps) > 0:
		reached := zero
		for _, step := range scoring.Steps {
			reached = reached.union(g.only(step.Points))
		}
		return reading{reached, reached}
	case scoring.Inspector != nil && len(scoring.Inspector.Steps) > 0:
		return reading{full, g.only(scoring.Inspector.Steps...)}
	case scoring.Inspector != nil:
		return reading{full, g.span(g.cell(scoring.Inspector.From), g.cell(scoring.Inspector.To))}
	}
	return reading{full, zero}
}

// deducted is what is left of the points after one or more shortfalls; most is how many
// there can be at most, 0 for any number.
func (g grid) deducted(points standards.Points, d standards.Deduct, most int) cells {
	limit := points
	if d.AtMost != nil {
		limit = limit.Min(*d.AtMost)
	}
	var prices []standards.Points
	if d.Each.Sign() > 0 {
		prices = append(prices, d.Each)
	}
	for _, price := range d.Kinds {
		prices = append(prices, price)
	}
	end, left := g.cell(limit), cells{bits: new(big.Int)}
	losses, units := map[int]bool{0: true}, 0
	for len(losses) > 0 && (most == 0 || units < most) {
		next := map[int]bool{}
		for loss := range losses {
			for _, price := range prices {
				sum := min(loss+g.cell(price), end)
				if rest := g.cell(points) - sum; !left.has(rest) {
					left = left.union(g.span(rest, rest))
					next[sum] = sum < end
				}
			}
		}
		for loss, goesOn := range next {
			if !goesOn {
				delete(next, loss)
			}
		}
		losses, units = next, units+1
	}
	return left
}
