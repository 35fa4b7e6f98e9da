package api

import (
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"zhanping/evidence"
	"zhanping/server/casework"
)

// clean refuses, in every text that a request brings, what no text here may hold: characters that
// cannot be seen and numbers that identify a person. Fields tagged verbatim are left alone: passwords,
// and evidence, whose reader looks closer. In fields tagged made are cursors and cards, whose digits are
// nobody's number.
func clean(in any) error {
	p := &casework.Problem{Code: casework.Invalid}
	inspect(reflect.ValueOf(in), place{}, func(at place, text string) {
		if words := unfit(text, at.made); words != "" && len(p.Faults) < 20 {
			p.Faults = append(p.Faults, casework.Fault{Field: at.field, Words: at.called() + words, Code: "unfit_text"})
		}
	})
	if len(p.Faults) == 0 {
		return nil
	}
	p.Words = p.Faults[0].Words
	return p
}

// place is where a text stands.
type place struct {
	field string // as the contract calls it: body.reason, path.id
	doc   string // what the contract says of it
	made  bool   // made here, so that its digits are nobody's number
}

// called is the place for people: what its description begins with.
func (p place) called() string {
	title := p.doc
	if end := strings.IndexAny(title, "，；：。（,;:( "); end >= 0 {
		title = title[:end]
	}
	if title == "" {
		return "所填内容"
	}
	return "“" + title + "”"
}

var identifier = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// unfit says what is wrong with a text, or ""; what was made here is not searched for numbers of people.
func unfit(text string, made bool) string {
	switch {
	case identifier.MatchString(text):
		return "" // made here; by chance its digits may look like a telephone number
	case !utf8.ValidString(text):
		return "不是 UTF-8 编码的文字；请重新输入"
	case strings.ContainsFunc(text, unseen):
		return "含有看不见的控制字符；请删去后重新输入"
	}
	if found := evidence.Personal(text); found != "" && !made {
		return "含有" + found + "；这里不得写证件号和电话，请删去"
	}
	return ""
}

// unseen reports characters that do not show and change what is shown: control characters but for line
// breaks and tabs, and those that turn the direction of writing.
func unseen(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) ||
		r == '\u2028' || r == '\u2029' || r == '\ufeff' || unicode.Is(unicode.Noncharacter_Code_Point, r)
}

// inspect passes every text within a value with its place.
func inspect(v reflect.Value, at place, pass func(at place, text string)) {
	switch v.Kind() { // other kinds hold no text
	case reflect.String:
		pass(at, v.String())
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			inspect(v.Elem(), at, pass)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return // bytes have their own readers
		}
		for i := range v.Len() {
			one := at
			one.field += "[" + strconv.Itoa(i) + "]"
			inspect(v.Index(i), one, pass)
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			inspect(entries.Key(), at, pass)
			inspect(entries.Value(), at, pass)
		}
	case reflect.Struct:
		inspectFields(v, at, pass)
	}
}

var moment = reflect.TypeFor[time.Time]()

func inspectFields(v reflect.Value, at place, pass func(at place, text string)) {
	if v.Type() == moment {
		return
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Name == "RawBody" || field.Tag.Get("verbatim") != "" || !field.IsExported() && !field.Anonymous {
			continue
		}
		inspect(v.Field(i), place{
			field: fieldName(at.field, field), doc: field.Tag.Get("doc"), made: at.made || field.Tag.Get("made") != "",
		}, pass)
	}
}

// fieldName is the field as the contract calls it: body.reason, path.id.
func fieldName(parent string, field reflect.StructField) string {
	if field.Name == "Body" && parent == "" {
		return "body"
	}
	for _, place := range []string{"path", "query", "header", "cookie"} {
		if name, ok := field.Tag.Lookup(place); ok {
			return place + "." + name
		}
	}
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	switch {
	case field.Anonymous && name == "":
		return parent
	case name == "":
		name = field.Name
	}
	return strings.TrimPrefix(parent+"."+name, ".")
}
