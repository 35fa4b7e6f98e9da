package report

import (
	"slices"
	"strconv"
	"strings"

	"zhanping/assessment"
	"zhanping/standards"
)

// itemName is "C03 固定场所与面积".
func itemName(item assessment.ItemResult) string {
	return oneLine(item.Item.ID + " " + item.Item.Title)
}

// itemPoints is what an item earned of what it could: "1.25 / 2", "0–2 / 2".
func itemPoints(item assessment.ItemResult) string {
	switch {
	case unpriced(item):
		return KindWord(item.Item.Kind)
	case isLeftOut(item):
		return "不计入"
	}
	if item.Item.Kind == standards.KindDeduction {
		return showSpan(item.Points) + " / 扣分项"
	}
	return showSpan(item.Points) + " / " + show(item.Max.Sub(item.Excluded))
}

// isLeftOut reports whether all points of an item left the base.
func isLeftOut(item assessment.ItemResult) bool {
	return item.Excluded.Sign() > 0 && item.Excluded.Cmp(item.Max) >= 0
}

// reasons says why an item stands as it does, one clause each.
func (s Set) reasons(item assessment.ItemResult) []string {
	var out []string
	for _, shortfall := range item.Shortfalls {
		out = append(out, oneLine(shortfall.Text))
	}
	if item.Reason != "" {
		out = append(out, oneLine(item.Reason))
	}
	if len(item.Missing) > 0 {
		out = append(out, "缺少："+s.missingWords(item))
	}
	if len(out) > 0 {
		return out
	}
	switch item.Outcome {
	case assessment.NotChecked:
		return []string{waitWords(item)}
	case assessment.NotSatisfied:
		return []string{"未达到要求"}
	case assessment.NoEvidence:
		return []string{"材料中没有可供判定的内容"}
	case assessment.Satisfied, assessment.NotApplicable, assessment.Waived, assessment.Errored:
	}
	return nil
}

func waitWords(item assessment.ItemResult) string {
	if methods := methodWords(item.Item.Methods); methods != "" {
		return "等待核查员核查（" + methods + "）"
	}
	return "等待核查员核查"
}

// byPerson reports whether a person's word stands.
func byPerson(item assessment.ItemResult) bool {
	return item.Source == "on_site" || item.Source == "review"
}

// personWords tells the word of the person that stands, "" where the check's stands.
func personWords(item assessment.ItemResult) string {
	if !byPerson(item) {
		return ""
	}
	text := findingSourceWord(item.Source)
	for _, f := range item.Findings {
		if f.Source == item.Source {
			text += "（" + joinFilled("，", f.By, f.Date) + "）"
			break
		}
	}
	if item.CheckOutcome != "" && item.CheckOutcome != item.Outcome {
		text += "，系统判定为" + OutcomeWord(item.CheckOutcome)
	}
	return oneLine(text)
}

// missingWords names the facts that the bundle lacks, with their paths.
func (s Set) missingWords(item assessment.ItemResult) string {
	return strings.Join(each(item.Missing, func(place assessment.Place) string {
		if title := s.factTitle(place.Path); title != "" {
			return oneLine(title + "（" + place.Path + "）")
		}
		return oneLine(place.Path)
	}), "、")
}

// missingTitles names the facts that the bundle lacks by their titles alone.
func (s Set) missingTitles(item assessment.ItemResult) string {
	return strings.Join(each(item.Missing, func(place assessment.Place) string {
		if title := s.factTitle(place.Path); title != "" {
			return oneLine(title)
		}
		return oneLine(place.Path)
	}), "、")
}

func (s Set) factTitle(path string) string {
	if s.FactTitle == nil {
		return ""
	}
	return s.FactTitle(path)
}

// places is every place that an item rests on or where something belongs, the missing
// first, each once.
func places(item assessment.ItemResult) []assessment.Place {
	var out []assessment.Place
	for _, list := range [][]assessment.Place{item.Missing, item.Reads} {
		for _, place := range list {
			same := func(p assessment.Place) bool { return p.Path == place.Path }
			if !slices.ContainsFunc(out, same) {
				out = append(out, place)
			}
		}
	}
	return out
}

// shownPlaces is the places that people are sent to: where something belongs, while it
// is missing, and otherwise what the decision rests on.
func shownPlaces(item assessment.ItemResult) []assessment.Place {
	if item.Outcome == assessment.NoEvidence && len(item.Missing) > 0 {
		return item.Missing
	}
	return places(item)
}

// positions is the places for people as file:line:column, each once.
func positions(item assessment.ItemResult) []string {
	var out []string
	for _, place := range shownPlaces(item) {
		text := oneLine(place.At.String())
		if text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// positionWords is the first few positions on one line.
func positionWords(item assessment.ItemResult, most int) string {
	all := positions(item)
	if len(all) > most {
		return strings.Join(all[:most], "、") + " 等 " + standards.PointsOf(int64(len(all))).String() + " 处"
	}
	return strings.Join(all, "、")
}

// losses is the items that lost points for good, the dearest first.
func losses(r *assessment.Report) []assessment.ItemResult {
	return dearest(r, lost, func(item assessment.ItemResult) bool {
		return item.Outcome == assessment.NotSatisfied && lost(item).Sign() > 0 && item.Item.Kind != standards.KindBonus
	})
}

// undecided is the items of that outcome, the dearest first.
func undecided(r *assessment.Report, outcome assessment.Outcome) []assessment.ItemResult {
	return dearest(r, open, func(item assessment.ItemResult) bool { return item.Outcome == outcome })
}

func dearest(r *assessment.Report, price func(assessment.ItemResult) standards.Points,
	keep func(assessment.ItemResult) bool,
) []assessment.ItemResult {
	var out []assessment.ItemResult
	for _, item := range r.Items {
		if keep(item) {
			out = append(out, item)
		}
	}
	slices.SortStableFunc(out, func(a, b assessment.ItemResult) int { return price(b).Cmp(price(a)) })
	return out
}

// gatesIn is the gates in that state.
func gatesIn(r *assessment.Report, state assessment.GateState) []assessment.Gate {
	var out []assessment.Gate
	for _, gate := range r.Gates {
		if gate.State == state {
			out = append(out, gate)
		}
	}
	return out
}

// gateWords is a gate on one line; the rule is named where it is not the usual one.
func gateWords(r *assessment.Report, gate assessment.Gate) string {
	text := oneLine(gate.Text)
	if item, ok := itemOf(r, gate.Item); ok {
		text = itemName(item) + "：" + text
	}
	if gate.Rule != assessment.GateRequired && gate.Rule != "" {
		text += "（" + oneLine(gateRuleWord(gate.Rule)) + "）"
	}
	return text
}

// isOpenGate reports whether a gate on that item is not held.
func isOpenGate(r *assessment.Report, id string) bool {
	return slices.ContainsFunc(r.Gates, func(g assessment.Gate) bool { return g.Item == id && g.State != assessment.Held })
}

// itemOf finds the result of an item.
func itemOf(r *assessment.Report, id string) (assessment.ItemResult, bool) {
	i := slices.IndexFunc(r.Items, func(item assessment.ItemResult) bool { return item.Item.ID == id })
	if i < 0 {
		return assessment.ItemResult{}, false
	}
	return r.Items[i], true
}

// sumOf adds what a list of items is worth under a price.
func sumOf(items []assessment.ItemResult, price func(assessment.ItemResult) standards.Points) standards.Points {
	var sum standards.Points
	for _, item := range items {
		sum = sum.Add(price(item))
	}
	return sum
}

// names is the ids of items in a row.
func names(items []assessment.ItemResult) string {
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = oneLine(item.Item.ID)
	}
	return strings.Join(ids, "、")
}

func isDraft(r *assessment.Report) bool {
	return r.Standard.Draft || slices.ContainsFunc(r.Items, func(item assessment.ItemResult) bool { return item.Draft })
}

// scopeWords says that the standard was chosen for a subject it is not meant for.
func scopeWords(r *assessment.Report) string {
	if r.Standard.OutsideScope == "" {
		return ""
	}
	return "超出适用范围：" + oneLine(r.Standard.OutsideScope) + "；结果仅供参考"
}

// notes is what the reader must know, for formats that do not show the scope at the top.
func notes(r *assessment.Report) []string {
	if scope := scopeWords(r); scope != "" {
		return append([]string{scope}, remarks(r)...)
	}
	return remarks(r)
}

// remarks is what the reader must know besides the scope.
func remarks(r *assessment.Report) []string {
	var out []string
	for _, note := range r.Notes {
		out = append(out, oneLine(note))
	}
	if wasCut(r) {
		out = append(out, cutNote)
	}
	return out
}

func joinFilled(sep string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), sep)
}

// placeWords is where in the bundle an item is decided, as a reader of paper says it:
// "第22、23行"; places in other files are named in full.
func placeWords(r *assessment.Report, item assessment.ItemResult) string {
	const most = 4
	var lines []int
	var parts []string
	for _, place := range shownPlaces(item) {
		switch {
		case place.At.File == r.Bundle.File && place.At.Line > 0:
			lines = append(lines, place.At.Line)
		case place.At.File != "":
			parts = append(parts, oneLine(place.At.String()))
		}
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	if len(lines) > 0 {
		words := strings.Join(each(lines[:min(len(lines), most)], strconv.Itoa), "、")
		if len(lines) > most {
			words += " 等"
		}
		parts = append([]string{"第" + words + "行"}, parts...)
	}
	return strings.Join(parts, "\n")
}

// chapterItems is the items of one chapter.
func chapterItems(r *assessment.Report, chapter string) []assessment.ItemResult {
	return slices.DeleteFunc(slices.Clone(r.Items), func(item assessment.ItemResult) bool { return item.Chapter != chapter })
}
