package yamltext

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// searched is up to which size the exact line of a syntax error is searched for by
// reading ever shorter beginnings; above it the line that the library names stands.
const searched = 1 << 20

const endOfStream = "found unexpected end of stream"

var (
	namedLine = regexp.MustCompile(`^line ([0-9]+): `)

	// plainKey begins a line that was meant to be "键: 值".
	plainKey = regexp.MustCompile(`^\s*(- )?["']?[^\s:：#"'\[\]{},]+["']?(：|:[^\s])`)
)

// syntaxFault says in words, and on the right line, what the library found wrong.
func syntaxFault(file string, text []byte, err error) Fault {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if m := namedLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	if len(text) <= searched {
		line = failingLine(lines, err.Error())
	}
	line = min(max(line, 1), len(lines))
	at := Position{file, line, 1}
	content := string(bytes.TrimRight(lines[line-1], "\r\n"))
	if indent := content[:len(content)-len(strings.TrimLeft(content, " \t"))]; strings.Contains(indent, "\t") {
		at.Column = len([]rune(indent[:strings.IndexByte(indent, '\t')])) + 1
		return Fault{At: at, Code: "syntax", Found: "行首用了制表符（Tab）", Expected: "空格", Fix: "把行首的制表符改成空格"}
	}
	at.Column = len(content) - len(strings.TrimLeft(content, " ")) + 1
	f := Fault{At: at, Code: "syntax"}
	f.Found, f.Fix = explain(message)
	if message == endOfStream {
		return f
	}
	for _, candidate := range []int{line, line - 1} {
		if candidate < 1 {
			continue
		}
		written := string(lines[candidate-1])
		if m := plainKey.FindStringSubmatch(written); m != nil {
			f.At.Line = candidate
			f.At.Column = len([]rune(plainKey.FindString(written))) - len([]rune(m[2])) + 1
			if m[2] == "：" {
				f.Found, f.Expected, f.Fix = "键后面用了全角冒号", "半角冒号加一个空格", "把“：”改成“: ”"
			} else {
				f.Found, f.Expected, f.Fix = "冒号后面没有空格", "半角冒号加一个空格", "在冒号后面加一个空格；若冒号是文字的一部分就加引号"
			}
			return f
		}
	}
	return f
}

// failingLine is the first line with which the text fails in the same way as the whole.
func failingLine(lines [][]byte, message string) int {
	low, high := 1, len(lines)
	for low < high {
		middle := (low + high) / 2
		if failsAlike(bytes.Join(lines[:middle], nil), message) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

func failsAlike(text []byte, message string) bool {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := decodeNext(decoder); err != nil {
			// An unclosed quote is named by the end of the text, which moves.
			return err.Error() == message || strings.HasSuffix(err.Error(), endOfStream) && strings.HasSuffix(message, endOfStream)
		}
	}
}

// explain translates what the library says.
func explain(message string) (found, fix string) {
	for _, known := range []struct{ part, found, fix string }{
		{"mapping values are not allowed", "这里不该再出现冒号", "检查缩进；若冒号是文字的一部分，给整个值加引号"},
		{"could not find expected ':'", "这一行缺少冒号，或冒号后面缺少空格", "写成“键: 值”"},
		{"did not find expected key", "缩进与上面的行对不齐，或这一行不是“键: 值”", "让同一级的键左边对齐"},
		{"did not find expected '-' indicator", "列表里有一行对不齐，或没有以“- ”开头", "让列表各行以“- ”开头并左边对齐"},
		{"block sequence entries are not allowed", "这里不能开始列表", "把“- ”移到下一行并缩进"},
		{"did not find expected ',' or ']'", "方括号里的列表没有写完", "用半角逗号分隔各项，并以“]”结束"},
		{"did not find expected ',' or '}'", "花括号里的内容没有写完", "用半角逗号分隔各项，并以“}”结束"},
		{endOfStream, "引号没有成对", "补上另一半引号"},
		{"unexpected document indicator", "引号没有成对", "补上另一半引号"},
		{"unknown escape character", "双引号里的反斜杠写法无效", "改用单引号，或把“\\”写成“\\\\”"},
		{"hexdecimal number", "双引号里的反斜杠写法无效", "改用单引号"},
		{"invalid Unicode", "双引号里的反斜杠写法无效", "改用单引号"},
		{"cannot start any token", "值以 YAML 的保留字符开头", "给这个值加引号"},
		{"tab character", "用了制表符（Tab）缩进", "把制表符改成空格"},
		{"unknown anchor", "引用了不存在的别名", "直接写出内容；以“*”开头的文字要加引号"},
		{"exceeded max depth", "嵌套太深", "减少嵌套"},
		{"did not find expected node content", "这里缺少一个值", "补上值，或删去多余的逗号"},
		{"did not find expected <document start>", "内容的写法前后不一致", "检查这一行的缩进"},
	} {
		if strings.Contains(message, known.part) {
			return known.found, known.fix
		}
	}
	return "YAML 语法不对（" + Shown(message) + "）", "检查这一行的缩进、冒号和引号"
}
