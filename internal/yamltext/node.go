package yamltext

import "gopkg.in/yaml.v3"

// Node is one node of a parsed text. Its names are those of yaml.v3, so that only this
// package imports the library.
type Node = yaml.Node

// The kinds that Parse returns.
const (
	MappingNode  = yaml.MappingNode
	SequenceNode = yaml.SequenceNode
	ScalarNode   = yaml.ScalarNode
)

// The styles that tell how a node was written.
const (
	FlowStyle         = yaml.FlowStyle
	DoubleQuotedStyle = yaml.DoubleQuotedStyle
	SingleQuotedStyle = yaml.SingleQuotedStyle
)
