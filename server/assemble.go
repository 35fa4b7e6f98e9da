package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/danielgtaylor/huma/v2"

	"zhanping/internal/attachment"
	"zhanping/internal/engine"
	"zhanping/internal/journal"
	"zhanping/internal/regions"
	"zhanping/internal/workdays"
	"zhanping/policies"
	"zhanping/server/auth"
	"zhanping/server/casework"
	"zhanping/server/jobs"
	"zhanping/server/store"
)

// Config is what an installation sets. Data, Clock and Log are needed.
type Config struct {
	Data           string // folder of the database file, the attachments and the keys
	Database       string // connection string of PostgreSQL; empty: a SQLite file in Data
	Attachments    string // address of the store of attachments, file:// or s3://; empty: a folder in Data
	PublicURL      string
	TrustedProxies []string
	Provider       *auth.ProviderConfig
	Sources        engine.Sources
	Calendar       *workdays.Calendar // nil: the packaged one
	Regions        *regions.Table     // nil: the packaged one
	Version        string
	Clock          func() time.Time
	Log            *slog.Logger
	Jobs           jobs.Config
	PerAddress     auth.Rate // zero: auth's default
	PerPerson      auth.Rate
	Password       argon2id.Params // zero: auth's default; tests make hashing cheap
}

// App is the server put together. Close it.
type App struct {
	Handler  http.Handler
	Contract *huma.OpenAPI
	Work     *casework.Service
	Auth     *auth.Service
	Keys     Keys

	parts casework.Parts
	store *store.Store
	vault *attachment.Vault
	queue *jobs.Queue
	stop  func() // ends following what other processes publish
	clock func() time.Time
	log   *slog.Logger
}

// Open puts the server together: it opens and migrates the database and loads standards and policies.
func Open(ctx context.Context, c Config) (*App, error) {
	sets, err := engine.Open(c.Sources)
	if err != nil {
		return nil, fmt.Errorf("load standards and policies: %w", err)
	}
	rights, err := policies.LoadAuthz()
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, c.DatabaseAt(), c.Clock)
	if err != nil {
		return nil, err
	}
	vault, err := attachment.OpenVault(ctx, c.AttachmentsAt())
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	a := &App{store: db, vault: vault, clock: c.Clock, log: c.Log}
	if err := a.assemble(ctx, c, sets, rights); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) assemble(ctx context.Context, c Config, sets *engine.Engine, rights *policies.Authz) error {
	if _, err := a.store.Migrate(ctx); err != nil {
		return err
	}
	if err := a.whole(ctx); err != nil {
		return err
	}
	var err error
	if a.queue, err = jobs.New(a.store, c.Log, c.Jobs); err != nil {
		return err
	}
	if a.Keys, err = OpenKeys(c.KeysAt(), rand.Reader); err != nil {
		return err
	}
	a.parts = casework.Parts{
		Store: a.store, Sets: casework.NewSets(sets), Rights: rights, Clock: c.Clock, Random: rand.Reader, Vault: a.vault, Queue: a.queue,
		Signing:  casework.Signing{Key: a.Keys.Card.Signer, Public: a.Keys.Card.Public, Page: c.cardPage()},
		Calendar: c.Calendar, Regions: c.Regions,
	}
	if a.Work, err = casework.New(a.parts); err != nil {
		return err
	}
	if err := a.Work.OpenSets(ctx); err != nil {
		return err
	}
	a.stop = a.follow(c.Log)
	accounts := a.store.Accounts()
	a.Auth, err = auth.New(auth.Stores{Accounts: accounts, Sessions: accounts, Tokens: accounts, Failures: accounts}, auth.Config{
		Now: c.Clock, Deny: Deny, Log: c.Log, PublicURL: c.PublicURL, TrustedProxies: c.TrustedProxies, Provider: c.Provider,
		Password: c.Password, PerAddress: c.PerAddress, PerPerson: c.PerPerson, BodyLimit: bodyLimit,
	})
	if err != nil {
		return err
	}
	a.Handler, a.Contract = New(Parts{Work: a.Work, Auth: a.Auth, Ready: a.store.Ping, Log: c.Log, Version: c.Version})
	return a.queue.Start(ctx, a.Work.LongWork())
}

// cardPage is where the application shows a card; what stands behind its "#" never leaves the browser.
func (c Config) cardPage() string {
	if c.PublicURL == "" {
		return ""
	}
	return strings.TrimSuffix(c.PublicURL, "/") + "/card"
}

// bodyLimit is the most that any route takes; the routes themselves set less.
func bodyLimit(*http.Request) int64 { return 64 << 20 }

// FirstAdministrator makes the administrator of a new installation and gives the password that is to
// be printed once; "" where there are accounts already.
func (a *App) FirstAdministrator(ctx context.Context) (password string, err error) {
	password, hash, err := a.Auth.OneTimePassword(ctx)
	if err != nil {
		return "", err
	}
	made, err := a.Work.Founder(ctx, "admin", hash)
	if err != nil || !made {
		return "", err
	}
	return password, nil
}

// Recover gives the account with that login a one-time password, for when nobody is left who could
// reset it.
func (a *App) Recover(ctx context.Context, login string) (password string, err error) {
	return a.Work.Recover(ctx, auth.NormalLogin(login), func(personID string) (string, error) {
		return a.Auth.ResetPassword(ctx, personID)
	})
}

// WorkAt is the casework by another clock, for what is told of the past.
func (a *App) WorkAt(clock func() time.Time) (*casework.Service, error) {
	parts := a.parts
	parts.Clock = clock
	return casework.New(parts)
}

// ReadJournal passes the journal as it stands at one moment.
func (a *App) ReadJournal(ctx context.Context, f func(journal.Reader) error) error {
	return a.store.ReadJournal(ctx, f)
}

// Close interrupts long work, which the next start goes on with, and ends what the server holds open.
func (a *App) Close() error {
	if a.stop != nil {
		a.stop()
	}
	var err error
	if a.queue != nil {
		stop, cancel := context.WithTimeout(context.Background(), Drain)
		defer cancel()
		err = a.queue.Stop(stop)
	}
	return errors.Join(err, a.store.Close(), a.vault.Close())
}
