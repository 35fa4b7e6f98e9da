package auth

import (
	"context"
	"crypto/rand"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	shortestPassword = 12
	longestPassword  = 128
	// leastOwn is how much must be left of a password without the commonest words in it.
	leastOwn = 6
	// leastKinds is the least number of different characters.
	leastKinds = 5
)

//go:embed common.txt
var commonWords string

// CheckNewPassword says in one Problem all that is wrong with a new password, or nil.
func CheckNewPassword(password, login string) error {
	password, login = typed(password), NormalLogin(login)
	n := utf8.RuneCountInString(password)
	var wrong []string
	if n < shortestPassword {
		wrong = append(wrong, fmt.Sprintf("只有 %d 个字符，至少要 %d 个", n, shortestPassword))
	}
	if n > longestPassword {
		wrong = append(wrong, fmt.Sprintf("超过 %d 个字符", longestPassword))
	}
	if n >= shortestPassword {
		wrong = append(wrong, guessable(strings.ToLower(password), login)...)
	}
	if len(wrong) == 0 {
		return nil
	}
	return &Problem{
		Code: CodePasswordUnfit, Field: "new_password",
		Words: "新密码不合要求：" + strings.Join(wrong, "；") + "。可以用几个不相干的词连成一句。",
	}
}

// guessable names every way in which a long password is still among the first to be tried.
func guessable(password, login string) []string {
	var wrong []string
	if strings.Trim(password, "0123456789 -") == "" {
		wrong = append(wrong, "不能只用数字（手机号、身份证号、生日都容易被猜到）")
	}
	if kinds(password) < leastKinds {
		wrong = append(wrong, fmt.Sprintf("不同的字符不足 %d 个", leastKinds))
	}
	if doubled := password + password; strings.Contains(doubled[1:len(doubled)-1], password) {
		wrong = append(wrong, "不能由同一段反复组成")
	}
	if running(password) {
		wrong = append(wrong, "不能由连续的字符组成")
	}
	words := strings.Fields(commonWords)
	if left(password, words) < leastOwn {
		wrong = append(wrong, "太常见，去掉常用的词和数字后所剩无几")
	} else if login != "" && left(password, append(words, login)) < leastOwn {
		wrong = append(wrong, "不能只是登录名加上几个字符")
	}
	return wrong
}

func kinds(password string) int {
	seen := map[rune]bool{}
	for _, r := range password {
		seen[r] = true
	}
	return len(seen)
}

// running reports whether most characters follow on from the one before: abcdef, 112233, 9876.
func running(password string) bool {
	steps, n, last := 0, -1, rune(-9)
	for _, r := range password {
		if d := r - last; -1 <= d && d <= 1 {
			steps++
		}
		last = r
		n++
	}
	return 5*steps > 3*n
}

// left counts what remains of a password without any of the words, longest first.
func left(password string, words []string) int {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	for _, word := range words {
		password = strings.ReplaceAll(password, word, " ")
	}
	return utf8.RuneCountInString(strings.ReplaceAll(password, " ", ""))
}

// readable has no two characters that look alike on paper or are read out alike.
const readable = "abcdefghijkmnpqrstuvwxyz23456789"

// oneTimePassword is sixteen readable characters in four groups, 80 bits.
func oneTimePassword() string {
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails: the program ends where there is no randomness
	var text strings.Builder
	for i, b := range random {
		if i > 0 && i%4 == 0 {
			text.WriteByte('-')
		}
		text.WriteByte(readable[int(b)%len(readable)])
	}
	return text.String()
}

// secret is unguessable text.
func secret() string { return rand.Text() + rand.Text() }

// OneTimePassword makes the first password of a new account and the hash to store with
// MustChange. The text is shown once and kept nowhere.
func (s *Service) OneTimePassword(ctx context.Context) (password, hash string, err error) {
	password = oneTimePassword()
	hash, err = s.passwords.hash(ctx, password)
	return password, hash, err
}
