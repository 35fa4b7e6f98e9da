package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// strictJSON is JSON without what two readers may understand in two ways: names that stand twice,
// bytes that are not UTF-8, text after the end, and nesting without end.
var strictJSON = huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: readJSON}

// deepest is how deep a request may be nested; ours have six levels.
const deepest = 32

// readJSON reads a body. The library asks twice: first for any, to check it, then for the struct.
func readJSON(data []byte, into any) error {
	parsed, first := into.(*any)
	if !first {
		return json.Unmarshal(data, into)
	}
	if !utf8.Valid(data) {
		return errors.New("不是 UTF-8 编码的文字")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	var err error
	if *parsed, err = readValue(d, 0); err == nil {
		if _, more := d.Token(); errors.Is(more, io.EOF) {
			return nil
		}
		err = errors.New("结尾之后还有内容")
	}
	return err
}

func readValue(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("不是完整的 JSON（第 %d 字节处）", d.InputOffset())
	}
	if depth > deepest {
		return nil, fmt.Errorf("嵌套超过 %d 层", deepest)
	}
	switch token {
	case json.Delim('{'):
		return readObject(d, depth)
	case json.Delim('['):
		list := []any{}
		for d.More() {
			value, err := readValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		return list, end(d)
	}
	return token, nil
}

func readObject(d *json.Decoder, depth int) (any, error) {
	object := map[string]any{}
	for d.More() {
		name, err := d.Token()
		text, ok := name.(string)
		if err != nil || !ok {
			return nil, fmt.Errorf("不是完整的 JSON（第 %d 字节处）", d.InputOffset())
		}
		if _, twice := object[text]; twice {
			return nil, fmt.Errorf("同一项写了两次（第 %d 字节处）", d.InputOffset())
		}
		if object[text], err = readValue(d, depth+1); err != nil {
			return nil, err
		}
	}
	return object, end(d)
}

// end reads the bracket that closes.
func end(d *json.Decoder) error {
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("不是完整的 JSON（第 %d 字节处）", d.InputOffset())
	}
	return nil
}
