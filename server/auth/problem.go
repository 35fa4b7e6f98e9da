package auth

import (
	"fmt"
	"net/http"
	"time"
)

// Code says, for programs, why a request or an attempt was refused.
type Code string

// The codes of what this package refuses.
const (
	CodeNotSignedIn        Code = "not_signed_in"        // nobody, or a session that is over
	CodeAlreadySignedIn    Code = "already_signed_in"    // a sign-in was started inside a session
	CodeWrongCredentials   Code = "wrong_credentials"    // login or password; never which of the two
	CodeTooManyAttempts    Code = "too_many_attempts"    // locked out for Problem.Wait
	CodePasswordMustChange Code = "password_must_change" // a one-time password is still in use
	CodePasswordUnfit      Code = "password_unfit"       // a new password breaks the rule
	CodePasswordMoved      Code = "password_moved"       // somebody else changed it meanwhile
	CodeNoPassword         Code = "no_password"          // the account signs in another way
	CodeInvalidToken       Code = "invalid_token"        // unknown, expired or revoked API token
	CodeTokenUnfit         Code = "token_unfit"          // a token cannot be issued like this
	CodeProviderFailed     Code = "provider_failed"      // the identity provider gave no usable answer
	CodeProviderRefused    Code = "provider_refused"     // the identity provider or the person said no
	CodeSignInStale        Code = "sign_in_stale"        // the answer belongs to no sign-in of this browser
	CodeNotLinked          Code = "not_linked"           // nobody here is linked to that identity
	CodeTooManyRequests    Code = "too_many_requests"    // rate limit; see Retry-After
	CodeBodyTooLarge       Code = "body_too_large"       // the body exceeds what the route takes
	CodeCrossOrigin        Code = "cross_origin"         // another site's page made the browser send this
	CodeBusy               Code = "busy"                 // more sign-ins at once than memory allows
	CodeUnavailable        Code = "unavailable"          // what is remembered cannot be read just now
	CodeInternal           Code = "internal"             // a handler broke down
)

// Problem is a refusal in words for the person who asked. It never says whether a login exists.
type Problem struct {
	Code  Code
	Words string        // Chinese, complete sentences
	Field string        // the field of the request at fault, or ""
	Wait  time.Duration // when to try again, or 0
}

func (p *Problem) Error() string { return p.Words }

// Deny answers a request that a guard refuses. Headers such as Retry-After are set before
// it is called; it decides the format of the answer.
type Deny func(w http.ResponseWriter, r *http.Request, code Code, status int, words string)

// waiting is a refusal that ends by itself, with the wait in words.
func waiting(code Code, words string, wait time.Duration) *Problem {
	return &Problem{Code: code, Words: fmt.Sprintf("%s，请 %s后再试。", words, spell(wait)), Wait: wait}
}

// spell says a wait in minutes or seconds, never shorter than it is.
func spell(wait time.Duration) string {
	if wait > 90*time.Second {
		return fmt.Sprintf("%d 分钟", (wait+time.Minute-1)/time.Minute)
	}
	return fmt.Sprintf("%d 秒", seconds(wait))
}

// seconds rounds a wait up to whole seconds, at least one.
func seconds(wait time.Duration) int64 {
	return max(1, int64((wait+time.Second-1)/time.Second))
}
