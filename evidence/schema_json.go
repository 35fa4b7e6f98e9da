package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// object is a JSON object in the order in which it was written; encoding/json would
// lose the order of the form, and would take the last of two equal keys in silence.
type object struct {
	keys   []string
	values map[string]any
}

func (o *object) get(key string) any {
	if o == nil {
		return nil
	}
	return o.values[key]
}

// decodeOrdered reads JSON into *object, []any, string, json.Number, bool and nil.
func decodeOrdered(data []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	v, err := orderedValue(decoder)
	if err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text after the end of the JSON value")
	}
	return v, nil
}

func orderedValue(decoder *json.Decoder) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return orderedObject(decoder)
	case json.Delim('['):
		list := []any{}
		for decoder.More() {
			v, err := orderedValue(decoder)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := decoder.Token()
		return list, err
	}
	return token, nil
}

func orderedObject(decoder *json.Decoder) (*object, error) {
	o := &object{values: map[string]any{}}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		key, ok := token.(string)
		if !ok {
			return nil, fmt.Errorf("key %v is no text", token)
		}
		if _, twice := o.values[key]; twice {
			return nil, fmt.Errorf("key %q is written twice, near byte %d", key, decoder.InputOffset())
		}
		v, err := orderedValue(decoder)
		if err != nil {
			return nil, err
		}
		o.keys = append(o.keys, key)
		o.values[key] = v
	}
	_, err := decoder.Token()
	return o, err
}
