package auth

import (
	"context"
	"net/http"
	"net/netip"
)

// exchange is what the guards know of one request and its answer. One request, one
// goroutine: it is not guarded by a lock.
type exchange struct {
	answer  http.ResponseWriter // for cookies
	request string              // request id
	address netip.Addr          // of the client; not valid where it cannot be known
	tls     bool                // the client speaks TLS to us or to a trusted proxy
	local   bool                // plain HTTP that does not leave the machine
	route   string              // pattern, for the log

	loaded    bool     // scs is in the context
	session   *Session // what the cookie names, while it holds
	dropped   bool     // the store still had the session that was removed last
	principal *Principal
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	e, _ := ctx.Value(exchangeKey{}).(*exchange)
	return e
}

// open finds the exchange of a request, or begins it.
func (s *Service) open(w http.ResponseWriter, r *http.Request) (*exchange, *http.Request) {
	if e := exchangeOf(r.Context()); e != nil {
		return e, r
	}
	e := &exchange{answer: w, request: requestID(r)}
	e.address, e.tls = s.proxies.client(r)
	e.local = !s.public && !e.tls && e.address.IsLoopback() && loopbackHost(r.Host)
	return e, r.WithContext(context.WithValue(r.Context(), exchangeKey{}, e))
}

// RequestID is the id under which the request is logged, or "" outside Service.Front.
func RequestID(ctx context.Context) string {
	if e := exchangeOf(ctx); e != nil {
		return e.request
	}
	return ""
}

// NoteRoute tells the access log the pattern of the route that was found, such as
// "/api/v1/cases/:id". What is never noted is logged as unmatched, since a raw path can
// carry anything.
func NoteRoute(ctx context.Context, pattern string) {
	if e := exchangeOf(ctx); e != nil {
		e.route = pattern
	}
}

// address is where the request comes from.
func address(ctx context.Context) netip.Addr {
	if e := exchangeOf(ctx); e != nil {
		return e.address
	}
	return netip.Addr{}
}
