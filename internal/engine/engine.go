// Package engine joins standards, checks and evidence into one thing that judges: it
// loads them once, chooses the standards for a subject and binds each variant once. It
// takes file systems and values, never paths, and prints nothing.
package engine

import (
	"io/fs"
	"sync"

	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

// Sources are what a user has of his own beside what comes with the program.
type Sources struct {
	Standards []standards.Source
	Policies  []fs.FS // policies.Named, so that messages can name their files
	Overlays  []*standards.Overlay
	Terms     map[string]Terms // by id@edition; a standard without terms counts everywhere
}

// Engine is everything that judging needs, loaded once. It is safe for concurrent use.
type Engine struct {
	schema    *evidence.Schema
	catalogue *standards.Catalogue
	policies  *policies.Engine
	overlays  []*standards.Overlay
	own       Sources

	mu     sync.Mutex
	judges map[string]*boundJudge // by standard ref, level, period and overlays
}

type boundJudge struct {
	once  sync.Once
	std   *standards.Standard // the variant for level, region and day
	judge *policies.Judge
	err   error
}

// Embedded are the checks that come with the program.
func Embedded() fs.FS { return policies.Named{FS: policies.FS, Prefix: "policies"} }

// Open reads what comes with the program and what the sources add to it. Each overlay is
// laid over its standard, together with those of the wider regions around it, so that
// loosening is refused before anything is judged. Its error is every fault at once.
func Open(own Sources) (*Engine, error) {
	catalogued := append([]standards.Source{{FS: standards.Embedded(), Display: "standards"}}, own.Standards...)
	return open(own, catalogued, append([]fs.FS{Embedded()}, own.Policies...))
}

// OpenOnly reads nothing but the sources, so that what was judged years ago can be judged
// again: the first of their policies is the whole tree of that time, with its judge.
func OpenOnly(only Sources) (*Engine, error) { return open(only, only.Standards, only.Policies) }

func open(own Sources, catalogued []standards.Source, checks []fs.FS) (*Engine, error) {
	e := &Engine{schema: evidence.DefaultSchema(), overlays: own.Overlays, own: own, judges: map[string]*boundJudge{}}
	var err error
	if e.catalogue, err = standards.Open(catalogued...); err != nil {
		return nil, err
	}
	if e.policies, err = policies.Load(e.schema, checks...); err != nil {
		return nil, err
	}
	if err := e.checkOverlays(); err != nil {
		return nil, err
	}
	return e, nil
}

// Own is what the engine was opened with beside what comes with the program.
func (e *Engine) Own() Sources { return e.own }

// Schema is what every fact is.
func (e *Engine) Schema() *evidence.Schema { return e.schema }

// Catalogue is every standard, embedded and of one's own.
func (e *Engine) Catalogue() *standards.Catalogue { return e.catalogue }

// Policies is every check, embedded and of one's own.
func (e *Engine) Policies() *policies.Engine { return e.policies }

// Bind lays the standard's variant for a level, region and day beside the checks, once
// for all that have the same items and overlays. It returns that variant and its judge.
func (e *Engine) Bind(std *standards.Standard, level, region, day string) (*standards.Standard, *policies.Judge, error) {
	std, err := e.resolve(std, region)
	if err != nil {
		return nil, nil, err
	}
	e.mu.Lock()
	key := std.Ref() + "/" + level + "/" + std.Since(day) + "/" + e.overlayKey(std, region)
	b, found := e.judges[key]
	if !found {
		b = &boundJudge{}
		e.judges[key] = b
	}
	e.mu.Unlock()
	b.once.Do(func() {
		b.std = std.AsOf(day).ForLevel(level)
		b.judge, b.err = e.policies.Bind(b.std)
	})
	return b.std, b.judge, b.err
}
