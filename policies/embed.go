// Package policies is how it is judged: it loads the judge and the checks written in Rego,
// binds them to the items of a standard and decides each item on a bundle of evidence. It
// never prices anything and reads no clock, network or environment.
package policies

import "embed"

// FS holds the judge, the shared library and the checks that come with the program. It is
// the first source that Load takes.
//
//go:embed judge lib checks
var FS embed.FS
