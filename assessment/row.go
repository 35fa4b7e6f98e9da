package assessment

import "zhanping/standards"

// worst is the least that a row may come to: 0, or less where its rule can take more than
// the row has.
func (r row) worst() standards.Points {
	var least standards.Points
	switch {
	case r.scoring.Deduct != nil:
		least = r.max.Sub(r.limit(*r.scoring.Deduct))
	case r.scoring.Inspector != nil:
		least = r.scoring.Inspector.From
	}
	for _, step := range r.scoring.Steps {
		least = least.Min(step.Points)
	}
	return least.Min(standards.Points{})
}

// Least is the least that the item may come to: 0, or less where it can lose more than it
// has.
func (r ItemResult) Least() standards.Points {
	var least standards.Points
	for _, one := range rowsOf(r.Item) {
		least = least.Add(one.worst())
	}
	return least
}

// limit is the most that a deduction may take off the row.
func (r row) limit(d standards.Deduct) standards.Points {
	limit := r.max
	switch {
	case d.Floor != nil:
		limit = r.max.Sub(*d.Floor)
	case r.kind == standards.KindDeduction && d.AtMost != nil:
		return *d.AtMost
	}
	if d.AtMost != nil {
		limit = limit.Min(*d.AtMost)
	}
	return limit
}

// most is the most that merits may earn.
func (r row) most() standards.Points {
	if limit := r.scoring.Earn.AtMost; limit != nil {
		return r.max.Min(*limit)
	}
	return r.max
}
