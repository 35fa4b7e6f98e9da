package evidence

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

// null says whether nothing was written: an empty value, ~ or null.
func null(n *yamltext.Node) bool { return n.Kind == yamltext.ScalarNode && n.Tag == "!!null" }

// member reads the value n under key by its rule; inherited are the sources of the
// section around it. It is nil where nothing is supplied or a fault was found.
func (r *reader) member(rule *rule, key, n *yamltext.Node, inherited []string) *Value {
	if rule.section {
		return r.section(rule, key, n, inherited)
	}
	if !rule.fact {
		if null(n) {
			return nil
		}
		return r.value(rule, key, n)
	}
	n, own := r.unwrap(rule, n)
	if n == nil || null(n) {
		r.blank(rule.path, key)
		return nil
	}
	v := r.value(rule, key, n)
	if v == nil {
		r.blank(rule.path, key)
		return nil
	}
	v.Sources = inherited
	if own != nil {
		v.Sources = own
	}
	if len(rule.sources) > 0 {
		r.backings = append(r.backings, backing{rule: rule, value: v})
	}
	return v
}

// blank keeps where a fact without a value was written.
func (r *reader) blank(path string, key *yamltext.Node) {
	if r.blanks == nil {
		r.blanks = map[string]yamltext.Position{}
	}
	r.blanks[path] = r.at(key)
}

func (r *reader) section(rule *rule, key, n *yamltext.Node, inherited []string) *Value {
	if null(n) {
		return &Value{Kind: Object, At: r.at(key)}
	}
	if n.Kind != yamltext.MappingNode && r.colon(rule, n) {
		return &Value{Kind: Object, At: r.at(key)}
	}
	if n.Kind != yamltext.MappingNode {
		r.fault(n, codeWrongType, fmt.Sprintf("“%s”是一个部分，这里却写成了%s", rule.label(), writtenWords(n)),
			"下面缩进写各项事实", "逐项填写；没有可填的就删去整个部分")
		return &Value{Kind: Object, At: r.at(key)}
	}
	v := r.object(rule, key, n, inherited)
	v.At = r.at(key)
	return v
}

// unwrap takes a fact out of its long form {value: …, source: […]}.
func (r *reader) unwrap(rule *rule, n *yamltext.Node) (value *yamltext.Node, sources []string) {
	if n.Kind != yamltext.MappingNode {
		return n, nil
	}
	valueAt, sourceAt := -1, -1
	for i := 0; i+1 < len(n.Content); i += 2 {
		switch n.Content[i].Value {
		case keyValue, titleValue:
			r.once(n, &valueAt, i)
		case keySource, titleSource:
			r.once(n, &sourceAt, i)
		}
	}
	if sourceAt >= 0 {
		sources = r.sourceList(n.Content[sourceAt+1])
	}
	if rule.shape == shapeOrNone && valueAt < 0 {
		if sourceAt < 0 {
			return n, nil
		}
		bare := *n
		bare.Content = slices.Concat(n.Content[:sourceAt], n.Content[sourceAt+2:])
		if len(bare.Content) == 0 {
			return nil, sources
		}
		return &bare, sources
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if i != valueAt && i != sourceAt && !reserved(n.Content[i].Value) {
			word := n.Content[i].Value
			if r.thousands(n, i) || r.colonInKey(n.Content[i], reserved) {
				continue
			}
			r.fault(n.Content[i], codeUnknownKey, fmt.Sprintf("“%s”的写法里没有“%s”这一键", rule.label(), shown(word)),
				"只有 value（值）和 source（依据）", didYouMean(word, []string{keyValue, titleValue, keySource, titleSource}, "写成 {value: …, source: […]}"))
		}
	}
	if valueAt < 0 {
		return nil, sources
	}
	return n.Content[valueAt+1], sources
}

func reserved(key string) bool {
	return key == keyValue || key == titleValue || key == keySource || key == titleSource
}

// once keeps the first place of a reserved key and refuses its twin in the other language.
func (r *reader) once(n *yamltext.Node, at *int, i int) {
	if *at >= 0 {
		r.twice(n.Content[*at], n.Content[i])
		return
	}
	*at = i
}

func (r *reader) twice(first, second *yamltext.Node) {
	r.fault(second, codeDuplicateKey,
		fmt.Sprintf("“%s”与第 %d 行的“%s”是同一项，写了两遍", second.Value, first.Line, first.Value), "每项只写一次", "删去一处")
}

// object reads the members of a map; key is where the map is named.
func (r *reader) object(rule *rule, key, n *yamltext.Node, inherited []string) *Value {
	v := &Value{Kind: Object, At: r.collectionAt(key, n)}
	if rule.section {
		if own := r.sectionSources(n); own != nil {
			inherited = own
		}
	}
	written := make([]entry, len(rule.members))
	v.Fields = make([]Field, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		word := n.Content[i]
		if rule.section && (word.Value == keySource || word.Value == titleSource) {
			continue
		}
		member := rule.byKey[word.Value]
		if member == nil {
			if !r.thousands(n, i) {
				r.unknownKey(rule, word)
			}
			continue
		}
		if first := written[member.index].key; first != nil {
			r.twice(first, word)
			continue
		}
		written[member.index] = entry{word, n.Content[i+1]}
		if value := r.member(member, word, n.Content[i+1], inherited); value != nil {
			v.Fields = append(v.Fields, Field{member.name, value})
		}
	}
	slices.SortFunc(v.Fields, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	r.required(rule, r.collectionAt(key, n), written)
	return v
}

// entry is one member as it is written; both are nil where it is not.
type entry struct{ key, value *yamltext.Node }

// filled says whether there is something to read; a section may stand empty.
func (e entry) filled(rule *rule) bool {
	return e.key != nil && (rule.section || !null(e.value))
}

// unfilled says whether a map has no key with a value.
func unfilled(n *yamltext.Node) bool {
	for i := 1; i < len(n.Content); i += 2 {
		if !null(n.Content[i]) {
			return false
		}
	}
	return true
}

func allKnown(rule *rule, n *yamltext.Node) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if rule.byKey[n.Content[i].Value] == nil {
			return false
		}
	}
	return true
}

// collectionAt is where a map or list is said to stand: at its key where it is written
// over the following lines.
func (r *reader) collectionAt(key, n *yamltext.Node) yamltext.Position {
	if n.Style&yamltext.FlowStyle == 0 {
		return r.at(key)
	}
	return r.at(n)
}

func (r *reader) sectionSources(n *yamltext.Node) []string {
	at := -1
	for i := 0; i+1 < len(n.Content); i += 2 {
		if word := n.Content[i].Value; word == keySource || word == titleSource {
			r.once(n, &at, i)
		}
	}
	if at < 0 {
		return nil
	}
	return r.sourceList(n.Content[at+1])
}

// required tells what a map at that place lacks: keys that are missing or have no value.
func (r *reader) required(rule *rule, at yamltext.Position, written []entry) {
	for _, name := range rule.required {
		member := rule.byKey[name]
		e := written[member.index]
		if e.filled(member) {
			continue
		}
		place := at
		if e.key != nil {
			place = r.at(e.key)
		}
		fix := "填上 " + member.name
		if len(member.enum) > 0 {
			fix = "从中选一项填在 " + member.name + " 后面"
		}
		r.faultAt(place, codeMissing, missingWords(rule, member), expectation(member), fix)
	}
	if len(rule.oneOf) == 0 {
		return
	}
	var words []string
	for _, group := range rule.oneOf {
		lacking := func(name string) bool {
			member := rule.byKey[name]
			return !written[member.index].filled(member)
		}
		if !slices.ContainsFunc(group, lacking) {
			return
		}
		for _, name := range group {
			words = append(words, rule.byKey[name].title+"（"+name+"）")
		}
	}
	r.faultAt(at, codeMissing, fmt.Sprintf("“%s”缺少%s", rule.label(), strings.Join(words, "或")),
		"至少填一项", "补上其中一项；没有就整项写 无")
}

func missingWords(rule, member *rule) string {
	if rule.byKey["evidence"] != nil { // the root
		return fmt.Sprintf("缺少“%s”（%s）", member.title, member.name)
	}
	return fmt.Sprintf("“%s”缺少“%s”（%s）", rule.label(), member.title, member.name)
}

// unknownKey refuses a key that the schema does not know, and says what was meant.
func (r *reader) unknownKey(rule *rule, word *yamltext.Node) {
	quoted := shown(word.Value)
	found := fmt.Sprintf("没有“%s”这一项", quoted)
	if rule.label() != "" && rule != r.schema.root {
		found = fmt.Sprintf("“%s”里没有“%s”这一项", rule.label(), quoted)
	}
	bare := strings.TrimSpace(strings.TrimRight(narrow(word.Value), ":"))
	if rule.byKey[bare] != nil {
		r.fault(word, codeUnknownKey, found, "“"+bare+"”，后面是半角冒号和空格", "改成 "+bare+": ")
		return
	}
	if r.colonInKey(word, func(key string) bool { return rule.byKey[key] != nil }) {
		return
	}
	if digitsOnly(bare) {
		r.fault(word, codeUnknownKey, found, "", "删去这一项；若是逗号把数拆开了，去掉逗号")
		return
	}
	if rule.section {
		if paths := r.schema.byName[bare]; len(paths) > 0 {
			section := paths[0][:max(strings.LastIndexByte(paths[0], '.'), 0)]
			r.fault(word, codeUnknownKey, found, fmt.Sprintf("它属于 %s（%s）", section, r.schema.Title(section)),
				"移到 "+section+": 下面")
			return
		}
	}
	candidates := make([]string, 0, 2*len(rule.members))
	for _, member := range rule.members {
		candidates = append(candidates, member.name, member.title)
	}
	r.fault(word, codeUnknownKey, found, "", didYouMean(bare, candidates, "照模板改正，或删去这一项"))
}

// didYouMean is the advice that names the likely word, or else the other advice.
func didYouMean(word string, candidates []string, otherwise string) string {
	if meant, ok := yamltext.Nearest(word, candidates); ok {
		return "核对：是不是要写“" + meant + "”"
	}
	return otherwise
}
