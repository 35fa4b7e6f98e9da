package evidence

import "fmt"

// compareParts notes the parts that are larger than their whole. That is no fault of the
// text: a check decides what a contradiction costs.
func (r *reader) compareParts(b *Bundle) {
	for _, f := range r.schema.facts {
		if f.AtMost == "" {
			continue
		}
		part, whole := b.Value(f.Path), b.Value(f.AtMost)
		if part == nil || whole == nil {
			continue
		}
		p, _ := parseDecimal(part.Text)
		w, _ := parseDecimal(whole.Text)
		if w.less(p) {
			r.note(part.At, fmt.Sprintf("%s %s 大于%s %s；请核对", f.Title, part.Text, r.schema.Title(f.AtMost), whole.Text))
		}
	}
}

// compareDates notes sources and findings whose dates are so far from the reporting date
// that a year was probably mistyped.
func (r *reader) compareDates(reporting string, tree *Value) {
	if reporting == "" {
		return
	}
	after, before := yearsLater(reporting, 1), yearsLater(reporting, -1)
	odd := func(what string, date *Value, early bool) {
		switch {
		case date == nil:
		case date.Text > after:
			r.note(date.At, fmt.Sprintf("%s的日期 %s 比统计截止日 %s 晚一年以上；请核对", what, date.Text, reporting))
		case early && date.Text < before:
			r.note(date.At, fmt.Sprintf("%s的日期 %s 比统计截止日 %s 早一年以上；请核对", what, date.Text, reporting))
		}
	}
	if sources := tree.Field("sources"); sources != nil {
		for _, source := range sources.Fields {
			odd("依据 "+source.Name+" ", source.Value.Field("date"), false)
		}
	}
	if findings := tree.Field("findings"); findings != nil {
		for _, finding := range findings.Items {
			odd("条目 "+finding.text("item")+" 的结论", finding.Field("date"), true)
		}
	}
}

// yearsLater is the same day of another year, for comparing only: it may be a day that
// the calendar lacks.
func yearsLater(date string, years int) string {
	return fmt.Sprintf("%04d%s", atoi(date[:4])+years, date[4:])
}
