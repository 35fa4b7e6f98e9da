package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"zhanping/internal/yamltext"
)

// The codes of the faults that this package finds; yamltext has more.
const (
	codeUnknownKey   = "unknown_key"
	codeDuplicateKey = "duplicate_key"
	codeMissing      = "missing"
	codeWrongType    = "wrong_type"
	codeOutOfBounds  = "out_of_bounds"
	codeNotAllowed   = "not_allowed"
	codePattern      = "pattern"
	codeDate         = "date"
	codeRegion       = "region"
	codeUSCC         = "uscc"
	codePersonal     = "personal_number"
	codePseudonym    = "pseudonym"
	codeSource       = "source"
	codeAttachment   = "attachment"
	codeFinding      = "finding"
	codeFile         = "file"
	codeArchive      = "archive"
	codeMember       = "member"
	codeRollup       = "rollup"
	codePlaceholder  = "placeholder"
)

// maxFaults bounds what is told of one input.
const maxFaults = 1000

// Options says how a bundle is read. The zero value reads by the embedded schema and
// leaves attachments unchecked.
type Options struct {
	Schema      *Schema // nil: DefaultSchema
	Name        string  // the file as the user gave it, for messages; "": the name it is read by
	Attachments fs.FS   // the folder that "file" is relative to; nil: not at hand, which is noted
}

// Read reads one bundle from YAML text. It returns a whole bundle or, as
// yamltext.Faults, everything that is wrong with it.
func Read(name string, data []byte, options Options) (*Bundle, error) {
	b, _, err := readText(name, data, options)
	if err != nil {
		return nil, err
	}
	if err := b.seal(); err != nil {
		return nil, fmt.Errorf("digest of %s: %w", name, err)
	}
	return b, nil
}

// readText reads one text without sealing the bundle. With an error it gives what could
// be read all the same, nil where nothing could; the tree is that of the subject.
func readText(name string, data []byte, options Options) (b *Bundle, subject *Value, err error) {
	if options.Schema == nil {
		options.Schema = DefaultSchema()
	}
	if options.Name != "" {
		name = options.Name
	}
	text, err := yamltext.Decode(name, data)
	if err != nil {
		return nil, nil, err
	}
	r := &reader{schema: options.Schema, file: name, attachments: options.Attachments}
	r.faults = personalFaults(name, text)
	root, err := yamltext.Parse(name, text)
	if err != nil {
		r.faults = append(r.faults, parseFaults(name, text, err)...)
	}
	if root == nil {
		r.beginning(text)
		return nil, nil, maskAll(r.faults).Err()
	}
	if bytes.IndexByte(text, '\\') >= 0 {
		r.addHidden(escapedPersonal(name, root))
	}
	b = r.bundle(root)
	return b, r.subjectTree, maskAll(withoutEchoes(r.faults)).Err()
}

// parseFaults is what is wrong with the YAML, told without personal numbers: what a
// message cut short could no longer be masked, so the text is.
func parseFaults(name string, text []byte, err error) yamltext.Faults {
	if masked := mask(string(text)); masked != string(text) {
		_, err = yamltext.Parse(name, []byte(masked))
	}
	var faults yamltext.Faults
	errors.As(err, &faults)
	return faults
}

// reader collects what one text says, and everything that is wrong with it.
type reader struct {
	schema      *Schema
	file        string
	attachments fs.FS

	faults      yamltext.Faults
	notes       []Note
	conversions []Conversion
	blanks      map[string]yamltext.Position

	sourceIDs []string // every id under sources, also of a source with faults
	backings  []backing
	files     []fileRef

	subjectTree *Value
}

// fileRef is one mention of an attachment.
type fileRef struct {
	name   string
	at     yamltext.Position
	source *Source // nil where a fact names the file
}

func (r *reader) bundle(root *yamltext.Node) *Bundle {
	if root.Kind != yamltext.MappingNode {
		r.fault(root, codeWrongType, "整个文件不是“键: 值”的形式", "subject、reporting_date、sources、evidence 四部分", "先运行 zhanping new bundle 生成模板")
		return nil
	}
	tree := r.object(r.schema.root, root, root, nil)
	b := &Bundle{File: r.file, Facts: tree.Field("evidence"), Sources: map[string]Source{}}
	if b.Facts == nil {
		b.Facts = &Value{Kind: Object, At: r.at(root)}
	}
	if date := tree.Field("reporting_date"); date != nil {
		b.ReportingDate, b.ReportingAt = date.Text, date.At
	}
	if subject := tree.Field("subject"); subject != nil {
		b.Subject, r.subjectTree = r.subject(subject), subject
	}
	if sources := tree.Field("sources"); sources != nil {
		for _, field := range sources.Fields {
			b.Sources[field.Name] = r.source(field.Name, field.Value)
		}
	}
	if findings := tree.Field("findings"); findings != nil {
		b.Findings = r.findings(findings)
	}
	r.checkBackings(b.Sources)
	r.checkFiles()
	r.compareParts(b)
	r.compareDates(b.ReportingDate, tree)
	slices.SortStableFunc(r.conversions, func(a, b Conversion) int { return comparePositions(a.At, b.At) })
	slices.SortStableFunc(r.notes, func(a, b Note) int { return comparePositions(a.At, b.At) })
	b.Conversions, b.Notes, b.Blanks = r.conversions, r.notes, r.blanks
	return b
}

func comparePositions(a, b yamltext.Position) int {
	if a.Line != b.Line {
		return a.Line - b.Line
	}
	return a.Column - b.Column
}

func (r *reader) at(n *yamltext.Node) yamltext.Position {
	return yamltext.Position{File: r.file, Line: n.Line, Column: n.Column}
}

func (r *reader) fault(n *yamltext.Node, code, found, expected, fix string) {
	r.faultAt(r.at(n), code, found, expected, fix)
}

func (r *reader) faultAt(at yamltext.Position, code, found, expected, fix string) {
	if len(r.faults) < maxFaults {
		r.faults = append(r.faults, yamltext.Fault{At: at, Code: code, Found: found, Expected: expected, Fix: fix})
	}
}

func (r *reader) note(at yamltext.Position, text string) {
	r.notes = append(r.notes, Note{At: at, Text: text})
}

// addHidden adds faults on lines where the text itself showed none.
func (r *reader) addHidden(faults yamltext.Faults) {
	for _, f := range faults {
		seen := slices.ContainsFunc(r.faults, func(g yamltext.Fault) bool { return g.At.Line == f.At.Line })
		if !seen {
			r.faults = append(r.faults, f)
		}
	}
}
