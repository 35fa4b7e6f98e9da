package report

import (
	"bytes"
	"encoding/json"
	"io"
)

func writeJSON(w io.Writer, set Set) error {
	text, err := jsonText(documentOf(set))
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// jsonText is indented JSON with Chinese as it is and a line break at the end. What a
// terminal could obey is escaped, so that the value stays exact and the bytes are safe.
func jsonText(tree any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(tree); err != nil {
		return nil, err
	}
	return escapeHidden(b.Bytes()), nil
}
