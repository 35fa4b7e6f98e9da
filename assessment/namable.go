package assessment

import (
	"maps"
	"slices"

	"zhanping/standards"
)

// Namable is one kind of shortfall that a person who finds an item lacking may name, and what it costs.
type Namable struct {
	Kind  string           // as Finding.Shortfalls takes it; "" where nothing tells kinds apart
	Part  int              // the part of the item, from 1; 0 for the item as a whole
	Price standards.Points // of one unit; of the whole row where Whole
	Whole bool             // it takes the whole row, however many there are
	Gap   bool             // units are how far the measure is from its target
	Per   *standards.Points
}

// Namables is every kind of shortfall that the item's rules price, row by row; none where an inspector
// gives the points.
func Namables(item *standards.Item) []Namable {
	var found []Namable
	rows := rowsOf(item)
	for i, r := range rows {
		part := 0
		if len(rows) > 1 {
			part = i + 1
		}
		add := func(kind string, price standards.Points, whole bool) {
			if pricing(rows, kind) == i {
				one := Namable{Kind: kind, Part: part, Price: price, Whole: whole}
				if d := r.scoring.Deduct; d != nil {
					one.Gap, one.Per = d.By == standards.ByGap, d.Per
				}
				found = append(found, one)
			}
		}
		switch d := r.scoring.Deduct; {
		case r.scoring.Inspector != nil:
		case d != nil:
			for _, kind := range slices.Sorted(maps.Keys(d.Kinds)) {
				add(kind, d.Kinds[kind], false)
			}
			if d.Each.Sign() > 0 {
				add(r.name, d.Each, false)
			}
		default:
			add(r.name, r.max, true)
		}
	}
	return found
}

// Discretion is the points that an inspector may give on the item; nil where the rules compute them.
func Discretion(item *standards.Item) *standards.Range {
	rows := rowsOf(item)
	if i := discretionary(rows); i >= 0 {
		return rows[i].scoring.Inspector
	}
	return nil
}

// MayBeAbsent reports whether the item may be found not applicable.
func MayBeAbsent(item *standards.Item) bool { return absent(item, "").outcome != Errored }
