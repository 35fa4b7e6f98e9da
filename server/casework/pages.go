package casework

import "strings"

// Place says where in a list a record stands, for the page that follows: its values of the columns
// that the list is ordered by.
func Place(values ...string) string { return strings.Join(values, "~") }

// placed reads a Place of n values; "" is the beginning of the list.
func placed(after string, n int) ([]any, error) {
	if after == "" {
		return nil, nil
	}
	parts := strings.Split(after, "~")
	if len(parts) != n {
		return nil, wrong("after", "after 应为上一页的 next，现为 %q", after)
	}
	values := make([]any, n)
	for i, part := range parts {
		values[i] = part
	}
	return values, nil
}
