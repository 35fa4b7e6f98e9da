package policies

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// evaluator runs one compiled check. It gives what the judge's finding gives, as an object
// of "outcome", "missing", "observations", "inapplicable", "shortfalls" and "measure".
type evaluator interface {
	evaluate(ctx context.Context, input *ast.Term) (ast.Object, error)
}

// topdownEvaluator is OPA's own interpreter, called without the layers above it: the query
// is compiled once and the input is built once.
type topdownEvaluator struct {
	compiler *ast.Compiler
	query    ast.Body
}

func (t *topdownEvaluator) evaluate(ctx context.Context, input *ast.Term) (ast.Object, error) {
	cancel := topdown.NewCancel()
	stop := context.AfterFunc(ctx, cancel.Cancel)
	defer stop()
	store := emptyStore()
	results, err := topdown.NewQuery(t.query).
		WithCompiler(t.compiler).
		WithStore(store).
		WithTransaction(store.txn).
		WithInput(input).
		WithCancel(cancel).
		WithStrictBuiltinErrors(true).
		WithMetrics(metrics.NoOp()).
		WithTime(time.Unix(0, 0)).
		WithSeed(strings.NewReader("")).
		Run(ctx)
	if err != nil {
		return nil, err
	}
	if len(results) != 1 {
		return nil, fmt.Errorf("%d results", len(results))
	}
	finding, ok := results[0][ast.Var("finding")].Value.(ast.Object)
	if !ok {
		return nil, errors.New("the finding is no object")
	}
	return finding, nil
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
