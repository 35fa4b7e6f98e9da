package standards

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"zhanping/internal/yamltext"
)

// Source is a place where standards lie: a folder of folders, or one standard's folder.
type Source struct {
	FS      fs.FS
	Display string // how messages name the root of FS, e.g. the folder as the user gave it
}

// Catalogue is every standard of some sources. Open reads only their heads; a standard
// is loaded whole when it is first asked for. It is safe for concurrent use.
type Catalogue struct{ entries []*entry } // sorted by id, then edition

// entry is one standard: its head, and the whole once it was asked for.
type entry struct {
	fsys         fs.FS
	dir, display string
	head         *Standard // without chapters
	load         func() (*Standard, error)
}

func (e *entry) ref() string { return e.head.Ref() }

// maxDepth is how deep below a source's root standards are looked for.
const maxDepth = 4

// Open finds the standards of all sources and reads their heads. Its error is every
// fault at once: a source without any standard, a head that cannot be read, the same
// id and edition twice. Folders called testdata and hidden ones are passed over.
func Open(sources ...Source) (*Catalogue, error) {
	c := &Catalogue{}
	var faults yamltext.Faults
	for _, source := range sources {
		dirs, err := findStandards(source.FS)
		if err != nil {
			faults = append(faults, fileFault(source.Display, "打不开文件夹", "存放标准的文件夹", "核对路径和权限"))
			continue
		}
		if len(dirs) == 0 {
			faults = append(faults, fileFault(source.Display, "没有找到标准", "含有 standard.yaml 的文件夹", "核对路径"))
		}
		for _, dir := range dirs {
			e, more := openEntry(source, dir)
			faults = append(faults, more...)
			if len(more) == 0 {
				c.entries = append(c.entries, e)
			}
		}
	}
	slices.SortStableFunc(c.entries, func(a, b *entry) int {
		return cmp.Or(strings.Compare(a.head.ID, b.head.ID), strings.Compare(a.head.Edition, b.head.Edition))
	})
	for i := 1; i < len(c.entries); i++ {
		if first, second := c.entries[i-1], c.entries[i]; first.ref() == second.ref() {
			faults = append(faults, yamltext.Fault{
				At: second.head.At, Code: "duplicate_id",
				Found:    fmt.Sprintf("标准 %s 有两份，另一份是 %s", second.ref(), first.head.At.File),
				Expected: "编号加版次不重复", Fix: "改编号或版次",
			})
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// findStandards lists the folders that hold a standard.yaml, in the order of their names.
func findStandards(fsys fs.FS) ([]string, error) {
	var found []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil && name == "." {
			return err
		}
		if err != nil || !d.IsDir() {
			return nil
		}
		if name != "." && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") || strings.Count(name, "/") >= maxDepth) {
			return fs.SkipDir
		}
		if info, err := fs.Stat(fsys, path.Join(name, headFile)); err == nil && !info.IsDir() {
			found = append(found, name)
			return fs.SkipDir
		}
		return nil
	})
	return found, err
}

// openEntry reads a head. Where it has faults, the whole standard is read at once so
// that the author sees all of them.
func openEntry(source Source, dir string) (*entry, yamltext.Faults) {
	display := path.Join(source.Display, dir)
	e := &entry{fsys: source.FS, dir: dir, display: display}
	e.load = sync.OnceValues(func() (*Standard, error) { return LoadAs(e.fsys, e.dir, e.display) })
	data, fault := readFile(source.FS, path.Join(dir, headFile), path.Join(display, headFile))
	if fault != nil {
		return nil, yamltext.Faults{*fault}
	}
	head := readPage(path.Join(display, headFile), data, "standard")
	if len(head.faults) == 0 {
		e.head = decode(head, nil)
		return e, nil
	}
	var faults yamltext.Faults
	if _, err := e.load(); !errors.As(err, &faults) {
		faults = head.faults
	}
	return nil, faults
}

// All loads every standard, sorted by id and edition. Its error is every fault of all.
func (c *Catalogue) All() ([]*Standard, error) { return loadAll(c.entries) }

// Refs is every standard as id@edition, sorted by id and edition.
func (c *Catalogue) Refs() []string {
	refs := make([]string, len(c.entries))
	for i, e := range c.entries {
		refs[i] = e.ref()
	}
	return refs
}

func loadAll(entries []*entry) ([]*Standard, error) {
	var all []*Standard
	var faults yamltext.Faults
	for _, e := range entries {
		std, err := e.load()
		var more yamltext.Faults
		switch {
		case errors.As(err, &more):
			faults = append(faults, more...)
		case err != nil:
			return nil, err
		default:
			all = append(all, std)
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return all, nil
}

// Find loads a standard by "id", in its newest edition in force on the day (YYYY-MM-DD),
// or by "id@edition", whether in force or not.
func (c *Catalogue) Find(ref, day string) (*Standard, error) {
	e, err := c.find(ref, day)
	if err != nil {
		return nil, err
	}
	return e.load()
}

func (c *Catalogue) find(ref, day string) (*entry, error) {
	id, edition, exact := strings.Cut(ref, "@")
	var editions []*entry
	for _, e := range c.entries {
		if e.head.ID == id {
			editions = append(editions, e)
		}
	}
	if len(editions) == 0 {
		return nil, c.notFound(ref, id)
	}
	for _, e := range slices.Backward(editions) {
		if exact && e.head.Edition == edition || !exact && e.head.InForce.Contains(day) {
			return e, nil
		}
	}
	known := make([]string, len(editions))
	for i, e := range editions {
		known[i] = fmt.Sprintf("%s（%s）", e.head.Edition, e.head.InForce.words())
	}
	fault := yamltext.Fault{At: yamltext.Position{File: ref}, Code: "unknown_standard"}
	if exact {
		fault.Found, fault.Expected, fault.Fix = fmt.Sprintf("标准 %s 没有 %s 版", id, edition), join(known)+" 之一", "改版次"
	} else {
		fault.Found, fault.Expected = fmt.Sprintf("标准 %s 在 %s 没有施行中的版次", id, day), "施行期内的日期；已有 "+join(known)
		fault.Fix = fmt.Sprintf("改日期，或指定版次（如 %s@%s）", id, editions[len(editions)-1].head.Edition)
	}
	return nil, yamltext.Faults{fault}
}

func (c *Catalogue) notFound(ref, id string) error {
	var ids []string
	for _, e := range c.entries {
		if !slices.Contains(ids, e.head.ID) {
			ids = append(ids, e.head.ID)
		}
	}
	fault := yamltext.Fault{
		At: yamltext.Position{File: ref}, Code: "unknown_standard",
		Found: "没有编号为“" + id + "”的标准", Expected: join(ids) + " 之一", Fix: "改编号，或用 --standards 指出标准所在的文件夹",
	}
	if near, ok := yamltext.Nearest(id, ids); ok {
		fault.Fix = "改为 " + near
	}
	return yamltext.Faults{fault}
}

// Applicable loads the standards meant for a subject of that kind and level, each in its
// newest edition in force on the day, sorted by id. A template is never among them. The
// subject's numbers are not asked: see ApplicableTo.
func (c *Catalogue) Applicable(kind, level, day string) ([]*Standard, error) {
	found, _, err := c.applicable(kind, level, day, func(ScopeFact) ScopeState { return ScopeInside })
	return found, err
}

// ApplicableTo is Applicable for a subject whose numbers are known: a standard applies
// where they lie in the ranges of its scope. Editions of one id that are in force side by
// side are tried from the newest on, so that each may serve a range of its own. Undecided
// are the heads, without chapters, of those that would apply if a missing number were in range.
func (c *Catalogue) ApplicableTo(kind, level, day string, values Values) (found, undecided []*Standard, err error) {
	return c.applicable(kind, level, day, func(f ScopeFact) ScopeState { return f.State(values) })
}

func (c *Catalogue) applicable(
	kind, level, day string, state func(ScopeFact) ScopeState,
) (found, undecided []*Standard, err error) {
	var fitting []*entry
	settled := map[string]bool{} // by id
	for _, e := range slices.Backward(c.entries) {
		if settled[e.head.ID] || e.head.Template || !e.head.InForce.Contains(day) {
			continue
		}
		inRange := e.head.Scope.state(state)
		settled[e.head.ID] = inRange != ScopeOutside
		switch {
		case e.head.OutsideScope(kind, level) != "":
			settled[e.head.ID] = true
		case inRange == ScopeInside:
			fitting = append(fitting, e)
		case inRange == ScopeUnknown:
			undecided = append(undecided, e.head)
		}
	}
	slices.Reverse(fitting)
	slices.Reverse(undecided)
	found, err = loadAll(fitting)
	return found, undecided, err
}

func (p Period) words() string {
	if p.To == "" {
		return p.From + " 起施行"
	}
	return p.From + " 至 " + p.To + " 施行"
}
