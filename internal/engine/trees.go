package engine

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	"zhanping/policies"
)

// Folders of an archived tree of policies: what came with the program, and what stood beside it.
const (
	treeFolder = "policies"
	ownFolder  = "own"
)

// OwnChecks is the files of the checks (and library topics) of one's own, each below checks/ or lib/.
func (e *Engine) OwnChecks() (Files, error) {
	own := Files{}
	for _, source := range e.own.Policies {
		files, err := ChecksOf(source)
		if err != nil {
			return nil, err
		}
		maps.Copy(own, files)
	}
	return own, nil
}

// ChecksOf is the files of a source of checks, each below checks/ or lib/ (or judge/).
func ChecksOf(source fs.FS) (Files, error) {
	if named, ok := source.(policies.Named); ok {
		source = named.FS
	}
	files := Files{}
	err := fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || name != "." && strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".rego" && path.Ext(name) != ".yaml":
			return nil
		}
		data, err := fs.ReadFile(source, name)
		files[placeInTree(name)] = data
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the checks: %w", err)
	}
	return files, nil
}

// placeInTree is where a file of checks lies in a whole tree: <name>/<file> is that of a check.
func placeInTree(name string) string {
	first, _, _ := strings.Cut(name, "/")
	if strings.Count(name, "/") == 1 && first != "judge" && first != "lib" && first != "checks" {
		return "checks/" + name
	}
	return name
}

// Checks is a source of checks of one's own as files.
func (f Files) Checks() (fs.FS, error) {
	fsys, err := f.FS()
	return policies.Named{FS: fsys, Prefix: ownFolder}, err
}

// Tree is every file by which an engine of Open judges: the policies of the program, and those of
// one's own beside them. OpenOnly with TreeSources judges by exactly these.
func (e *Engine) Tree() (Files, error) {
	tree := Files{}
	embedded, err := ChecksOf(Embedded())
	if err != nil {
		return nil, err
	}
	maps.Copy(tree, embedded.In(treeFolder))
	own, err := e.OwnChecks()
	if err != nil {
		return nil, err
	}
	maps.Copy(tree, own.In(ownFolder))
	return tree, nil
}

// TreeOwn is the part of a tree that stood beside what came with the program.
func TreeOwn(tree Files) Files { return tree.Under(ownFolder) }

// TreeSources is a tree as the policies of OpenOnly.
func TreeSources(tree Files) ([]fs.FS, error) {
	var sources []fs.FS
	for _, folder := range []string{treeFolder, ownFolder} {
		files := tree.Under(folder)
		if len(files) == 0 {
			continue
		}
		fsys, err := files.FS()
		if err != nil {
			return nil, err
		}
		sources = append(sources, policies.Named{FS: fsys, Prefix: folder})
	}
	return sources, nil
}

// TopFolder takes away the one folder that all files lie in, as when a folder was packed whole.
func (f Files) TopFolder() Files {
	top := ""
	for name := range f {
		first, _, nested := strings.Cut(name, "/")
		if !nested || top != "" && top != first {
			return f
		}
		top = first
	}
	if top == "checks" || top == "lib" || top == "" {
		return f
	}
	if _, isCheck := f[top+"/"+top+".rego"]; isCheck {
		return f
	}
	return f.Under(top)
}
