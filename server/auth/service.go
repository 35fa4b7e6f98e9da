package auth

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/alexedwards/argon2id"
)

// Stores is everything that has to be remembered between requests.
type Stores struct {
	Accounts Accounts
	Sessions SessionStore
	Tokens   TokenStore
	Failures FailureStore
}

// Config is what an installation may set. Now, Deny and Log are needed; what else is left
// out has a default that is safe.
type Config struct {
	Now  func() time.Time
	Deny Deny
	Log  *slog.Logger

	Password      argon2id.Params // default PasswordParams()
	HashesAtOnce  int             // default 4, which is 256 MiB
	IdleTimeout   time.Duration   // a session ends after so long without a request; default 30 minutes
	LongestSignIn time.Duration   // and after so long in any case; default 12 hours

	// PublicURL is where browsers find the server: "https://zp.example.cn". Once set, cookies
	// are always for TLS. Left out, cookies are for TLS but on http://localhost.
	PublicURL string
	// TrustedProxies are addresses and prefixes whose forwarding headers count; default none.
	TrustedProxies []string

	PerAddress Rate // default 100 a second, 400 at once
	PerPerson  Rate // default 20 a second, 100 at once
	// BodyLimit is the longest body that a request may have, in bytes; default 1 MiB for all.
	BodyLimit func(*http.Request) int64

	Provider *ProviderConfig // sign-in through an identity provider (OpenID Connect), or none
}

// Service knows who is asking. It is safe for concurrent use.
type Service struct {
	stores    Stores
	config    Config
	now       func() time.Time
	public    bool
	proxies   proxies
	origins   *http.CrossOriginProtection
	passwords *passwords
	lockout   *lockout
	sessions  *sessions
	addresses *limiter
	people    *limiter
	provider  *provider
}

// New makes a Service, or says what the configuration lacks.
func New(stores Stores, config Config) (*Service, error) {
	if config.Now == nil || config.Deny == nil || config.Log == nil {
		return nil, errors.New("auth: Now, Deny and Log are needed")
	}
	if stores.Accounts == nil || stores.Sessions == nil || stores.Tokens == nil || stores.Failures == nil {
		return nil, errors.New("auth: all four stores are needed")
	}
	config = config.filled()
	s := &Service{stores: stores, config: config, now: func() time.Time { return stored(config.Now()) }}
	var err error
	if s.proxies, err = parseProxies(config.TrustedProxies); err != nil {
		return nil, err
	}
	if err := s.allowOrigin(config.PublicURL); err != nil {
		return nil, err
	}
	if s.passwords, err = newPasswords(config.Password, config.HashesAtOnce); err != nil {
		return nil, err
	}
	s.lockout = &lockout{store: stores.Failures, now: s.now}
	s.sessions = newSessions(stores.Sessions, s.now, config.IdleTimeout)
	s.addresses = newLimiter(config.PerAddress)
	s.people = newLimiter(config.PerPerson)
	if config.Provider != nil {
		s.provider = newProvider(*config.Provider, config.Now)
	}
	return s, nil
}

// filled sets what was left out.
func (c Config) filled() Config {
	if c.Password == (argon2id.Params{}) {
		c.Password = PasswordParams()
	}
	if c.HashesAtOnce < 1 {
		c.HashesAtOnce = 4
	}
	if c.IdleTimeout <= 0 {
		c.IdleTimeout = 30 * time.Minute
	}
	if c.LongestSignIn <= 0 {
		c.LongestSignIn = 12 * time.Hour
	}
	if c.PerAddress == (Rate{}) {
		c.PerAddress = Rate{PerSecond: 100, AtOnce: 400}
	}
	if c.PerPerson == (Rate{}) {
		c.PerPerson = Rate{PerSecond: 20, AtOnce: 100}
	}
	c.PerAddress.AtOnce, c.PerPerson.AtOnce = max(1, c.PerAddress.AtOnce), max(1, c.PerPerson.AtOnce)
	if c.BodyLimit == nil {
		c.BodyLimit = func(*http.Request) int64 { return 1 << 20 }
	}
	return c
}

// allowOrigin sets up what counts as our own site.
func (s *Service) allowOrigin(public string) error {
	s.origins = http.NewCrossOriginProtection()
	if public == "" {
		return nil
	}
	u, err := url.Parse(public)
	if err != nil || u.Host == "" || (u.Scheme != "https" && !loopbackHost(u.Host)) {
		return fmt.Errorf("公开地址 %q 应以 https:// 开头并写明主机名，如 https://zp.example.cn", public)
	}
	s.public = u.Scheme == "https"
	return s.origins.AddTrustedOrigin(u.Scheme + "://" + u.Host)
}

// stored is a time as databases give it back.
func stored(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
