package yamltext

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

const endOfStream = "found unexpected end of stream"

// unread ends the last fault of a text that could not be read to its end.
const unread = "；还有内容没有检查，改好这一处再运行"

var namedLine = regexp.MustCompile(`^line ([0-9]+): `)

// complaint is the line and the words of an error of the library.
func complaint(err error) (line int, message string) {
	message = strings.TrimPrefix(err.Error(), "yaml: ")
	line = 1
	if m := namedLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
	}
	return line, message
}

// guess says what is wrong with a line that cannot be mended, by what it looks like.
func guess(file string, lines [][]byte, line int, message string) Fault {
	content, _ := cutEnd(lines[line-1])
	if slips := tabSlip(content); slips != nil {
		return slips[0].fault(file, line, message)
	}
	f := Fault{At: Position{file, line, len(content) - len(strings.TrimLeft(content, " ")) + 1}, Code: "syntax"}
	f.Found, f.Fix = explain(message)
	if message == endOfStream {
		return f
	}
	for _, candidate := range []int{line, line - 1} {
		if candidate < 1 {
			continue
		}
		content, _ := cutEnd(lines[candidate-1])
		if slips := colonSlip(content); slips != nil {
			return slips[0].fault(file, candidate, message)
		}
	}
	return f
}

// failingLine is the first line with which the text fails in the same way as the whole.
func (m *mender) failingLine(lines [][]byte, message string) int {
	low, high := 1, len(lines)
	for low < high {
		middle := (low + high) / 2
		if m.failsAlike(bytes.Join(lines[:middle], nil), message) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

func (m *mender) failsAlike(text []byte, message string) bool {
	found := m.complaintOf(text)
	// An unclosed quote is named by the end of the text, which moves.
	return found == message || strings.HasSuffix(found, endOfStream) && strings.HasSuffix(message, endOfStream)
}

// complaintOf is what the library says of a text, empty where it can be read.
func (m *mender) complaintOf(text []byte) string {
	m.spent += len(text)
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := decodeNext(decoder); errors.Is(err, io.EOF) {
			return ""
		} else if err != nil {
			return err.Error()
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
		{"expected alphabetic or numeric", "值以 YAML 的保留字符开头", "给这个值加引号"},
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
