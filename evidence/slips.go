package evidence

import (
	"strings"

	"zhanping/internal/yamltext"
)

// colon refuses a value that was meant to be "键: 值": with a full-width colon or without
// a blank after it, the only key of a block reads as a plain text.
func (r *reader) colon(rule *rule, n *yamltext.Node) bool {
	if n.Kind != yamltext.ScalarNode || n.Style != 0 {
		return false
	}
	key, mark := cutColon(n.Value)
	if rule.byKey[key] == nil && (!rule.section || !reserved(key)) {
		return false
	}
	at := r.at(n)
	at.Column += len([]rune(key))
	if mark == "：" {
		r.faultAt(at, codeSyntax, "键后面用了全角冒号", "半角冒号加一个空格", "把“：”改成“: ”")
	} else {
		r.faultAt(at, codeSyntax, "冒号后面没有空格", "半角冒号加一个空格", "在冒号后面加一个空格")
	}
	return true
}

// cutColon splits a text at its first colon, of either width.
func cutColon(text string) (key, mark string) {
	at := strings.IndexFunc(text, func(c rune) bool { return c == ':' || c == '：' })
	if at < 0 {
		return "", ""
	}
	return strings.TrimSpace(text[:at]), string([]rune(text[at:])[0])
}

// colonInKey refuses a key in braces that holds its value, as in {title：站牌}.
func (r *reader) colonInKey(word *yamltext.Node, known func(string) bool) bool {
	key, mark := cutColon(word.Value)
	if !known(key) || strings.HasSuffix(word.Value, mark) {
		return false
	}
	at := r.at(word)
	at.Column += len([]rune(key))
	r.faultAt(at, codeSyntax, "“"+shown(key)+"”后面的冒号不对", "半角冒号加一个空格", "把“"+mark+"”改成“: ”")
	return true
}

// thousands refuses what the comma of 1,000 made of it in braces: the value 1 and the
// key 000.
func (r *reader) thousands(n *yamltext.Node, i int) bool {
	cut := func(i int) bool {
		return i >= 2 && len(n.Content[i].Value) == 3 && digitsOnly(n.Content[i].Value) && null(n.Content[i+1])
	}
	switch {
	case !cut(i):
		return false
	case cut(i - 2):
		return true // told with the first group
	case len(n.Content[i-1].Value) > 3 || !digitsOnly(n.Content[i-1].Value):
		return false
	}
	plain, written := n.Content[i-1].Value, n.Content[i-1].Value
	for j := i; j < len(n.Content) && cut(j); j += 2 {
		plain, written = plain+n.Content[j].Value, written+","+n.Content[j].Value
	}
	r.fault(n.Content[i-1], codeUnknownKey, "千位逗号把“"+shown(written)+"”拆开了", "", "去掉逗号写成 "+shown(plain)+"，或给它加引号")
	return true
}
