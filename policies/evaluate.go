package policies

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// program is one query of one compiled check, run by OPA's own interpreter without the
// layers above it: the query is compiled once and the input is built once.
type program struct {
	compiler *ast.Compiler
	query    ast.Body
}

// run gives the values of the query's variables. A panic within the interpreter is an error.
func (p *program) run(ctx context.Context, input *ast.Term, stop topdown.Cancel) (values topdown.QueryResult, err error) {
	defer func() {
		if r := recover(); r != nil {
			values, err = nil, fmt.Errorf("panic: %v", r)
		}
	}()
	store := emptyStore()
	results, err := topdown.NewQuery(p.query).
		WithCompiler(p.compiler).
		WithStore(store).
		WithTransaction(store.txn).
		WithInput(input).
		WithCancel(stop).
		WithStrictBuiltinErrors(true).
		WithMetrics(metrics.NoOp()).
		WithTime(time.Unix(0, 0)).
		WithSeed(noSeed).
		WithVirtualCache(&memo{entries: make([]memoEntry, 0, 8)}).
		WithBaseCache(noCache{}).
		Run(ctx)
	if err != nil {
		return nil, err
	}
	if len(results) != 1 {
		return nil, fmt.Errorf("%d results", len(results))
	}
	return results[0], nil
}

// noSeed would make chance builtins fail, of which a check may use none.
var noSeed = strings.NewReader("")

// noCache keeps nothing of the base documents, of which there are none.
type noCache struct{}

func (noCache) Get(ast.Ref) ast.Value  { return nil }
func (noCache) Put(ast.Ref, ast.Value) {}

// watch stops a query when it is told to, or when the context ends. The interpreter asks
// at its every step, so the context is looked at only now and then.
type watch struct {
	ctx   context.Context //nolint:containedctx // lives as long as one query
	asked int
	over  atomic.Bool
}

// stepsBetweenLooks take well under a millisecond.
const stepsBetweenLooks = 128

func (w *watch) Cancel() { w.over.Store(true) }

func (w *watch) Cancelled() bool {
	if w.asked%stepsBetweenLooks == 0 && w.ctx.Err() != nil {
		w.Cancel()
	}
	w.asked++
	return w.over.Load()
}

// evaluationWords says in Chinese why a check could not decide.
func (c *check) evaluationWords(err error) string {
	var failed *topdown.Error
	if !errors.As(err, &failed) {
		return fmt.Sprintf("判定规则 %s 判定出错（%s）", c.name, err)
	}
	place := c.file
	if at := failed.Location; at != nil {
		place = fmt.Sprintf("%s:%d:%d", at.File, at.Row, at.Col)
		if at.File == c.place {
			place = c.at(at).String()
		}
	}
	switch failed.Code {
	case topdown.CancelErr:
		return fmt.Sprintf("判定规则 %s 超过时限，没有得出结论", c.name)
	case topdown.ConflictErr:
		return fmt.Sprintf("判定规则 %s 得出互相矛盾的值（%s：%s）", c.name, place, failed.Message)
	case topdown.BuiltinErr, topdown.TypeErr:
		return fmt.Sprintf("判定规则 %s 遇到无法处理的值（%s：%s）", c.name, place, failed.Message)
	}
	return fmt.Sprintf("判定规则 %s 判定出错（%s：%s）", c.name, place, failed.Message)
}
