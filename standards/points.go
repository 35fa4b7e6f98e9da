package standards

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// Points is an exact rational number (分值、比率、阈值): a score, a share, a threshold
// or a measured value. It is never a float, because grades sit on thresholds and
// 40.3+46.1+3.6 must be 90. The zero value is 0; a Points is immutable.
type Points struct{ r *big.Rat }

var decimalText = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?(/[0-9]+)?$`)

// ParsePoints reads a decimal ("61.5", "-0.5") or a fraction ("5300/59") exactly.
// Exponents, blanks and separators are refused.
func ParsePoints(text string) (Points, error) {
	if !decimalText.MatchString(text) || len(text) > 64 {
		return Points{}, fmt.Errorf("not an exact decimal or fraction: %q", text)
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return Points{}, fmt.Errorf("not an exact decimal or fraction: %q", text)
	}
	return Points{r}, nil
}

// PointsOf is the whole number n.
func PointsOf(n int64) Points { return Points{new(big.Rat).SetInt64(n)} }

// MustPoints is ParsePoints for constants; it panics on a bad text.
func MustPoints(text string) Points {
	p, err := ParsePoints(text)
	if err != nil {
		panic(err)
	}
	return p
}

func (p Points) rat() *big.Rat {
	if p.r == nil {
		return new(big.Rat)
	}
	return p.r
}

// Add is p + q.
func (p Points) Add(q Points) Points { return Points{new(big.Rat).Add(p.rat(), q.rat())} }

// Sub is p - q.
func (p Points) Sub(q Points) Points { return Points{new(big.Rat).Sub(p.rat(), q.rat())} }

// Mul is p × q.
func (p Points) Mul(q Points) Points { return Points{new(big.Rat).Mul(p.rat(), q.rat())} }

// Quo is p ÷ q; it panics when q is zero, so callers decide about an empty base first.
func (p Points) Quo(q Points) Points { return Points{new(big.Rat).Quo(p.rat(), q.rat())} }

// Neg is -p.
func (p Points) Neg() Points { return Points{new(big.Rat).Neg(p.rat())} }

// Cmp is -1, 0 or +1 as p is below, equal to or above q.
func (p Points) Cmp(q Points) int { return p.rat().Cmp(q.rat()) }

// Sign is -1, 0 or +1.
func (p Points) Sign() int { return p.rat().Sign() }

// IsZero reports whether p is 0; it also serves yaml's omitempty.
func (p Points) IsZero() bool { return p.Sign() == 0 }

// Min is the smaller of p and q.
func (p Points) Min(q Points) Points {
	if p.Cmp(q) <= 0 {
		return p
	}
	return q
}

// Max is the larger of p and q.
func (p Points) Max(q Points) Points {
	if p.Cmp(q) >= 0 {
		return p
	}
	return q
}

// Rat is a copy of the exact value.
func (p Points) Rat() *big.Rat { return new(big.Rat).Set(p.rat()) }

// String is an exact decimal where a finite one exists ("61.5"), and otherwise a
// fraction in lowest terms ("5300/59").
func (p Points) String() string {
	r := p.rat()
	if r.IsInt() {
		return r.Num().String()
	}
	if places, finite := r.FloatPrec(); finite {
		return r.FloatString(places)
	}
	return r.String()
}

// Display is p for people: at most places decimals, cut towards zero rather than
// rounded up, so that a shown number never reaches a line which the exact number
// does not reach. An inexact display of a positive number is never shown as more.
func (p Points) Display(places int) string {
	r := p.rat()
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	scaled := new(big.Int).Quo(new(big.Int).Mul(r.Num(), scale), r.Denom())
	text := new(big.Rat).SetFrac(scaled, scale).FloatString(places)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

// MarshalText is String, so that JSON and YAML carry the exact text.
func (p Points) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText is ParsePoints.
func (p *Points) UnmarshalText(text []byte) error {
	parsed, err := ParsePoints(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

// Equal reports whether p and q are the same number.
func (p Points) Equal(q Points) bool { return p.Cmp(q) == 0 }
