package evidence

import "strings"

// String is the value in words for people: 是 and 否, lists joined by 、, an object's
// members in the order of their names. Nothing is the empty text.
func (v *Value) String() string {
	if v == nil {
		return ""
	}
	switch v.Kind {
	case Bool:
		if v.Bool {
			return "是"
		}
		return "否"
	case Number, String:
		return v.Text
	case List:
		words := make([]string, len(v.Items))
		for i, item := range v.Items {
			words[i] = item.String()
		}
		if len(words) == 0 {
			return "（空列表）"
		}
		return strings.Join(words, "、")
	case Object:
		words := make([]string, len(v.Fields))
		for i, field := range v.Fields {
			words[i] = field.Name + " " + field.Value.String()
		}
		return strings.Join(words, "，")
	case Null:
	}
	return ""
}
