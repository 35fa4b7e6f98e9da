package attachment

import (
	"mime"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	maxNameRunes  = 120
	longestEnding = 16 // what is longer is part of the name
	nameless      = "附件"
)

// CleanName is the name of an uploaded file as it may be shown, logged and saved under on any system: no folders, no
// control or invisible characters, none that turn the reading direction, none that Windows forbids, at most 120 runes
// with the ending kept. It never gives an empty name, and cleaning twice changes nothing.
func CleanName(name string) string {
	name = strings.ToValidUTF8(name, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, clean(name))
	name = strings.Trim(name, ". ")
	if reserved(name) {
		name = "_" + name
	}
	if ending := path.Ext(name); len([]rune(ending)) <= longestEnding {
		name = cut(strings.TrimSuffix(name, ending), maxNameRunes-len([]rune(ending))) + ending
	}
	name = strings.TrimRight(cut(name, maxNameRunes), ". ")
	if name == "" {
		return nameless
	}
	return name
}

// FileName is the clean name with an ending that fits what the file is, so that no program opens it as something else.
func FileName(name string, kind Kind) string {
	name = CleanName(name)
	endings := kind.extensions()
	if slices.Contains(endings, strings.ToLower(path.Ext(name))) {
		return name
	}
	return cut(name, maxNameRunes-len(endings[0])) + endings[0]
}

// Disposition is the Content-Disposition under which an attachment is sent: to be saved, or to be looked at.
func Disposition(name string, kind Kind, inline bool) string {
	how := "attachment"
	if inline {
		how = "inline"
	}
	return mime.FormatMediaType(how, map[string]string{"filename": FileName(name, kind)})
}

// clean drops what cannot be seen (control and format characters, among them those that turn the reading direction,
// and private and unassigned ones), joins blanks, and composes accents.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == unicode.ReplacementChar, !unicode.IsGraphic(r):
			return -1
		}
		return r
	}, text)
	return norm.NFC.String(strings.Join(strings.Fields(text), " "))
}

// cut keeps at most n runes.
func cut(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return strings.TrimSpace(string(runes[:n]))
	}
	return text
}

// reserved reports whether Windows takes a name for a device, whatever its ending.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem = strings.TrimSpace(stem); stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	device, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		device, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && len([]rune(device)) == 1 && strings.ContainsAny(device, "0123456789¹²³")
}
