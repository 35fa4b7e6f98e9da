package casework

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/yamltext"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// SetInput is a standard or a folder of checks that an author hands in.
type SetInput struct {
	Archive []byte            `json:"archive,omitempty" doc:"标准或规则的文件夹，zip（base64）"`
	Files   map[string]string `json:"files,omitempty" doc:"或者逐个文件：路径和内容"`
	Region  string            `json:"region,omitempty" pattern:"^([0-9]{12})?$" doc:"标准只用于哪个区划；空为不限。判定规则对所有单位起作用，须为空"`
	Note    string            `json:"note,omitempty" maxLength:"500" doc:"说明：改了什么、依据是什么"`
}

// Submitted is a set that was taken, and what was noticed about it.
type Submitted struct {
	Set   records.RuleSet
	Notes []string // errors of the source that the author acknowledges, files that were left out
	Cases int      // cases of the checks that were run
}

// examineFor bounds what a submission may cost.
const examineFor = 60 * time.Second

// SubmitSet takes a standard (a new edition of one, or a new one) or checks as a draft. Everything is
// loaded, examined and run first; what has a fault is refused with all of them and not kept.
func (s *Service) SubmitSet(ctx context.Context, who Actor, in SetInput) (Submitted, error) {
	if err := s.allow(ctx, who, policies.ActionSetSubmit, policies.Resource{Region: in.Region}); err != nil {
		return Submitted{}, err
	}
	if found := evidence.Personal(in.Note); found != "" {
		return Submitted{}, wrong("note", "说明里有%s；请删去", found)
	}
	files, err := in.read()
	if err != nil {
		return Submitted{}, setFaults(err)
	}
	ctx, cancel := context.WithTimeout(ctx, examineFor)
	defer cancel()
	select {
	case s.sets.examining <- struct{}{}:
		defer func() { <-s.sets.examining }()
	case <-ctx.Done():
		return Submitted{}, refuse(Unavailable, "正在检查别人提交的标准或规则；请过一会儿再提交")
	}
	submitted, err := s.examineSet(ctx, files, in.Region)
	if errors.Is(err, context.DeadlineExceeded) {
		return Submitted{}, refuse(Invalid, "例子运行超过 %d 秒，没有检查完；请精简规则或例子后再提交", int(examineFor.Seconds()))
	}
	if err != nil {
		return Submitted{}, setFaults(err)
	}
	set := &submitted.Set
	set.Record, set.State, set.Region, set.Author, set.Note = s.newRecord(), setDraft, in.Region, who.Person.ID, strings.TrimSpace(in.Note)
	err = s.within(ctx, func(tx *store.Tx) error {
		if err := tx.Insert(set); errors.Is(err, store.ErrExists) {
			return &Problem{Code: Exists, Words: "内容完全相同的一套已经在库里，不用再提交"}
		} else if err != nil {
			return err
		}
		return s.note(tx, who, "set.submit", "set", set.ID, set.Region, map[string]any{"digest": set.Digest, "kind": set.Kind, "ref": set.Ref})
	})
	return submitted, err
}

// read is the files as they were handed in.
func (in SetInput) read() (engine.Files, error) {
	if (len(in.Archive) > 0) == (len(in.Files) > 0) {
		return nil, wrong("archive", "请交一个压缩包（archive），或者逐个文件（files），二者之一")
	}
	if len(in.Archive) > 0 {
		return engine.Unpack(in.Archive)
	}
	files := engine.Files{}
	for name, text := range in.Files {
		files[name] = []byte(text)
	}
	return files, files.Check()
}

// examineSet finds out what the files are and whether they are in order.
func (s *Service) examineSet(ctx context.Context, files engine.Files, region string) (Submitted, error) {
	files = files.TopFolder()
	_, isStandard := files["standard.yaml"]
	hasRules := slices.ContainsFunc(slices.Collect(maps.Keys(files)), func(name string) bool { return path.Ext(name) == ".rego" })
	switch {
	case isStandard && hasRules:
		return Submitted{}, wrong("archive", "标准和判定规则混在一起；请先提交规则，批准后再提交用到它的标准")
	case isStandard:
		return s.examineStandard(ctx, files)
	case hasRules && region != "":
		return Submitted{}, wrong("region", "判定规则对所有单位起作用，不能限于一个区划；请由不限区划的标准作者提交")
	case hasRules:
		return s.examinePolicies(ctx, files)
	}
	return Submitted{}, wrong("archive", "压缩包里既没有 standard.yaml，也没有 .rego 文件；请打包标准或规则的文件夹")
}

func (s *Service) examineStandard(ctx context.Context, files engine.Files) (Submitted, error) {
	taken, notes := engine.Files{}, []string(nil)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.Contains(name, "/") || path.Ext(name) != ".yaml" && path.Ext(name) != ".yml" {
			notes = append(notes, "没有收入 "+yamltext.Shown(name)+"：标准只由 standard.yaml 和各章组成")
			continue
		}
		taken[name] = files[name]
	}
	fsys, err := taken.FS()
	if err != nil {
		return Submitted{}, err
	}
	current := s.sets.Current()
	std, err := standards.LoadAs(fsys, ".", "")
	if err == nil {
		err = std.Unfilled()
	}
	if err != nil {
		// what can be read of it is held against the checks all the same, so that all faults are told
		errs := []error{err}
		for _, unsound := range standards.Unsound(standards.Source{FS: fsys}) {
			_, err := current.Policies().Bind(unsound)
			errs = append(errs, err)
		}
		return Submitted{}, engine.Join(errs)
	}
	if err := current.Adds(std.Ref()); err != nil {
		return Submitted{}, err
	}
	own := current.Own()
	own.Standards = append(slices.Clone(own.Standards), standards.Source{FS: fsys})
	next, err := engine.Open(own)
	if err != nil {
		return Submitted{}, err
	}
	found, err := next.Examine(ctx, []string{std.Ref()}, nil)
	if err != nil {
		return Submitted{}, err
	}
	set := records.RuleSet{Kind: setStandard, Digest: std.Digest, Ref: std.Ref(), Title: std.Title}
	set.Archive, err = taken.In(std.ID).Pack()
	return Submitted{Set: set, Notes: append(notes, found.Notes...)}, err
}

func (s *Service) examinePolicies(ctx context.Context, files engine.Files) (Submitted, error) {
	fsys, err := files.FS()
	if err != nil {
		return Submitted{}, err
	}
	handed, err := engine.ChecksOf(fsys)
	if err != nil {
		return Submitted{}, err
	}
	checks, err := handed.Checks()
	if err != nil {
		return Submitted{}, err
	}
	current := s.sets.Current()
	together, err := current.OwnChecks()
	if err != nil {
		return Submitted{}, err
	}
	maps.Copy(together, handed) // of one's own, what is handed in takes the place of what was
	own := current.Own()
	source, err := together.Checks()
	if err != nil {
		return Submitted{}, err
	}
	own.Policies = []fs.FS{source}
	next, err := engine.Open(own)
	if err != nil {
		return Submitted{}, err
	}
	found, err := next.Examine(ctx, nil, checks)
	if err != nil {
		return Submitted{}, err
	}
	tree, err := next.Tree()
	if err != nil {
		return Submitted{}, err
	}
	set := records.RuleSet{
		Kind: setPolicies, Digest: next.Policies().Digest(), Title: titleOfChecks(handed), Base: current.Policies().Digest(),
	}
	set.Archive, err = tree.Pack()
	return Submitted{Set: set, Notes: found.Notes, Cases: found.Cases}, err
}

// titleOfChecks names the checks that were handed in.
func titleOfChecks(handed engine.Files) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(handed)) {
		if path.Ext(name) == ".rego" && !strings.HasSuffix(name, "_test.rego") {
			names = append(names, strings.TrimSuffix(path.Base(name), ".rego"))
		}
	}
	if more := len(names) - 5; more > 0 {
		names = append(names[:5], "等")
	}
	return "判定规则：" + strings.Join(names, "、")
}

// setFaults tells what is wrong with the files of a set, each at its file.
func setFaults(err error) error {
	var faults yamltext.Faults
	if !errors.As(err, &faults) {
		return err
	}
	p, ok := faultsOf(err, "提交的标准或规则").(*Problem) //nolint:errorlint // faultsOf makes it
	if !ok {
		return err
	}
	for i, f := range faults {
		p.Faults[i].Field = f.At.File
	}
	return p
}
