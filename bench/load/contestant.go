package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/uuid"

	"zhanping/bench/contest"
	"zhanping/bench/host"
	"zhanping/server/auth"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

// contestant is a server with everybody who uses it.
type contestant struct {
	name    string
	process *host.Process
	users   []user
}

// user is one person at work.
type user interface {
	// save has the next draft judged, and kept where the server keeps anything.
	save(ctx context.Context) error
	// verdicts is the outcome of each item of the draft saved last.
	verdicts(ctx context.Context) (contest.Answers, error)
}

// clerk saves the evidence of a station on our server.
type clerk struct {
	http    *http.Client
	url     string // of the station
	code    string
	drafts  []draft
	next    int
	version string // ETag of the revision saved last
}

// password is everybody's, on databases that live for one run.
const password = "the bench under the ginkgo 2026"

// startOurs makes a database with a station and an account for each user and starts the server on it.
func startOurs(ctx context.Context, name, folder, dsn, profile string, drafts [][]draft) (*contestant, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	stations, err := found(ctx, folder, dsn, len(drafts))
	if err != nil {
		return nil, err
	}
	p, err := host.Ours(ctx, "-data", folder, "-database", dsn, "-day", contest.AsOf, "-profile", profile)
	if err != nil {
		return nil, err
	}
	c := &contestant{name: name, process: p}
	for i, station := range stations {
		u := &clerk{url: p.URL + "/api/v1/stations/" + station, code: code(i), drafts: drafts[i], version: `"0"`}
		if err := u.signIn(ctx, p.URL); err != nil {
			return nil, errors.Join(err, p.Stop())
		}
		c.users = append(c.users, u)
	}
	return c, nil
}

// found puts stations and accounts into an empty database and gives the ids of the stations.
func found(ctx context.Context, folder, dsn string, n int) (ids []string, err error) {
	if dsn == "" {
		dsn = folder + "/zhanping.db"
	}
	s, err := store.Open(ctx, dsn, time.Now)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if _, err := s.Migrate(ctx); err != nil {
		return nil, err
	}
	params := auth.PasswordParams()
	hash, err := argon2id.CreateHash(password, &params)
	if err != nil {
		return nil, err
	}
	record := func() records.Record {
		now := records.At(time.Now())
		return records.Record{ID: uuid.Must(uuid.NewV7()).String(), Version: 1, CreatedAt: now, UpdatedAt: now}
	}
	const region = "330482106000" // of every invented bundle
	err = s.Within(ctx, func(tx *store.Tx) error {
		for i := range n {
			station := records.Station{
				Record: record(), Code: code(i), Name: "示例镇退役军人服务站", Kind: "station", Level: "town", Region: region, Sample: true,
			}
			person := records.Person{Record: record(), Login: code(i), Name: "经办员", Password: hash}
			grant := records.Grant{ID: record().ID, PersonID: person.ID, Role: "station", Region: region, StationID: station.ID, GivenBy: "system"}
			if err := errors.Join(tx.Insert(&station), tx.Insert(&person), tx.Insert(&grant)); err != nil {
				return err
			}
			ids = append(ids, station.ID)
		}
		return nil
	})
	return ids, err
}

func (c *clerk) signIn(ctx context.Context, url string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	c.http = &http.Client{Jar: jar, Transport: &http.Transport{}}
	body, err := json.Marshal(map[string]string{"login": c.code, "password": password})
	if err != nil {
		return err
	}
	_, err = ask(ctx, c.http, http.MethodPost, url+"/api/v1/session", nil, body, io.Discard)
	return err
}

func (c *clerk) save(ctx context.Context) error {
	d := c.drafts[c.next%len(c.drafts)]
	c.next++
	header := map[string]string{"If-Match": c.version}
	answer, err := ask(ctx, c.http, http.MethodPut, c.url+"/bundle", header, d.save, io.Discard)
	if err != nil {
		return err
	}
	version := answer.Get("ETag")
	if version == c.version {
		return errors.New("a save made no new revision")
	}
	c.version = version
	return nil
}

func (c *clerk) verdicts(ctx context.Context) (contest.Answers, error) {
	var text bytes.Buffer
	if _, err := ask(ctx, c.http, http.MethodGet, c.url+"/reports?standard="+contest.Standard, nil, nil, &text); err != nil {
		return nil, err
	}
	return contest.ReadReport(&text, c.code)
}

// durablePostgreSQL is an empty database on a server that keeps what was committed, and its end.
func durablePostgreSQL(ctx context.Context) (dsn string, remove func() error, err error) {
	s, err := storetest.Start("fsync=on", "synchronous_commit=on", "full_page_writes=on")
	if err != nil {
		return "", nil, err
	}
	if dsn, err = s.Create(ctx); err != nil {
		return "", nil, errors.Join(err, s.Remove())
	}
	return dsn, s.Remove, nil
}

// asker has evidence judged by the OPA server.
type asker struct {
	http   *http.Client
	url    string
	code   string
	drafts []draft
	next   int
}

// opaAddress is where the OPA server listens.
const opaAddress = "127.0.0.1:18181"

func startOPA(ctx context.Context, c contest.Case, drafts [][]draft) (*contestant, error) {
	p, err := host.OPA(ctx, c.Peers(), opaAddress)
	if err != nil {
		return nil, err
	}
	peer := &contestant{name: "opa run --server", process: p}
	for i := range drafts {
		peer.users = append(peer.users, &asker{
			http: &http.Client{Transport: &http.Transport{}}, url: p.URL + "/v1/data/main/deny", code: code(i), drafts: drafts[i],
		})
	}
	return peer, nil
}

func (a *asker) save(ctx context.Context) error {
	a.next++
	return a.judge(ctx, io.Discard)
}

func (a *asker) judge(ctx context.Context, into io.Writer) error {
	d := a.drafts[(a.next-1)%len(a.drafts)]
	_, err := ask(ctx, a.http, http.MethodPost, a.url, nil, d.judge, into)
	return err
}

func (a *asker) verdicts(ctx context.Context) (contest.Answers, error) {
	var text bytes.Buffer
	if err := a.judge(ctx, &text); err != nil {
		return nil, err
	}
	return contest.ReadServed(&text, a.code)
}

// ask sends a request, reads the whole answer and gives its header; a refusal is an error.
func ask(ctx context.Context, client *http.Client, method, url string, header map[string]string, body []byte, into io.Writer) (http.Header, error) {
	r, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if len(body) > 0 {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	answer, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	if answer.StatusCode >= http.StatusMultipleChoices {
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 2000))
		return nil, fmt.Errorf("%s %s: %s: %s", method, url, answer.Status, text)
	}
	_, err = io.Copy(into, answer.Body)
	return answer.Header, err
}
