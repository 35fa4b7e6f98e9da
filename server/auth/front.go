package auth

import "net/http"

// Front is what every request passes first, whoever sends it: request id, access log and
// recovery, security headers, rate limit by address, body limit, cross-origin protection.
func (s *Service) Front(next http.Handler) http.Handler {
	guarded := s.logged(s.headers(s.bounded(next)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e, r := s.open(w, r)
		w.Header().Set("X-Request-Id", e.request)
		guarded.ServeHTTP(w, r)
	})
}

// contentPolicy lets pages load from this server only and run no script or style written
// into the page. WebAssembly may be compiled, since an assessor without reception is scored by
// the engine in the browser; that opens no way to run text as script.
const contentPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; " +
	"style-src 'self'; font-src 'self' data:; " +
	"worker-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

// headers sets what browsers are told about every answer. A handler may set its own
// Cache-Control for what is nobody's in particular.
func (s *Service) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if exchangeOf(r.Context()).tls {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// bounded refuses what comes too often, is too long, or was sent by another site's page.
func (s *Service) bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.pass(w, r, s.addresses, bucket(address(r.Context()))) {
			return
		}
		limit := s.config.BodyLimit(r)
		if r.ContentLength > limit {
			w.Header().Set("Connection", "close")
			s.config.Deny(w, r, CodeBodyTooLarge, http.StatusRequestEntityTooLarge, "提交的内容过大，请压缩或分次提交。")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		if err := s.origins.Check(r); err != nil {
			s.config.Deny(w, r, CodeCrossOrigin, http.StatusForbidden, "请求来自其他网站的页面，已拒绝；请在本系统的页面中操作。")
			return
		}
		next.ServeHTTP(w, r)
	})
}
