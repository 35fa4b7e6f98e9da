package yamltext

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// What a text may hold; more is refused before it costs memory or stack.
const (
	MaxDepth = 64      // levels of nesting
	MaxNodes = 200_000 // keys, values, lists and maps
	maxTold  = 200     // dangers told of one text
)

// Parse reads one YAML document and returns its root, with positions whose columns
// count characters. In what it returns there are no anchors, aliases, merge keys or
// tags; every key is a scalar with the text that was written, and no map has a key
// twice. Scalars keep their literal text. The error is Faults; where every one of them
// concerns a single place (an anchor, a tag, a key written twice, a slip whose line can
// be read as it was meant) the root comes with them, without what is at fault, so that a
// reader can tell all the other faults too. Without a root the last fault says that
// something was left unread.
func Parse(file string, data []byte) (*yaml.Node, error) {
	text, err := Decode(file, data)
	if err != nil {
		return nil, err
	}
	if faults := controls(file, text); len(faults) > 0 {
		return nil, faults.Err()
	}
	if separators(text) > 2*MaxNodes {
		return nil, tooMany(file)
	}
	root, faults := document(file, text)
	if root == nil {
		return nil, faults.Err()
	}
	w := walker{file: file, faults: faults}
	w.visit(root, 1)
	if w.broken {
		return nil, w.faults.Err()
	}
	return root, w.faults.Err()
}

// document reads the one document of a text. Lines that a slip of the pen made unreadable
// are mended for the sake of what stands behind them; each of them is a fault.
func document(file string, text []byte) (*yaml.Node, Faults) {
	var faults Faults
	m := mender{file: file}
	for {
		root, found, err := single(file, text)
		if err == nil {
			return root, append(faults, found...)
		}
		fault, mended := m.fault(text, err)
		faults = append(faults, fault)
		if mended == nil || len(faults) == maxTold {
			faults[len(faults)-1].Fix += unread
			return nil, faults
		}
		text = mended
	}
}

func single(file string, text []byte) (*yaml.Node, Faults, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	doc, err := decodeNext(decoder)
	if errors.Is(err, io.EOF) {
		return nil, Faults{{
			At: Position{file, 1, 1}, Code: "empty",
			Found: "文件里没有内容", Expected: "一份 YAML 文本", Fix: "先填写内容",
		}}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	next, err := decodeNext(decoder)
	if err == nil {
		return nil, Faults{{
			At: Position{file, next.Line, next.Column}, Code: "many_documents",
			Found: "这里开始了第二份文档（---）", Expected: "一个文件一份文档", Fix: "删去这一行“---”或另存为一个文件",
		}}, nil
	}
	if !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	return doc.Content[0], nil, nil
}

// decodeNext reads the next document; a defect of the library becomes an error.
func decodeNext(decoder *yaml.Decoder) (doc *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			doc, err = nil, fmt.Errorf("yaml: %v", r)
		}
	}()
	doc = new(yaml.Node)
	if err := decoder.Decode(doc); err != nil {
		return nil, err
	}
	return doc, nil
}

// separators counts the characters without which no node can begin: an upper bound of
// the nodes that costs no memory.
func separators(text []byte) int {
	n := 0
	for _, b := range text {
		switch b {
		case '\n', ',', ':', '[', '{', '-', '?':
			n++
		}
	}
	return n
}

func tooMany(file string) error {
	return Faults{{
		At: Position{File: file}, Code: "too_many",
		Found: "文件里的项太多", Expected: fmt.Sprintf("不超过 %d 项", MaxNodes), Fix: "拆成几个文件",
	}}
}

// controls refuses the characters that YAML does not allow, with their places.
func controls(file string, text []byte) Faults {
	var faults Faults
	line, column := 1, 1
	for i := 0; i < len(text); {
		b := text[i]
		if b >= 0x20 && b < 0x7f || b == '\t' {
			column++
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		i += size
		switch {
		case r == '\n' || r == '\r':
			if r == '\r' && i < len(text) && text[i] == '\n' {
				i++
			}
			line, column = line+1, 1
			continue
		case r < 0x20, r == 0x7f, 0x80 <= r && r < 0xA0 && r != 0x85, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF:
			if len(faults) < maxTold {
				faults = append(faults, Fault{
					At: Position{file, line, column}, Code: "control_character",
					Found: fmt.Sprintf("有看不见的控制字符 U+%04X", r), Fix: "删去这个字符",
				})
			}
		}
		column++
	}
	return faults
}

type walker struct {
	file   string
	nodes  int
	broken bool // what was read cannot be told from what was meant
	faults Faults
}

// refuse is a fault after which nothing more can be said of the text.
func (w *walker) refuse(n *yaml.Node, code, found, expected, fix string) {
	w.broken = true
	w.fault(n, code, found, expected, fix)
}

func (w *walker) fault(n *yaml.Node, code, found, expected, fix string) {
	if len(w.faults) < maxTold {
		w.faults = append(w.faults, Fault{At: w.at(n), Code: code, Found: found, Expected: expected, Fix: fix})
	}
}

func (w *walker) at(n *yaml.Node) Position { return Position{w.file, n.Line, n.Column} }

func (w *walker) visit(n *yaml.Node, depth int) {
	w.nodes++
	if w.nodes == MaxNodes+1 {
		w.refuse(n, "too_many", "到这里项已太多", fmt.Sprintf("不超过 %d 项", MaxNodes), "拆成几个文件")
	}
	if w.nodes > MaxNodes {
		return
	}
	if depth > MaxDepth {
		w.refuse(n, "too_deep", "嵌套太深", fmt.Sprintf("不超过 %d 层", MaxDepth), "减少嵌套")
		return
	}
	if n.Anchor != "" {
		w.fault(n, "anchor", "这里用了锚点“&"+n.Anchor+"”", "直接写出内容", "删去锚点，把内容写在用到的地方")
		n.Anchor = ""
	}
	if n.Style&yaml.TaggedStyle != 0 {
		w.fault(n, "tag", "这里用了标签“"+n.Tag+"”", "不带标签的值", "删去标签；要按文字读取就加引号")
		n.Style &^= yaml.TaggedStyle
	}
	switch n.Kind {
	case yaml.AliasNode:
		w.refuse(n, "alias", "这里引用了别名“*"+n.Value+"”", "直接写出内容", "把引用的内容照抄在这里")
	case yaml.MappingNode:
		w.mapping(n, depth)
	case yaml.SequenceNode:
		for _, item := range n.Content {
			w.visit(item, depth+1)
		}
	case yaml.ScalarNode, yaml.DocumentNode:
	}
}

func (w *walker) mapping(n *yaml.Node, depth int) {
	seen := firstKeys{}
	var again map[*yaml.Node]bool
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		w.visit(key, depth+1)
		w.visit(n.Content[i+1], depth+1)
		switch {
		case key.Kind == yaml.AliasNode:
			continue
		case key.Kind != yaml.ScalarNode:
			w.refuse(key, "key", "键是一个列表或映射", "一个词", "把键写成一个词；花括号或方括号开头的文字要加引号")
			continue
		case key.Tag == "!!merge":
			w.refuse(key, "merge_key", "这里用了合并键“<<”", "直接写出各项", "把要合并的内容照抄在这里")
			continue
		case key.Value == "":
			w.refuse(key, "key", "冒号前面没有键", "一个词", "补上键，或删去这一行")
			continue
		}
		key.Tag = "!!str"
		if first := seen.add(n.Content, i); first != nil {
			w.fault(key, "duplicate_key", fmt.Sprintf("键“%s”重复", Shown(key.Value)), "每个键只写一次",
				fmt.Sprintf("删去一处；第一处在第 %d 行", first.Line))
			if again == nil {
				again = map[*yaml.Node]bool{}
			}
			again[key] = true
		}
	}
	if len(again) > 0 {
		n.Content = withoutPairs(n.Content, again)
	}
}

func withoutPairs(content []*yaml.Node, keys map[*yaml.Node]bool) []*yaml.Node {
	var kept []*yaml.Node
	for i := 0; i+1 < len(content); i += 2 {
		if !keys[content[i]] {
			kept = append(kept, content[i], content[i+1])
		}
	}
	return kept
}

// firstKeys finds a key that was written before: by comparing in small maps, by a
// look-up in large ones.
type firstKeys struct{ byText map[string]*yaml.Node }

func (k *firstKeys) add(content []*yaml.Node, i int) *yaml.Node {
	const small = 16
	key := content[i]
	if len(content)/2 <= small {
		for j := 0; j < i; j += 2 {
			if content[j].Kind == yaml.ScalarNode && content[j].Value == key.Value {
				return content[j]
			}
		}
		return nil
	}
	if k.byText == nil {
		k.byText = make(map[string]*yaml.Node, len(content)/2)
	}
	if first, ok := k.byText[key.Value]; ok {
		return first
	}
	k.byText[key.Value] = key
	return nil
}

// Shown is text as a message quotes it: on one line and at most 40 characters long.
func Shown(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return text
}
