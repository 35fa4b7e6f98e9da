package evidence

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
)

// canonicalWriter writes JSON as RFC 8785 wants it: no blanks, texts with no escape that
// is not needed, numbers as ECMAScript writes them. Members must come in the order of
// compareKeys; the first thing that has no canonical form is kept as the error.
type canonicalWriter struct {
	out []byte
	err error
}

func (w *canonicalWriter) write(text string) { w.out = append(w.out, text...) }

// separate puts a comma before all but the first of a list or an object. A value never
// ends in an opening bracket, since texts end in a quotation mark.
func (w *canonicalWriter) separate() {
	if last := w.out[len(w.out)-1]; last != '{' && last != '[' {
		w.write(",")
	}
}

func (w *canonicalWriter) key(name string) {
	w.separate()
	w.text(name)
	w.write(":")
}

// member writes a member that is a text; an empty one is left out.
func (w *canonicalWriter) member(name, text string) {
	if text != "" {
		w.key(name)
		w.text(text)
	}
}

func (w *canonicalWriter) text(text string) {
	w.write(`"`)
	defer w.write(`"`)
	if !strings.ContainsFunc(text, special) {
		w.write(text)
		return
	}
	const short = "\"\"\\\\\bb\tt\nn\ff\rr" // pairs of what is escaped and its letter
	for _, c := range text {                // what is not UTF-8 reads as U+FFFD
		switch at := strings.IndexRune(short, c); {
		case c < utf8.RuneSelf && at >= 0 && at%2 == 0:
			w.out = append(w.out, '\\', short[at+1])
		case c < ' ':
			w.out = fmt.Appendf(w.out, `\u%04x`, c)
		default:
			w.out = utf8.AppendRune(w.out, c)
		}
	}
}

// special reports whether a character may need more than to be copied.
func special(c rune) bool { return c < ' ' || c == '"' || c == '\\' || c == utf8.RuneError }

// exactDigits is how many digits a float64 always keeps.
const exactDigits = 15

func (w *canonicalWriter) number(text string) {
	if len(text) <= exactDigits && strings.Trim(text, "0123456789") == "" && (text == "0" || !strings.HasPrefix(text, "0")) && text != "" {
		w.write(text)
		return
	}
	form, err := jcs.Transform([]byte(text))
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("canonical form of %q: %w", text, err)
	}
	w.out = append(w.out, form...)
}

// fields is the fields that say something in the order of the canonical form.
func (w *canonicalWriter) fields(v *Value) []Field {
	fields := v.Fields
	byName := func(a, b Field) int { return compareKeys(a.Name, b.Name) }
	if !slices.IsSortedFunc(fields, byName) {
		fields = slices.SortedStableFunc(slices.Values(fields), byName)
	}
	for i := 1; i < len(fields); i++ {
		if fields[i].Name == fields[i-1].Name && w.err == nil {
			w.err = fmt.Errorf("canonical form: %q stands twice", fields[i].Name)
		}
	}
	return fields
}

func (w *canonicalWriter) value(v *Value) {
	switch v.Kind {
	case Null:
		w.write("null")
	case Bool:
		w.out = strconv.AppendBool(w.out, v.Bool)
	case Number:
		w.number(v.Text)
	case String:
		w.text(v.Text)
	case List:
		w.write("[")
		for _, item := range v.Items {
			w.separate()
			w.value(item)
		}
		w.write("]")
	case Object:
		w.write("{")
		for _, f := range w.fields(v) {
			if !vacant(f.Value) {
				w.key(f.Name)
				w.value(f.Value)
			}
		}
		w.write("}")
	}
}

// compareKeys is the order of UTF-16 code units, which is that of the bytes in ASCII.
func compareKeys(a, b string) int {
	if strings.IndexFunc(a, wide) < 0 && strings.IndexFunc(b, wide) < 0 {
		return strings.Compare(a, b)
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func wide(c rune) bool { return c >= utf8.RuneSelf }
