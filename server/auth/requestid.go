package auth

import (
	"crypto/rand"
	"net/http"
	"regexp"
)

var (
	wellFormedID = regexp.MustCompile(`^[A-Za-z0-9-]{16,64}$`)
	// telling is a run of digits in which a phone or identity number could hide.
	telling = regexp.MustCompile(`[0-9]{10}`)
)

// requestID takes over the id that a proxy gave the request, where it is one: the id ends
// up in logs, so nothing that could be a person's number passes.
func requestID(r *http.Request) string {
	given := r.Header.Get("X-Request-Id")
	if wellFormedID.MatchString(given) && !telling.MatchString(given) {
		return given
	}
	return rand.Text()
}
