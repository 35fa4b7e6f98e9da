// Package evidence reads what a station shows: the bundle (佐证材料包), its facts with
// their positions and sources, and its attachments. It never judges and knows nothing
// of standards or policies.
package evidence

import "zhanping/internal/yamltext"

// Bundle is one station's evidence, whole and valid: Read returns no half-read bundle.
type Bundle struct {
	Subject       Subject
	ReportingDate string // 统计截止日, YYYY-MM-DD; counts "in 12 months" end on it
	ReportingAt   yamltext.Position
	Facts         *Value // the tree under "evidence", English keys, canonical values; an object
	Sources       map[string]Source
	Findings      []Finding
	File          string       // as given, for messages
	Digest        string       // "sha256:…" over the canonical form (RFC 8785)
	DigestSM3     string       // "sm3:…" over the same bytes
	Conversions   []Conversion // values that were read in a form other than the canonical one
	Notes         []Note       // what was noticed and is no fault

	// Members are the stations whose own bundles lie in the bundle of a county system, in
	// the order of their files; their facts are rolled up into Facts.
	Members []Member

	members []*Bundle // beside Members

	// Blanks is where facts are written without a value, by path; they are absent from Facts.
	Blanks map[string]yamltext.Position
}

// Subject is who is assessed (被评单位).
type Subject struct {
	ID     string // stable and local, e.g. "sample-exemplary-town"
	Name   string // of a person a pseudonym
	Kind   string // "station", "county_system", "home", "person", …: Schema.SubjectKinds has them all
	Level  string // "province", "city", "county", "town", "village"
	Region string // 12-digit 统计用区划代码
	USCC   string // 统一社会信用代码; optional
	Sample bool   // 虚构示例: an invented station
}

// Source is where facts come from (依据): a document, photo, ledger, system record,
// on-site note or published text.
type Source struct {
	ID     string
	Kind   string // document, photo, ledger, system, on_site, published
	Title  string
	Number string // 文号
	Date   string
	By     string // handler or assessor
	Place  string
	System string // name of the system a record was read from
	File   string // attachment, relative to the bundle
	SHA256 string // lower-case hex
	SM3    string
	At     yamltext.Position
}

// Finding is a person's answer to one item, stored with the bundle (人工评定).
type Finding struct {
	Standard   string // standard id
	Item       string
	Source     string // self, on_site, review
	Outcome    string // satisfied, not_satisfied, not_applicable, waived
	Points     string // exact decimal; only where the item lets an inspector give points
	Shortfalls []FindingShortfall
	Reason     string
	By         string // pseudonym or role, never an identity number
	Date       string
	Until      string // end of a waiver
	At         yamltext.Position
	StandardAt yamltext.Position // of the standard's name
	ItemAt     yamltext.Position
}

// FindingShortfall is one thing a person found lacking.
type FindingShortfall struct {
	Kind  string
	Count int // at least 1
	Text  string
}

// Conversion is one value that was written in a form people type and read as the
// canonical value (写法换算).
type Conversion struct {
	At   yamltext.Position
	Path string
	Rule string // name of the row in the conversion table
	From string
	To   string
}

// Note is something worth telling that does not stop the reading (提示).
type Note struct {
	At   yamltext.Position
	Text string
}

// Kind is the type of a Value.
type Kind int

// The kinds of value.
const (
	Null Kind = iota
	Bool
	Number
	String
	List
	Object
)

// Value is one node of the evidence tree, immutable after reading.
type Value struct {
	Kind    Kind
	Bool    bool
	Text    string   // a String's text; a Number's canonical decimal literal, at most 15 digits
	Items   []*Value // of a List
	Fields  []Field  // of an Object, sorted by name
	At      yamltext.Position
	Sources []string // ids of the sources behind it, its own or its section's; of a rolled-up value the ids of members
}

// Field is one member of an Object.
type Field struct {
	Name  string
	Value *Value
}

// Field is the member of that name, nil when v is no object or lacks it.
func (v *Value) Field(name string) *Value {
	if v == nil || v.Kind != Object {
		return nil
	}
	for _, f := range v.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return nil
}

// Fact is what the schema says of one leaf of the evidence tree (事实).
type Fact struct {
	Path        string   // "premises.area_sqm"
	Title       string   // 使用面积, unique among its siblings
	Help        string   // what to write
	Type        string   // boolean, integer, number, string, date, list, document, photo
	ItemType    string   // of a list: string, date, integer, object
	Members     []Fact   // of a list of objects: what each holds, with whole paths
	Unit        string   // ㎡, 人, 次, %
	Enum        []string // allowed texts, of the value or of a list's elements
	Minimum     string
	Maximum     string
	Sources     []string // source kinds that may back it; empty: the station may type it in
	Sensitivity string   // public, internal
	Rollup      *Rollup  // how a county's value follows from its members; nil: it is typed in
	AtMost      string   // path of the whole that it is a part of and cannot exceed; "" where there is none
	Perverse    []string // "more", "fewer": a standard that rewards that is perverse (奖坏事、逼瞒报)
}
