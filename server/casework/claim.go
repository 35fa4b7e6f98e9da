package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"zhanping/server/records"
	"zhanping/server/store"
)

// Claim says that the request under way may happen once only, however often it is sent. Its row goes
// in with the first transaction of the request, so that what the request does and the mark that it was
// done come and go together; the answer is added afterwards.
type Claim struct {
	Key     string                 // as the sender chose it
	Person  string                 // who sends it
	Server  string                 // which process works on it
	Request func() (string, error) // digest of the request, all of which is read by then
	Claimed bool                   // the request has changed something
	Secret  bool                   // its answer holds what is shown once and kept nowhere
}

type claimKey struct{}

// Claiming is a context in which the request carries a claim.
func Claiming(ctx context.Context, claim *Claim) context.Context {
	return context.WithValue(ctx, claimKey{}, claim)
}

func claimIn(ctx context.Context) *Claim {
	claim, _ := ctx.Value(claimKey{}).(*Claim)
	return claim
}

// ShownOnce notes that the answer to the request must not be kept.
func ShownOnce(ctx context.Context) {
	if claim := claimIn(ctx); claim != nil {
		claim.Secret = true
	}
}

// row is the mark of a request that has no answer yet. The key itself is not kept, since its sender
// may have put anything into it.
func (c *Claim) row(now records.Time) (records.Idempotency, error) {
	request, err := c.Request()
	return records.Idempotency{Key: c.kept(), PersonID: c.Person, Request: request, Header: c.Server, At: now}, err
}

func (c *Claim) kept() string {
	sum := sha256.Sum256([]byte(c.Key))
	return hex.EncodeToString(sum[:])
}

// KeptAnswer is the answer to a request that was sent before.
type KeptAnswer struct {
	Status int
	Header string
	Body   []byte
}

// underWay is how long a request of another process that left no answer counts as still at work.
const underWay = time.Minute

// Answered is what came of the request when it was sent before: nil where it never was, or came to
// nothing. It is a refusal where another request was sent under the key, and where there is no answer
// to give: the first is still at work, or it was done and the answer is lost or not kept.
func (s *Service) Answered(ctx context.Context, claim *Claim) (*KeptAnswer, error) {
	row, err := store.First[records.Idempotency](s.read(ctx), store.Query{
		Where: []store.Condition{store.Equal("key", claim.kept()), store.Equal("person_id", claim.Person)}, Order: []string{"key"},
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	request, err := claim.Request()
	if err != nil {
		return nil, err
	}
	age := s.clock().Sub(row.At.Time)
	switch {
	case row.Request != request:
		return nil, wrong("header.Idempotency-Key", "这个 Idempotency-Key 已用于另一个请求；每件事请用一个新的")
	case row.Status != 0:
		return &KeptAnswer{row.Status, row.Header, row.Body}, nil
	case row.Header != claim.Server && 0 <= age && age < underWay:
		return nil, refuse(Repeated, "同一请求正在办理；请稍后再试，会得到它的结果")
	}
	return nil, refuse(Repeated, "这个请求先前已经办成，没有重复办理，但当时的回答没有留存；请到列表或日志里查看结果")
}

// KeepAnswer adds the answer to a request that has changed something.
func (s *Service) KeepAnswer(ctx context.Context, claim *Claim, answer KeptAnswer) error {
	if !claim.Claimed || claim.Secret {
		return nil
	}
	row, err := claim.row(s.now())
	if err != nil {
		return err
	}
	row.Status, row.Header, row.Body = answer.Status, answer.Header, answer.Body
	return s.read(ctx).Put(&row, "key", "person_id")
}
