package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/spf13/cobra"

	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

// sources are the folders of one's own that stand beside the embedded ones.
type sources struct {
	standards []string
	policies  []string
	overlays  []string
}

func (s *sources) addFlags(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&s.standards, "standards", nil, "自备标准的`目录`，与内置标准并用（可重复）")
	cmd.Flags().StringArrayVar(&s.policies, "policies", nil, "自备判定规则的`目录`，与内置规则并用（可重复）")
}

// engine is everything that judging needs, loaded once.
type engine struct {
	schema    *evidence.Schema
	catalogue *standards.Catalogue
	policies  *policies.Engine
	overlays  []*standards.Overlay

	mu     sync.Mutex
	judges map[string]*boundJudge // by standard ref, level, period and overlays
}

type boundJudge struct {
	once  sync.Once
	std   *standards.Standard // the variant for level, region and day
	judge *policies.Judge
	err   error
}

// embeddedPolicies are the checks that come with the program.
var embeddedPolicies = policies.Named{FS: policies.FS, Prefix: "policies"}

// loadEngine reads the embedded standards and checks and those of one's own.
func loadEngine(s sources) (*engine, error) {
	catalogueSources := []standards.Source{{FS: standards.Embedded(), Display: "standards"}}
	for _, dir := range s.standards {
		fsys, err := dirFS(dir)
		if err != nil {
			return nil, err
		}
		catalogueSources = append(catalogueSources, standards.Source{FS: fsys, Display: filepath.ToSlash(dir)})
	}
	folders, err := policySources(s)
	if err != nil {
		return nil, err
	}
	e := &engine{schema: evidence.DefaultSchema(), judges: map[string]*boundJudge{}}
	if e.catalogue, err = standards.Open(catalogueSources...); err != nil {
		return nil, err
	}
	if e.policies, err = policies.Load(e.schema, folders...); err != nil {
		return nil, err
	}
	if err := e.loadOverlays(s.overlays); err != nil {
		return nil, err
	}
	return e, nil
}

// policySources are the embedded checks and those of one's own.
func policySources(s sources) ([]fs.FS, error) {
	folders := []fs.FS{embeddedPolicies}
	for _, dir := range s.policies {
		fsys, err := dirFS(dir)
		if err != nil {
			return nil, err
		}
		folders = append(folders, policies.Named{FS: fsys, Prefix: filepath.ToSlash(dir)})
	}
	return folders, nil
}

// dirFS is the folder as a file system; a path that is no folder is refused in words.
func dirFS(dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: 找不到目录；请核对路径", dir)
	case !info.IsDir():
		return nil, fmt.Errorf("%s: 不是目录；请给出存放标准或规则的目录", dir)
	}
	return os.DirFS(dir), nil
}

// bind lays the standard's variant for a level, region and day beside the checks, once
// for all that have the same items and overlays.
func (e *engine) bind(std *standards.Standard, level, region, day string) (*standards.Standard, *policies.Judge, error) {
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

// templateFor refuses a subject for which there is only a template, and says what to do.
func (e *engine) templateFor(subject evidence.Subject) error {
	all, err := e.catalogue.All()
	if err != nil {
		return err
	}
	for _, std := range all {
		if std.Template && std.OutsideScope(subject.Kind, subject.Level) == "" {
			return std.Unfilled()
		}
	}
	return nil
}

// choose finds the standards for a subject: those named, or all that apply to it.
func (e *engine) choose(refs []string, subject evidence.Subject, day string) ([]*standards.Standard, error) {
	if len(refs) == 0 {
		found, err := e.catalogue.Applicable(subject.Kind, subject.Level, day)
		if err == nil && len(found) == 0 {
			if err := e.templateFor(subject); err != nil {
				return nil, err
			}
			err = fmt.Errorf("%s（%s，%s）：%s 没有适用的标准；可用 --standard 指定，zhanping inspect 列出全部标准",
				subject.Name, subject.Kind, subject.Level, day)
		}
		return found, err
	}
	found := make([]*standards.Standard, 0, len(refs))
	for _, ref := range refs {
		std, err := e.catalogue.Find(ref, day)
		if err == nil {
			err = std.Unfilled()
		}
		if err != nil {
			return nil, err
		}
		found = append(found, std)
	}
	return found, nil
}
