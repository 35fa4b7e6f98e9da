package evidence

import (
	"strconv"
	"strings"
)

// maxDigits is how many digits a number may have: what a double holds exactly, so that
// no reader of the canonical form sees another number.
const maxDigits = 15

// decimal is coef × 10^-scale, exact, without trailing zeros and with at most maxDigits
// digits before and after the point together.
type decimal struct {
	coef  int64
	scale int
}

// parseDecimal reads "-0.50" and "12": digits with at most one point, no leading zero,
// no exponent, no plus sign.
func parseDecimal(text string) (decimal, bool) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, pointed := strings.Cut(digits, ".")
	if whole == "" || pointed && fraction == "" || len(whole) > 1 && whole[0] == '0' {
		return decimal{}, false
	}
	for _, b := range []byte(whole + fraction) {
		if b < '0' || b > '9' {
			return decimal{}, false
		}
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(whole)+len(fraction) > maxDigits {
		return decimal{}, false
	}
	coef, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil {
		return decimal{}, false
	}
	if negative {
		coef = -coef
	}
	return decimal{coef, len(fraction)}, true
}

// times10 is d × 10^n; it is false where the result has too many digits.
func (d decimal) times10(n int) (decimal, bool) {
	text := d.String()
	whole, fraction, _ := strings.Cut(text, ".")
	for len(fraction) < n {
		fraction += "0"
	}
	whole += fraction[:n]
	sign := ""
	if rest, negative := strings.CutPrefix(whole, "-"); negative {
		sign, whole = "-", rest
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction = fraction[n:]; fraction != "" {
		whole += "." + fraction
	}
	return parseDecimal(sign + whole)
}

// whole says whether d has no fraction.
func (d decimal) whole() bool { return d.scale == 0 }

// less says whether d < other.
func (d decimal) less(other decimal) bool {
	a, b := pow10(d.scale), pow10(other.scale)
	if p, q := d.coef/a, other.coef/b; p != q {
		return p < q
	}
	return (d.coef%a)*pow10(maxDigits-d.scale) < (other.coef%b)*pow10(maxDigits-other.scale)
}

func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// String is the canonical literal; it is empty for a nil bound.
func (d *decimal) String() string {
	if d == nil {
		return ""
	}
	if d.scale == 0 {
		return strconv.FormatInt(d.coef, 10)
	}
	sign, coef := "", d.coef
	if coef < 0 {
		sign, coef = "-", -coef
	}
	digits := strconv.FormatInt(coef, 10)
	if missing := d.scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - d.scale
	return sign + digits[:point] + "." + digits[point:]
}
