package standards_test

import (
	"encoding/json"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhanping/standards"
)

// anyPoints draws decimals as sheets print them and fractions as re-basing makes them.
func anyPoints() *rapid.Generator[standards.Points] {
	return rapid.Custom(func(t *rapid.T) standards.Points {
		number := standards.PointsOf(rapid.Int64Range(-100_000, 100_000).Draw(t, "numerator"))
		divisor := rapid.OneOf(rapid.SampledFrom([]int64{1, 2, 4, 10, 100, 1000}), rapid.Int64Range(1, 997)).Draw(t, "divisor")
		return number.Quo(standards.PointsOf(divisor))
	})
}

func TestPointsAreReadExactlyAndShownWithoutRounding(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, exact, twoPlaces string }{
		{"a whole number stays whole", "12", "12", "12"},
		{"a decimal stays a decimal", "61.50", "61.5", "61.5"},
		{"a negative decimal keeps its sign", "-0.25", "-0.25", "-0.25"},
		{"a finite fraction becomes a decimal", "1/4", "0.25", "0.25"},
		{"a third stays a fraction", "1/3", "1/3", "0.33"},
		{"a fraction is shown in lowest terms", "10600/118", "5300/59", "89.83"},
		{"just below a line is not shown as reaching it", "89.9999", "89.9999", "89.99"},
		{"a tiny loss is not shown as a negative zero", "-0.001", "-0.001", "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, err := standards.ParsePoints(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{c.exact, c.twoPlaces}, []string{p.String(), p.Display(2)}); diff != "" {
				t.Errorf("String, Display(2) (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPointsRefuseWhatIsNotExact(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " 1", "1 ", "1e3", "1_000", "0x10", ".5", "5.", "1/0", "1/", "NaN", "+-1", "１", "1,5", "0.5/3"} {
		if p, err := standards.ParsePoints(text); err == nil {
			t.Errorf("ParsePoints(%q) = %s, want an error", text, p)
		}
	}
}

func TestTheZeroValueIsZero(t *testing.T) {
	t.Parallel()
	var zero standards.Points
	got := []string{zero.String(), zero.Add(standards.PointsOf(2)).String(), zero.Neg().String(), zero.Max(standards.PointsOf(-1)).String(), zero.Min(standards.PointsOf(-1)).String()}
	if diff := cmp.Diff([]string{"0", "2", "0", "0", "-1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestScoresThatAddUpToNinetyReachNinety(t *testing.T) {
	t.Parallel()
	sum := standards.Points{}
	for _, text := range []string{"40.3", "46.1", "3.6"} {
		sum = sum.Add(standards.MustPoints(text))
	}
	if !sum.Equal(standards.PointsOf(90)) {
		t.Errorf("40.3 + 46.1 + 3.6 = %s, want 90", sum)
	}
}

func TestSumsDoNotDependOnTheOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOf(anyPoints()).Draw(t, "rows")
		shuffled := rapid.Permutation(rows).Draw(t, "shuffled")
		if a, b := sumOf(rows), sumOf(shuffled); !a.Equal(b) {
			t.Fatalf("%s in one order, %s in another", a, b)
		}
		slices.Reverse(rows)
		if a, b := sumOf(rows), sumOf(shuffled); a.Cmp(b) != 0 {
			t.Fatalf("%s in one order, %s in another", a, b)
		}
	})
}

func sumOf(rows []standards.Points) standards.Points {
	sum := standards.Points{}
	for _, row := range rows {
		sum = sum.Add(row)
	}
	return sum
}

func TestPrintedPointsReadBackAsTheSameNumber(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := anyPoints().Draw(t, "p")
		back, err := standards.ParsePoints(p.String())
		if err != nil || !back.Equal(p) {
			t.Fatalf("%s reads back as %s, %v", p, back, err)
		}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var again standards.Points
		if err := json.Unmarshal(text, &again); err != nil || !again.Equal(p) {
			t.Fatalf("%s reads back from JSON as %s, %v", text, again, err)
		}
	})
}

func TestADisplayNeverReachesAHigherLine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := anyPoints().Filter(func(p standards.Points) bool { return p.Sign() >= 0 }).Draw(t, "p")
		places := rapid.IntRange(0, 6).Draw(t, "places")
		shown := standards.MustPoints(p.Display(places))
		step := standards.PointsOf(1)
		for range places {
			step = step.Quo(standards.PointsOf(10))
		}
		if shown.Cmp(p) > 0 || p.Sub(shown).Cmp(step) >= 0 {
			t.Fatalf("%s is shown as %s with %d places", p, shown, places)
		}
	})
}

func TestArithmeticAgreesWithRationals(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyPoints().Draw(t, "a"), anyPoints().Draw(t, "b")
		for name, pair := range map[string][2]*big.Rat{
			"+": {a.Add(b).Rat(), new(big.Rat).Add(a.Rat(), b.Rat())},
			"-": {a.Sub(b).Rat(), new(big.Rat).Sub(a.Rat(), b.Rat())},
			"×": {a.Mul(b).Rat(), new(big.Rat).Mul(a.Rat(), b.Rat())},
		} {
			if pair[0].Cmp(pair[1]) != 0 {
				t.Fatalf("%s %s %s = %s, want %s", a, name, b, pair[0], pair[1])
			}
		}
		if a.Min(b).Cmp(a.Max(b)) > 0 || !a.Min(b).Add(a.Max(b)).Equal(a.Add(b)) {
			t.Fatalf("min %s and max %s of %s and %s", a.Min(b), a.Max(b), a, b)
		}
	})
}
