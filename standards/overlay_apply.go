package standards

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

// Strictness knows what parameters of checks ask for.
type Strictness interface {
	// Param is the value of a parameter where an item does not set it, nil without one;
	// known is false for a parameter that the check does not have.
	Param(check, name string) (byDefault any, known bool)
	// Tighter reports whether a value asks for at least as much as the other; declared is
	// false where the parameter has no direction.
	Tighter(check, name string, value, than any) (tighter, declared bool)
}

// With is the standard with an overlay laid over it; the standard itself stays as it is.
// Its error is every place, as yamltext.Faults, at which the overlay loosens, changes what
// has no direction, or does not fit.
func (s *Standard) With(o *Overlay, strictness Strictness) (*Standard, error) {
	p := *o.page
	p.faults = nil
	l := &laying{page: &p, overlay: o, strictness: strictness, std: s.cloned()}
	if s.Ref() != o.Of {
		p.fault("/of", "other_standard", "这一份是对 "+o.Of+" 的", s.Ref(), "改 of")
		return nil, p.faults.Err()
	}
	l.register()
	for _, t := range o.Tightened {
		l.tighten(t)
	}
	l.add()
	l.std.cite()
	if err := p.faults.Err(); err != nil {
		return nil, err
	}
	l.std.Overlays = append(slices.Clone(s.Overlays), OverlayPin{ID: o.ID, Issuer: o.Issuer, Digest: o.Digest})
	return l.std, nil
}

// cloned is the standard with chapters, items and parts of its own.
func (s *Standard) cloned() *Standard {
	variant := *s
	variant.Chapters = slices.Clone(s.Chapters)
	for c := range variant.Chapters {
		items := slices.Clone(variant.Chapters[c].Items)
		for i := range items {
			items[i].Parts = slices.Clone(items[i].Parts)
			items[i].Amended = slices.Clone(items[i].Amended)
		}
		variant.Chapters[c].Items = items
	}
	return &variant
}

// laying is an overlay being laid over a standard.
type laying struct {
	page       *page
	overlay    *Overlay
	strictness Strictness
	std        *Standard
}

func (l *laying) ids() []string {
	var ids []string
	for _, chapter := range l.std.Chapters {
		for _, item := range chapter.Items {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

func (l *laying) item(id string) *Item {
	for c := range l.std.Chapters {
		items := l.std.Chapters[c].Items
		if i := slices.IndexFunc(items, func(item Item) bool { return item.ID == id }); i >= 0 {
			return &items[i]
		}
	}
	return nil
}

func (l *laying) tighten(t Tightening) {
	at := "/items/" + t.Item
	item := l.item(t.Item)
	if item == nil {
		fix := "改编号"
		if near, ok := yamltext.Nearest(t.Item, l.ids()); ok {
			fix = "改为 " + near
		}
		l.page.fault(at, "unknown_item", "标准 "+l.std.Ref()+" 没有条目 "+t.Item, "标准里的条目编号", fix)
		return
	}
	n := t.Part
	if n == 0 && len(item.Parts) == 1 {
		n = 1
	}
	switch {
	case len(item.Parts) == 0:
		l.page.fault(at, "no_part", "条目 "+t.Item+" 由核查员评判，没有参数", "有判定规则的条目", "删去这一项")
		return
	case n == 0:
		l.page.fault(at, "no_part", fmt.Sprintf("条目 %s 有 %d 款，没有写改哪一款", t.Item, len(item.Parts)), "part: 从 1 数起的款号", "补上 part")
		return
	case n > len(item.Parts):
		l.page.fault(at+"/part", "no_part", fmt.Sprintf("条目 %s 只有 %d 款", t.Item, len(item.Parts)), fmt.Sprintf("1 到 %d", len(item.Parts)), "改款号")
		return
	}
	part := &item.Parts[n-1]
	for _, name := range slices.Sorted(maps.Keys(t.Params)) {
		l.param(item, part, name, at+"/params/"+name)
	}
}

// param sets one parameter, if it then asks for at least as much as before.
func (l *laying) param(item *Item, part *Part, name, at string) {
	value := l.page.places[at].value
	before, known := l.strictness.Param(part.Check, name)
	if set, given := part.Params[name]; given {
		before = set
	}
	tighter, declared := l.strictness.Tighter(part.Check, name, value, before)
	switch {
	case !known:
		l.page.fault(at, "unknown_param", fmt.Sprintf("判定规则 %s 没有参数 %s", part.Check, name), "条目 "+item.ID+" 所用规则的参数", "改参数名")
		return
	case !declared:
		l.page.fault(at, "no_direction", fmt.Sprintf("参数 %s 没有从严的方向，不能由区域改动", name), "有 x-tighter 的参数", "删去这一项")
		return
	case !tighter:
		l.page.fault(at, "loosened", fmt.Sprintf("条目 %s 的 %s 改为 %s，比底线 %s 宽", item.ID, name, valueWords(value), valueWords(before)),
			"不低于标准的要求", "改严，或删去这一项")
		return
	}
	params := maps.Clone(part.Params)
	if params == nil {
		params = map[string]any{}
	}
	params[name] = value
	part.Params, part.At = params, l.page.at(at)
	places := maps.Clone(part.Places.Values)
	if places == nil {
		places = map[string]yamltext.Position{}
	}
	places[name] = part.At
	part.Places.Values = places
	item.Provenance.Threshold = l.overlay.Provenance
	amendment := Amendment{Overlay: l.overlay.ID, Param: name, From: before, To: value}
	item.Amended = append(item.Amended, amendment)
	item.Text += "（" + l.overlay.ID + " 收紧：" + amendment.Words() + "）" // a reader must not take the old number
}

func valueWords(value any) string {
	list, isList := value.([]any)
	if !isList {
		return fmt.Sprint(value)
	}
	words := make([]string, len(list))
	for i, one := range list {
		words[i] = valueWords(one)
	}
	return strings.Join(words, "、")
}

// Words is the change for people: "min_m2 80 → 120", "增加本条".
func (a Amendment) Words() string {
	if a.Param == "" {
		return "增加本条"
	}
	return a.Param + " " + valueWords(a.From) + " → " + valueWords(a.To)
}

func addedAt(i int) string { return fmt.Sprintf("/add/items/%d", i) }

// add appends the overlay's own items, held to the same rules as those of a standard.
func (l *laying) add() {
	if len(l.overlay.Added) == 0 {
		return
	}
	c := slices.IndexFunc(l.std.Chapters, func(chapter Chapter) bool { return chapter.ID == l.overlay.Chapter })
	if c < 0 {
		l.page.fault("/add/chapter", "unknown_chapter", "标准 "+l.std.Ref()+" 没有第 "+l.overlay.Chapter+" 章", "标准里的一章", "改章号")
		return
	}
	r := &review{std: l.std, head: &page{places: map[string]place{}}}
	for i, item := range l.overlay.Added {
		at := addedAt(i)
		if l.item(item.ID) != nil {
			l.page.fault(at+"/id", "duplicate_id", "条目编号 "+item.ID+" 标准里已经有了", "不重复的编号", "改编号")
			continue
		}
		if item.Kind != KindRequired && (item.Kind != KindBonus || l.std.OutOf == nil) {
			l.page.fault(at, "points_changed", "条目 "+item.ID+" 会改变分值合计", "kind: required；计分的标准还可用 kind: bonus", "改条目类型")
			continue
		}
		reviewPrice(l.page, at, item)
		reviewDecision(l.page, at, item)
		reviewProvenance(l.page, at, item)
		r.reviewLevels(l.page, at, item)
		r.reviewEffective(l.page, at, item)
		item.Amended = []Amendment{{Overlay: l.overlay.ID}}
		l.std.Chapters[c].Items = append(l.std.Chapters[c].Items, item)
	}
}
