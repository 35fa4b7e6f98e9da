package report

import (
	"bytes"
	"io"
	"strings"

	"gopkg.in/yaml.v3"
)

// writeYAML writes the tree of the JSON report, read back as YAML (JSON is YAML), so
// that both cannot differ.
func writeYAML(w io.Writer, set Set) error {
	text, err := jsonText(documentOf(set), "")
	if err != nil {
		return err
	}
	var tree yaml.Node
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return err
	}
	asBlocks(&tree)
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(&tree); err != nil {
		return err
	}
	if err := encoder.Close(); err != nil {
		return err
	}
	_, err = w.Write(escapeHidden(b.Bytes()))
	return err
}

// asBlocks takes JSON's brackets and quotes away where YAML needs none.
func asBlocks(node *yaml.Node) {
	node.Style &^= yaml.FlowStyle | yaml.DoubleQuotedStyle
	if node.Kind == yaml.ScalarNode && strings.ContainsFunc(node.Value, needsSign) {
		node.Style |= yaml.DoubleQuotedStyle
	}
	if len(node.Content) == 0 && node.Kind != yaml.ScalarNode {
		node.Style |= yaml.FlowStyle
	}
	for _, child := range node.Content {
		asBlocks(child)
	}
}
