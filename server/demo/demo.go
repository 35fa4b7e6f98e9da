// Package demo fills a new installation with the samples as a county in the middle of its work, so
// that every screen has something to show. It does so as the people of that county would, through
// server/casework, on days of the past; it writes nothing by itself.
package demo

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"zhanping/server"
	"zhanping/server/casework"
	"zhanping/server/records"
)

// Account is a person of the demonstration, to be shown on the terminal.
type Account struct {
	Login    string
	Name     string
	Role     string // what the person is for, in Chinese
	Password string
}

// loader loads the demonstration step by step. A step that was taken before is not taken again, so
// that loading may be broken off at any moment.
type loader struct {
	app     *server.App
	work    *casework.Service // by a clock of its own
	samples fs.FS
	now     time.Time

	people   map[string]casework.Actor // by login
	accounts []Account                 // opened by this loading
	stations map[string]station        // by code
	codes    []string                  // in the order in which they were entered
	batch    records.Batch             // the one that is worked on
	changed  bool
}

// Load makes the demonstration county out of the samples and gives its accounts with their passwords,
// which need no change. Where all is there already it changes nothing and gives none; where a loading
// was broken off it goes on, and gives new passwords.
func Load(ctx context.Context, app *server.App, samples fs.FS) ([]Account, error) {
	l := &loader{app: app, samples: samples, people: map[string]casework.Actor{}, stations: map[string]station{}}
	var err error
	if l.work, err = app.WorkAt(func() time.Time { return l.now }); err != nil {
		return nil, err
	}
	for _, step := range []struct {
		day  string
		what string
		do   func(context.Context) error
	}{
		{"2025-06-20", "open the accounts", l.openAccounts},
		{"2025-06-20", "enter the stations", l.enterStations},
		{"2025-07-01", "fill in what was said the year before", l.fillBefore},
		{"2025-07-01", "bring the batch of the year before to its end", func(ctx context.Context) error {
			if err := l.bring(ctx, before()); err != nil {
				return err
			}
			return l.closeBatch(ctx)
		}},
		{"2026-07-01", "fill in", l.fillNow},
		{"2026-07-01", "bring those of the summer as far as they go", func(ctx context.Context) error { return l.bring(ctx, summer()) }},
		{l.day(-26), "bring those of the autumn as far as they go", func(ctx context.Context) error { return l.bring(ctx, l.autumn()) }},
	} {
		l.at(step.day)
		if err := step.do(ctx); err != nil {
			return nil, fmt.Errorf("load the demonstration: %s: %w", step.what, err)
		}
	}
	if !l.changed {
		return nil, nil
	}
	if err := l.renewPasswords(ctx); err != nil {
		return nil, fmt.Errorf("load the demonstration: new passwords: %w", err)
	}
	return l.accounts, nil
}

// at moves the demonstration's clock to nine o'clock of a day in China.
func (l *loader) at(day string) {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err) // the days stand in this package
	}
	l.now = at.Add(time.Hour)
}
