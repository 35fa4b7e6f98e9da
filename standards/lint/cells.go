package lint

import (
	"math/big"
	"math/bits"

	"zhanping/standards"
)

// grid divides the number line so finely that every price, step and grade line lies on
// it. It is cut into cells: cell 2k is the number k/den alone, cell 2k+1 everything
// strictly between k/den and (k+1)/den. What a row may earn is then a set of cells, and
// adding rows is exact.
type grid struct{ den *big.Int }

// cells is a set of cells; bit i stands for cell i + off, off being even.
type cells struct {
	off  int
	bits *big.Int
}

func (g grid) cell(p standards.Points) int {
	scaled := new(big.Rat).Mul(p.Rat(), new(big.Rat).SetInt(g.den))
	return 2 * int(scaled.Num().Int64())
}

// cellOf is the cell that the number lies in, on the grid or between.
func (g grid) cellOf(p standards.Points) int {
	scaled := new(big.Rat).Mul(p.Rat(), new(big.Rat).SetInt(g.den))
	below := int(new(big.Int).Div(scaled.Num(), scaled.Denom()).Int64())
	if scaled.IsInt() {
		return 2 * below
	}
	return 2*below + 1
}

// point is the number of an even cell, or the middle of an odd one.
func (g grid) point(cell int) standards.Points {
	r := new(big.Rat).SetFrac(big.NewInt(int64(cell)), new(big.Int).Mul(big.NewInt(2), g.den))
	p, err := standards.ParsePoints(r.RatString())
	if err != nil {
		panic("lint: " + err.Error())
	}
	return p
}

// only is the set of these numbers.
func (g grid) only(points ...standards.Points) cells {
	out := cells{bits: new(big.Int)}
	for _, p := range points {
		out = out.union(g.span(g.cell(p), g.cell(p)))
	}
	return out
}

// span is the cells from one to the other, both included.
func (g grid) span(from, to int) cells {
	off := from &^ 1
	set := new(big.Int).Lsh(big.NewInt(1), uint(to-from+1))
	set.Sub(set, big.NewInt(1))
	return cells{off: off, bits: set.Lsh(set, uint(from-off))}
}

func (c cells) empty() bool { return c.bits == nil || c.bits.Sign() == 0 }

func (c cells) union(d cells) cells {
	switch {
	case c.empty():
		return d
	case d.empty():
		return c
	case d.off < c.off:
		c, d = d, c
	}
	shifted := new(big.Int).Lsh(d.bits, uint(d.off-c.off))
	return cells{off: c.off, bits: shifted.Or(shifted, c.bits)}
}

// within is the cells from one to the other, both included.
func (c cells) within(from, to int) cells {
	if c.empty() || to < from || to < c.off {
		return cells{bits: new(big.Int)}
	}
	mask := new(big.Int).Lsh(big.NewInt(1), uint(to-c.off+1))
	mask.Sub(mask, big.NewInt(1))
	if from > c.off {
		low := new(big.Int).Lsh(big.NewInt(1), uint(from-c.off))
		mask.AndNot(mask, low.Sub(low, big.NewInt(1)))
	}
	return cells{off: c.off, bits: mask.And(mask, c.bits)}
}

func (c cells) lowest() int { return c.off + int(c.bits.TrailingZeroBits()) }

func (c cells) highest() int { return c.off + c.bits.BitLen() - 1 }

func (c cells) has(cell int) bool { return !c.empty() && cell >= c.off && c.bits.Bit(cell-c.off) == 1 }

// runs calls yield with every longest run of cells, both ends included.
func (c cells) runs(yield func(from, to int)) {
	start := -1
	for i := 0; i <= c.bits.BitLen(); i++ {
		switch set := c.bits.Bit(i) == 1; {
		case set && start < 0:
			start = i
		case !set && start >= 0:
			yield(c.off+start, c.off+i-1)
			start = -1
		}
	}
}

// plus is every sum of a number of the one and a number of the other.
func (c cells) plus(d cells) cells {
	if c.empty() || d.empty() {
		return cells{bits: new(big.Int)}
	}
	open := new(big.Int).And(c.bits, odd(c.bits.BitLen()))
	sum := new(big.Int)
	d.runs(func(from, to int) {
		lo, hi := from-d.off, to-d.off
		sum.Or(sum, new(big.Int).Lsh(smear(c.bits, hi-lo), uint(lo)))
		// Two open cells add up to a stretch two cells long and the number in its middle:
		// the neighbours of what the shift alone gives.
		if lo%2 == 1 {
			sum.Or(sum, new(big.Int).Lsh(open, uint(lo-1)))
		}
		if hi%2 == 1 {
			sum.Or(sum, new(big.Int).Lsh(open, uint(hi+1)))
		}
	})
	return cells{off: c.off + d.off, bits: sum}
}

// smear is the union of the set shifted by 0 to n.
func smear(set *big.Int, n int) *big.Int {
	out, width := new(big.Int).Set(set), 1
	for width <= n {
		step := min(width, n+1-width)
		out.Or(out, new(big.Int).Lsh(out, uint(step)))
		width += step
	}
	return out
}

// odd has every odd bit up to n.
func odd(n int) *big.Int {
	words := make([]big.Word, n/bits.UintSize+1)
	for i := range words {
		words[i] = big.Word(^uint(0) / 3 * 2)
	}
	return new(big.Int).SetBits(words)
}
