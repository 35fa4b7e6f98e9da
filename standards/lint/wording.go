package lint

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhanping/internal/yamltext"
	"zhanping/standards"
)

const numeral = `(\d+(?:\.\d+)?)`

var (
	numbered    = regexp.MustCompile(`^(.*?)(\d+)([a-z]|-\d+)?$`) // a row split into 8.11-1 and 8.11-2 is number 8.11
	headed      = regexp.MustCompile(`[（(]\s*` + numeral + `\s*分\s*[）)]`)
	excluded    = regexp.MustCompile(`不?(?:超过|高于|大于|多于|少于|低于|小于|不足|不满)\s*\d+(?:\.\d+)?\s*[^\s\d，。；、（）()]{0,4}\s*[（(]\s*不?含[^）)]*[）)]`)
	price       = regexp.MustCompile(`(扣|减|得|加|计)\s*` + numeral + `\s*分`)
	wholly      = regexp.MustCompile(`全|每|逐|都|均|所有|一律`)
	windowed    = regexp.MustCompile(`[近前后]\s*\d+\s*个月`)
	unitWords   = map[string][]string{"㎡": {"㎡", "平方米", "平米", "m²"}, "%": {"%", "％"}, "人": {"人", "名", "位"}, "次": {"次", "场"}, "场": {"场", "次"}, "个": {"个", "家", "处", "名"}, "件": {"件", "起"}}
	longerUnits = map[string][]string{"人": {"次"}, "个": {"月", "工作日", "百分点", "小时"}, "名": {"次"}}
)

// numbers finds gaps in the printed numbers of chapters and items.
func (l *linter) numbers() {
	type run struct {
		last  int
		width int
		id    string
	}
	gap := func(runs map[string]run, id string, at yamltext.Position, what string) {
		parts := numbered.FindStringSubmatch(id)
		if parts == nil || len(parts[2]) > 9 {
			return
		}
		n, _ := strconv.Atoi(parts[2])
		before, known := runs[parts[1]]
		if known && n > before.last+1 {
			var missing []string
			for k := before.last + 1; k < n && len(missing) < 5; k++ {
				missing = append(missing, fmt.Sprintf("%s%0*d", parts[1], before.width, k))
			}
			if n-before.last-1 > len(missing) {
				missing = append(missing, "……")
			}
			l.find(at, "missing_number", fmt.Sprintf("%s %s 后面是 %s，缺 %s", what, before.id, id, join(missing)),
				"编号连续", "补上漏写的，或改编号", id)
		}
		if !known || n > before.last {
			runs[parts[1]] = run{n, len(parts[2]), id}
		}
	}
	chapters, items := map[string]run{}, map[string]run{}
	for i, chapter := range l.std.Chapters {
		gap(chapters, chapter.ID, chapter.At, "章")
		if i > 0 && l.std.Chapters[0].ID == "A" {
			l.letters(l.std.Chapters[i-1], chapter)
		}
		for _, item := range chapter.Items {
			gap(items, item.ID, item.At, "条目")
		}
	}
}

// letters finds a gap between chapters that are lettered from A on; other letters are
// abbreviations and count nothing.
func (l *linter) letters(before, after standards.Chapter) {
	if len(before.ID) != 1 || len(after.ID) != 1 || before.ID[0] < 'A' || after.ID[0] > 'Z' || after.ID[0] <= before.ID[0]+1 {
		return
	}
	var missing []string
	for c := before.ID[0] + 1; c < after.ID[0]; c++ {
		missing = append(missing, string(rune(c)))
	}
	l.find(after.At, "missing_number", fmt.Sprintf("章 %s 后面是 %s，缺 %s", before.ID, after.ID, join(missing)),
		"编号连续", "补上漏写的章，或改章号", after.ID)
}

// headings finds points in headings and in the standard's own words that are not those
// of the table: two editions in one sheet.
func (l *linter) headings() {
	differ := func(at yamltext.Position, words, title string, points *standards.Points, place string) {
		for _, found := range headed.FindAllStringSubmatch(words, -1) {
			printed := standards.MustPoints(found[1])
			if points != nil && !printed.Equal(*points) {
				l.find(at, "mixed_editions", fmt.Sprintf("%s标题写 %s 分，表里是 %s 分", title, printed, points),
					"两处一致", "核对两处出自哪一版；原文如此的，在 acknowledged 中写明理由", place)
			}
		}
	}
	differ(l.std.At, l.std.Title, "标准", l.std.OutOf, l.std.ID)
	for _, chapter := range l.std.Chapters {
		differ(chapter.At, chapter.Title, "章 "+chapter.ID+" ", chapter.Points, chapter.ID)
		for _, item := range chapter.Items {
			if item.Kind != standards.KindRequired {
				differ(item.At, item.Title, "条目 "+item.ID+" ", &item.Points, item.ID)
			}
		}
		l.noted(chapter)
	}
}

// noted holds what the standard's note says of a chapter's points against the table.
func (l *linter) noted(chapter standards.Chapter) {
	if chapter.Points == nil || l.std.Note == "" {
		return
	}
	title := strings.TrimSpace(headed.ReplaceAllString(chapter.Title, ""))
	says := regexp.MustCompile(regexp.QuoteMeta(title) + `\s*(?:为|共|计|满分|[:：（(])?\s*` + numeral + `\s*分`)
	for _, found := range says.FindAllStringSubmatch(l.std.Note, -1) {
		if printed := standards.MustPoints(found[1]); !printed.Equal(*chapter.Points) {
			l.find(chapter.At, "mixed_editions", fmt.Sprintf("章 %s 在说明里写 %s 分，表里是 %s 分", chapter.ID, printed, chapter.Points),
				"两处一致", "核对两处出自哪一版；原文如此的，在 acknowledged 中写明理由", chapter.ID)
		}
	}
}

// wording holds the words of an item against its data.
func (l *linter) wording(item standards.Item) {
	for _, words := range excluded.FindAllString(item.Text+"\n"+item.Rubric, -1) {
		// 超过、低于 exclude the number, 不超过、不低于 include it; what the bracket says must agree.
		includes := strings.HasPrefix(words, "不") && !strings.HasPrefix(words, "不足") && !strings.HasPrefix(words, "不满")
		bracket := words[strings.LastIndexAny(words, "（("):]
		if includes == strings.Contains(bracket, "不含") {
			l.find(item.At, "contradictory_closure", fmt.Sprintf("条目 %s 写“%s”，含不含这个数自相矛盾", item.ID, words),
				"写清含还是不含", "按原意改写；原文如此的，在 acknowledged 中写明理由", item.ID)
		}
	}
	l.thresholds(item)
	l.prices(item)
}

// thresholds demands that a number of the check stands in the text, wherever the text has
// numbers of that unit at all.
func (l *linter) thresholds(item standards.Item) {
	text := windowed.ReplaceAllString(item.Text, "")
	for _, part := range item.Parts {
		units := counted[part.Check].units
		for _, name := range sortedKeys(units) {
			value, given := part.Params[name]
			if !given {
				continue
			}
			threshold, err := standards.ParsePoints(fmt.Sprint(value))
			if err != nil || threshold.IsZero() {
				continue
			}
			unit := units[name]
			switch unit {
			case "fact":
				unit = l.unitOf(part)
			case "by":
				unit = byOf(part)
			}
			printed := numbersWith(text, unit)
			if len(printed) == 0 || slices.ContainsFunc(printed, threshold.Equal) ||
				unit == "%" && threshold.Equal(standards.PointsOf(100)) && wholly.MatchString(text) {
				continue
			}
			shown := make([]string, len(printed))
			for i, p := range printed {
				shown[i] = p.String()
			}
			l.find(part.At, "mixed_editions", fmt.Sprintf("条目 %s 的条文写 %s %s，参数 %s 是 %s", item.ID, join(shown), unit, name, threshold),
				"条文和参数是同一个数", "核对两处出自哪一版，改其中一处", item.ID)
		}
	}
}

// unitOf is the unit of the facts of a part, "" where they have several or none.
func (l *linter) unitOf(part standards.Part) string {
	unit := ""
	for _, paths := range part.Facts {
		for _, path := range paths {
			fact, known := l.fact(path)
			if !known || unit != "" && fact.Unit != unit {
				return ""
			}
			unit = fact.Unit
		}
	}
	return unit
}

// numbersWith is every number of the text that is followed by the unit.
func numbersWith(text, unit string) []standards.Points {
	if unit == "" {
		return nil
	}
	words := unitWords[unit]
	if words == nil {
		words = []string{unit}
	}
	var found []standards.Points
	for _, word := range words {
		pattern := regexp.MustCompile(numeral + `\s*` + regexp.QuoteMeta(word))
		for _, at := range pattern.FindAllStringSubmatchIndex(text, -1) {
			rest := text[at[1]:]
			longer := slices.ContainsFunc(longerUnits[word], func(more string) bool { return strings.HasPrefix(rest, more) })
			if !longer {
				found = append(found, standards.MustPoints(text[at[2]:at[3]]))
			}
		}
	}
	return found
}

// prices demands that points named in the text are prices of the row (扣) or something
// that it can earn (得、加、计).
func (l *linter) prices(item standards.Item) {
	if item.Kind == standards.KindRequired {
		return
	}
	deducts, prices := false, []standards.Points{item.Points}
	scorings := []standards.Scoring{item.Scoring}
	for _, part := range item.Parts {
		if part.Points != nil {
			scorings, prices = append(scorings, part.Scoring), append(prices, *part.Points)
		}
	}
	for _, s := range scorings {
		if d := s.Deduct; d != nil {
			deducts = true
			prices = append(prices, d.Each)
			for _, kind := range d.Kinds {
				prices = append(prices, kind)
			}
			if d.AtMost != nil {
				prices = append(prices, *d.AtMost)
			}
		}
		if e := s.Earn; e != nil {
			prices = append(prices, e.Each)
			for _, kind := range e.Kinds {
				prices = append(prices, kind)
			}
		}
	}
	var printed []standards.Points
	found := price.FindAllStringSubmatch(item.Text, -1)
	for _, f := range found {
		printed = append(printed, standards.MustPoints(f[2]))
	}
	g := gridFor([]standards.Item{item}, printed...)
	if new(big.Int).Mul(g.den, big.NewInt(1000)).BitLen() > 24 {
		return
	}
	earned := g.item(item).met.union(g.item(item).failed)
	for _, part := range item.Parts {
		if part.Points != nil {
			row := g.row(*part.Points, part.Scoring, []standards.Part{part})
			earned = earned.union(row.met).union(row.failed)
		}
	}
	for i, f := range found {
		p := printed[i]
		loses := f[1] == "扣" || f[1] == "减"
		if loses && (!deducts || slices.ContainsFunc(prices, p.Equal)) || !loses && (earned.has(g.cell(p)) || slices.ContainsFunc(prices, p.Equal)) {
			continue
		}
		l.find(item.At, "mixed_editions", fmt.Sprintf("条目 %s 的条文写“%s”，计分规则里没有这个分数（本条 %s 分）", item.ID, f[0], item.Points),
			"条文和计分规则是同一个数", "核对两处出自哪一版；原文如此的，在 acknowledged 中写明理由", item.ID)
	}
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func join(words []string) string { return strings.Join(words, "、") }
