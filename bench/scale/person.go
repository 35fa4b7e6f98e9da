package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/uuid"

	"zhanping/server/auth"
	"zhanping/server/records"
	"zhanping/server/store"
)

const password = "the bench under the ginkgo 2026"

// addBureau makes an account that may see everything.
func addBureau(ctx context.Context, s *store.Store) (login string, err error) {
	params := auth.PasswordParams()
	hash, err := argon2id.CreateHash(password, &params)
	if err != nil {
		return "", err
	}
	now := records.At(time.Now())
	person := records.Person{
		Record: records.Record{ID: uuid.Must(uuid.NewV7()).String(), Version: 1, CreatedAt: now, UpdatedAt: now},
		Login:  "bureau", Name: "主管部门", Password: hash,
	}
	err = s.Within(ctx, func(tx *store.Tx) error {
		if err := tx.Insert(&person); err != nil {
			return err
		}
		for _, role := range []string{"bureau", "auditor"} {
			grant := records.Grant{ID: uuid.Must(uuid.NewV7()).String(), PersonID: person.ID, Role: role, GivenBy: "system"}
			if err := tx.Insert(&grant); err != nil {
				return err
			}
		}
		return nil
	})
	return person.Login, err
}

// person is somebody signed in.
type person struct {
	http *http.Client
	base string
}

func signIn(ctx context.Context, base, login string) (*person, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	p := &person{http: &http.Client{Jar: jar, Transport: &http.Transport{}}, base: base + "/api/v1"}
	body, err := json.Marshal(map[string]string{"login": login, "password": password})
	if err != nil {
		return nil, err
	}
	return p, p.ask(ctx, http.MethodPost, "/session", nil, body, io.Discard)
}

// ask sends a request and reads the whole answer; a refusal is an error.
func (p *person) ask(ctx context.Context, method, path string, query url.Values, body []byte, into io.Writer) error {
	address := p.base + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if len(body) > 0 {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := p.http.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	if answer.StatusCode >= http.StatusMultipleChoices {
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 2000))
		return fmt.Errorf("%s %s: %s: %s", method, path, answer.Status, text)
	}
	_, err = io.Copy(into, answer.Body)
	return err
}

// get asks for a document.
func (p *person) get(ctx context.Context, path string, query url.Values, into any) error {
	var text bytes.Buffer
	if err := p.ask(ctx, http.MethodGet, path, query, nil, &text); err != nil {
		return err
	}
	return json.Unmarshal(text.Bytes(), into)
}
