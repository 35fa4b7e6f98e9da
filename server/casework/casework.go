// Package casework is the use cases of the server: what may happen to stations, evidence, cases and
// results. Each is one method of Service: it asks whether the actor may, does the work in one
// transaction, and leaves an entry in the journal. It knows neither HTTP nor GORM nor Rego.
package casework

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"zhanping/internal/attachment"
	"zhanping/internal/regions"
	"zhanping/internal/workdays"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// Rights decides what an actor may do; policies.Authz is it.
type Rights interface {
	Decide(ctx context.Context, request policies.Request) (policies.Decision, error)
}

// Service does the casework. It is safe for concurrent use.
type Service struct {
	store  *store.Store
	sets   *Sets
	rights Rights
	clock  func() time.Time
	random io.Reader
	place  *time.Location
	vault  *attachment.Vault
	queue  Queue

	signing  Signing
	examiner *attachment.Examiner
	calendar *workdays.Calendar
	table    *regions.Table // nil where the program was built without one
}

// Parts are what a Service is made of.
type Parts struct {
	Store  *store.Store
	Sets   *Sets
	Rights Rights
	Clock  func() time.Time  // now
	Random io.Reader         // unpredictable bytes
	Vault  *attachment.Vault // where the bytes of uploads and of what jobs make are kept
	Queue  Queue             // of long work; nil where there is none

	Signing Signing // of result cards

	Calendar *workdays.Calendar // nil: the packaged one
	Regions  *regions.Table     // nil: the packaged one, where there is one
}

// New puts a Service together.
func New(p Parts) (*Service, error) {
	place, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return nil, fmt.Errorf("load the time zone: %w", err)
	}
	if p.Calendar == nil {
		if p.Calendar, err = workdays.Open(); err != nil {
			return nil, err
		}
	}
	if p.Regions == nil {
		if p.Regions, err = regions.Open(); err != nil && !errors.Is(err, regions.ErrNotPacked) {
			return nil, err
		}
	}
	return &Service{
		store: p.Store, sets: p.Sets, rights: p.Rights, clock: p.Clock, random: p.Random, place: place, vault: p.Vault, queue: p.Queue,
		signing: p.Signing, examiner: attachment.NewExaminer(attachment.DefaultMemory), calendar: p.Calendar, table: p.Regions,
	}, nil
}

func (s *Service) now() records.Time { return records.At(s.clock()) }

// today is the calendar day in China, where every deadline runs.
func (s *Service) today() string { return s.clock().In(s.place).Format(time.DateOnly) }

// Now is the moment by the service's clock.
func (s *Service) Now() time.Time { return s.clock() }

// Today is the calendar day in China by the service's clock.
func (s *Service) Today() string { return s.today() }

// newID is an identifier that sorts by creation.
func (s *Service) newID() string {
	id, err := uuid.NewV7FromReader(s.random)
	if err != nil {
		panic("the source of randomness failed: " + err.Error())
	}
	return id.String()
}

// newRecord is what a record starts with.
func (s *Service) newRecord() records.Record {
	now := s.now()
	return records.Record{ID: s.newID(), Version: 1, CreatedAt: now, UpdatedAt: now}
}

// randomHex is n unpredictable bytes as text.
func (s *Service) randomHex(n int) (string, error) {
	data := make([]byte, n)
	if _, err := io.ReadFull(s.random, data); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	return hex.EncodeToString(data), nil
}

// read is the store outside a transaction.
func (s *Service) read(ctx context.Context) *store.Tx { return s.store.Read(ctx) }

// within is one transaction. The first one of a request that may happen only once begins by saying so.
func (s *Service) within(ctx context.Context, f func(*store.Tx) error) error {
	claim := claimIn(ctx)
	if claim == nil || claim.Claimed {
		return s.store.Within(ctx, f)
	}
	row, err := claim.row(s.now())
	if err != nil {
		return err
	}
	err = s.store.Within(ctx, func(tx *store.Tx) error {
		if err := tx.Insert(&row); errors.Is(err, store.ErrExists) {
			return refuse(Repeated, "同一请求正在办理；请稍后再试，会得到它的结果")
		} else if err != nil {
			return err
		}
		return f(tx)
	})
	claim.Claimed = err == nil
	return err
}

// get is the record of that id; what it is called stands in the refusal where there is none.
func get[T any](tx *store.Tx, id, called string) (T, error) {
	found, err := store.Get[T](tx, id)
	return found, orMissing(err, called)
}

// listed is a list that is never null, neither in the database nor in an answer.
func listed[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
