package evidence

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

// duties says what each kind of source must tell, so that somebody else can find it
// again: all the members of one group.
var duties = map[string]struct {
	groups [][]string
	words  string
}{
	"document":  {[][]string{{"number"}, {"date"}}, "文号（number）或日期（date）"},
	"photo":     {[][]string{{"date", "place"}}, "日期（date）和地点（place）"},
	"ledger":    {[][]string{{"date", "by"}}, "日期（date）和经办（by）"},
	"system":    {[][]string{{"system", "date"}}, "系统（system）和日期（date）"},
	"on_site":   {[][]string{{"by", "date"}}, "经办（by）和日期（date）"},
	"published": {[][]string{{"title"}}, "名称（title）"},
}

var sourceKindTitles = map[string]string{
	"document": "文件", "photo": "照片", "ledger": "台账", "system": "系统记录", "on_site": "现场", "published": "公开材料",
}

// source takes one source out of its tree and checks the duties of its kind.
func (r *reader) source(id string, v *Value) Source {
	s := Source{
		ID: id, Kind: v.text("kind"), Title: v.text("title"), Number: v.text("number"), Date: v.text("date"),
		By: v.text("by"), Place: v.text("place"), System: v.text("system"), File: v.text("file"),
		SHA256: v.text("sha256"), SM3: v.text("sm3"), At: v.At,
	}
	if duty, ok := duties[s.Kind]; ok && s.Title != "" && !slices.ContainsFunc(duty.groups, v.has) {
		r.faultAt(v.At, codeSource, fmt.Sprintf("依据 %s 是%s，没有写明%s", id, sourceKindTitles[s.Kind], duty.words),
			"", "补上缺的内容，让别人能找到它")
	}
	if file := v.Field("file"); file != nil {
		r.files = append(r.files, fileRef{name: s.File, at: file.At, source: &s})
	} else if s.SHA256 != "" || s.SM3 != "" {
		r.faultAt(v.At, codeSource, fmt.Sprintf("依据 %s 有摘要而没有附件（file）", id), "摘要与附件同时填写", "补上 file，或删去摘要")
	}
	return s
}

// has says whether every named member is there and not blank.
func (v *Value) has(names []string) bool {
	for _, name := range names {
		if strings.TrimSpace(v.text(name)) == "" {
			return false
		}
	}
	return true
}

// backing is a source id in use, or a fact that may not go without certain sources.
type backing struct {
	id string // a mention of this source …
	at yamltext.Position

	rule  *rule // … or a fact that the station may not type in itself
	value *Value
}

// sourceList reads the ids behind a fact or a section: one, or a list.
func (r *reader) sourceList(n *yamltext.Node) []string {
	ids := []*yamltext.Node{n}
	if n.Kind == yamltext.SequenceNode {
		ids = n.Content
	}
	var list []string
	for _, id := range ids {
		switch {
		case null(id):
		case id.Kind == yamltext.ScalarNode && isPlaceholder(id.Value):
			r.fault(id, codePlaceholder, "依据还是占位文字“"+shown(id.Value)+"”", "sources 里有的编号", "换成依据的编号")
		case id.Kind != yamltext.ScalarNode:
			r.fault(id, codeWrongType, "依据写成了"+writtenWords(id), "依据的编号，如 [S1, P1]", "写 sources 里的编号")
		case !slices.Contains(list, id.Value):
			list = append(list, id.Value)
			r.backings = append(r.backings, backing{id: id.Value, at: r.at(id)})
		}
	}
	return list
}

// checkBackings checks that every id used is a source, and that facts which the station
// may not type in itself rest on a source of a kind that may back them.
func (r *reader) checkBackings(sources map[string]Source) {
	for _, b := range r.backings {
		if b.rule != nil {
			r.checkOrigin(b, sources)
			continue
		}
		if slices.Contains(r.sourceIDs, b.id) {
			continue
		}
		r.faultAt(b.at, codeSource, fmt.Sprintf("依据“%s”没有登记", shown(b.id)), "sources 里有的编号",
			didYouMean(b.id, r.sourceIDs, "在 sources 里登记这一条，或改用已登记的编号"))
	}
}

func (r *reader) checkOrigin(b backing, sources map[string]Source) {
	kinds := slices.Concat(b.rule.sources, []string{"on_site", "published"})
	for _, id := range b.value.Sources {
		source, ok := sources[id]
		if !ok || slices.Contains(kinds, source.Kind) {
			return // a source that is missing or faulty has been told already
		}
	}
	titles := make([]string, 0, len(kinds))
	for _, kind := range kinds {
		if title := sourceKindTitles[kind]; !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
	}
	found := fmt.Sprintf("“%s”不能由站里自行填报，这里没有依据", b.rule.label())
	if len(b.value.Sources) > 0 {
		found = fmt.Sprintf("“%s”不能由站里自行填报，依据 %s 的种类不合要求", b.rule.label(), strings.Join(b.value.Sources, "、"))
	}
	r.faultAt(b.value.At, codeSource, found, "依据的种类为"+strings.Join(titles, "、"),
		"在 sources 登记来源，再写成 {value: …, source: [编号]}")
}
