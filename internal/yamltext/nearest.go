package yamltext

import "strings"

// Nearest is the candidate that word was most likely meant to be (您是不是要写), by the
// number of characters that differ; of equally near ones the first. It is false when
// none is near enough to suggest.
func Nearest(word string, candidates []string) (string, bool) {
	typed := []rune(strings.ToLower(word))
	best, found := "", false
	limit := max(1, len(typed)*2/5)
	if len(typed) < 2 {
		return "", false
	}
	for _, candidate := range candidates {
		d := distance(typed, []rune(strings.ToLower(candidate)), limit)
		if d <= limit && (!found || d < limit) {
			best, found = candidate, true
			limit = d
		}
	}
	if found {
		return best, true
	}
	// 面积 for 使用面积: part of exactly one candidate.
	for _, candidate := range candidates {
		if strings.Contains(candidate, word) || len([]rune(candidate)) > 1 && strings.Contains(word, candidate) {
			if found {
				return "", false
			}
			best, found = candidate, true
		}
	}
	return best, found
}

// distance counts insertions, deletions, replacements and swaps of neighbours; it may
// stop early with a number above limit.
func distance(a, b []rune, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
