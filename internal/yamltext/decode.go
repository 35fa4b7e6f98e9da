package yamltext

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// MaxBytes is how large a YAML text may be.
const MaxBytes = 8 << 20

// Decode gives the text as UTF-8 without a byte order mark. It reads UTF-8 and, only
// where the bytes are not UTF-8, GB18030; any other encoding, a file that is no text
// and a text that is too large are refused by name. The error is Faults.
func Decode(file string, data []byte) ([]byte, error) {
	if len(data) > MaxBytes {
		return nil, Faults{{
			At: Position{File: file}, Code: "too_large",
			Found:    fmt.Sprintf("文件超过 %d MiB，太大", MaxBytes>>20),
			Expected: fmt.Sprintf("不超过 %d MiB 的 YAML 文本", MaxBytes>>20),
			Fix:      "拆开，或把附件移到 attachments 文件夹",
		}}
	}
	if name, fix := foreign(data); name != "" {
		return nil, Faults{{
			At: Position{File: file}, Code: "encoding",
			Found: "这是" + name, Expected: readable, Fix: fix,
		}}
	}
	if utf8.Valid(data) {
		return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), nil
	}
	if looksLikeBig5(data) {
		return nil, refuseEncoding(file, "Big5（繁体）编码的文本")
	}
	text, ok := decodeWhole(simplifiedchinese.GB18030, data)
	if !ok || !plausible(text) {
		return nil, refuseEncoding(file, "既不是 UTF-8 也不是 GB18030 的内容")
	}
	return bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), nil
}

const (
	readable  = "UTF-8 或 GB18030 编码的 YAML 文本"
	saveAgain = "用编辑器另存为 UTF-8 再试"
	otherFile = "给出 YAML 文本文件；这样的文件只能作附件"
)

func refuseEncoding(file, name string) error {
	return Faults{{At: Position{File: file}, Code: "encoding", Found: "这是" + name, Expected: readable, Fix: saveAgain}}
}

// foreign names what the first bytes say the file is, where that is not a text we read,
// and what to do about it.
func foreign(data []byte) (name, fix string) {
	signatures := []struct{ prefix, name, fix string }{
		{"\xff\xfe\x00\x00", " UTF-32 小端编码的文本", saveAgain},
		{"\x00\x00\xfe\xff", " UTF-32 大端编码的文本", saveAgain},
		{"\xff\xfe", " UTF-16 小端编码的文本", saveAgain},
		{"\xfe\xff", " UTF-16 大端编码的文本", saveAgain},
		{"PK\x03\x04", " zip 压缩包或新版 Office 文件", "把压缩包存成扩展名为 .zip 的文件，再给出它的文件名；Office 文件的内容填进 YAML 文本"},
		{"\xd0\xcf\x11\xe0", "旧版 Office 文件", otherFile},
		{"%PDF-", " PDF 文件", otherFile},
		{"\x89PNG", " PNG 图片", otherFile},
		{"\xff\xd8\xff", " JPEG 图片", otherFile},
		{"\x1f\x8b", " gzip 压缩文件", "解压，或改用 zip 压缩包"},
	}
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.prefix)) {
			return s.name, s.fix
		}
	}
	if !bytes.ContainsRune(data, 0) {
		return "", ""
	}
	// Text in UTF-16 without a mark: ASCII letters leave every other byte zero.
	odd, even := 0, 0
	for i, b := range data[:min(len(data), 4096)] {
		if b == 0 && i%2 == 1 {
			odd++
		} else if b == 0 {
			even++
		}
	}
	switch {
	case odd > 4*even+1:
		return " UTF-16 小端编码的文本", saveAgain
	case even > 4*odd+1:
		return " UTF-16 大端编码的文本", saveAgain
	}
	return "二进制文件", otherFile
}

// looksLikeBig5 tells Big5 from GB18030: both read most byte pairs, but the second
// byte of a common GB18030 character is never ASCII, while in Big5 half of them are.
func looksLikeBig5(data []byte) bool {
	pairs, ascii := 0, 0
	for i := 0; i+1 < len(data); i++ {
		if data[i] < 0x81 {
			continue
		}
		pairs++
		if data[i+1] < 0x80 {
			ascii++
		}
		i++
	}
	if pairs < 4 || ascii*4 < pairs {
		return false
	}
	_, ok := decodeWhole(traditionalchinese.Big5, data)
	return ok
}

func decodeWhole(from encoding.Encoding, data []byte) ([]byte, bool) {
	text, err := from.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, false
	}
	return text, true
}

// plausible says whether a decoded text holds only characters that a Chinese form
// holds; bytes of another encoding come out as rare or private ones.
func plausible(text []byte) bool {
	for _, r := range string(text) {
		switch {
		case r < 0x250, // Latin
			0x0370 <= r && r < 0x0500, // Greek, Cyrillic
			0x2000 <= r && r < 0x2800, // punctuation, symbols, arrows, boxes
			0x2E80 <= r && r < 0x3400, // radicals, punctuation, kana, units
			0x3400 <= r && r < 0xA000, // characters
			0xF900 <= r && r < 0xFB00, // compatibility characters
			0xFE30 <= r && r < 0xFFF0, // forms, full width
			0x20000 <= r && r < 0x32000:
		default:
			return false
		}
	}
	return true
}
