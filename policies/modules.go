package policies

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/internal/yamltext"
)

// readModules finds the Rego files of a source that are not tests, and parses them on all cores.
func readModules(source fs.FS, own bool) ([]*module, yamltext.Faults, error) {
	type file struct {
		module *module // nil where a fault was found before parsing
		faults yamltext.Faults
	}
	var files []*file
	err := eachRego(source, func(name, called string) error {
		place, fault := placeOf(name, called, own)
		if fault != nil {
			files = append(files, &file{faults: yamltext.Faults{*fault}})
			return nil
		}
		if len(files) == maxModules {
			return fmt.Errorf("load policies: more than %d files", maxModules)
		}
		content, fault := readBounded(source, name, called)
		if fault != nil {
			files = append(files, &file{faults: yamltext.Faults{*fault}})
			return nil
		}
		files = append(files, &file{module: &module{file: called, place: place, source: content, own: own}})
		return nil
	})
	var wait sync.WaitGroup
	next := make(chan *file)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for f := range next {
				f.faults = f.module.parse()
			}
		})
	}
	for _, f := range files {
		if f.module != nil {
			next <- f
		}
	}
	close(next)
	wait.Wait()
	var modules []*module
	var faults yamltext.Faults
	for _, f := range files {
		if faults = append(faults, f.faults...); len(f.faults) == 0 {
			modules = append(modules, f.module)
		}
	}
	return modules, faults, err
}

// eachRego visits the Rego files of a source that are not tests, in the order of names.
// The file is the name as messages call it.
func eachRego(source fs.FS, visit func(name, file string) error) error {
	prefix := ""
	if named, ok := source.(Named); ok {
		source, prefix = named.FS, named.Prefix
	}
	return fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return yamltext.Faults{unreadable(path.Join(prefix, name), err)}
		}
		if name != "." && strings.HasPrefix(entry.Name(), ".") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() && name == "authz" && !isCheck(source, name) {
			return fs.SkipDir // who may do what is decided apart from checks: LoadAuthz
		}
		if entry.IsDir() || path.Ext(name) != ".rego" || strings.HasSuffix(name, "_test.rego") {
			return nil
		}
		return visit(name, path.Join(prefix, name))
	})
}

// isCheck reports whether a folder holds a check, which has its cases beside it.
func isCheck(source fs.FS, folder string) bool {
	_, err := fs.Stat(source, path.Join(folder, "cases.yaml"))
	return err == nil
}

// placeOf is where a file belongs: judge/judge.rego, lib/<topic>/<topic>.rego or
// checks/<name>/<name>.rego, of which checks/ may be left out in a source of one's own.
func placeOf(name, file string, own bool) (string, *yamltext.Fault) {
	parts := strings.Split(name, "/")
	if own && len(parts) == 2 && parts[0] != "judge" {
		parts = append([]string{"checks"}, parts...)
	}
	folder := parts[max(0, len(parts)-2)]
	known := len(parts) == 3 && (parts[0] == "lib" || parts[0] == "checks") || len(parts) == 2 && parts[0] == "judge"
	if known && parts[len(parts)-1] == folder+".rego" {
		return strings.Join(parts, "/"), nil
	}
	return "", &yamltext.Fault{
		At: yamltext.Position{File: file}, Code: "misplaced_file",
		Found: "规则文件的位置或名称不对", Expected: "checks/<名称>/<名称>.rego 或 lib/<主题>/<主题>.rego，文件夹与文件同名",
		Fix: "移动或改名；测试文件以 _test.rego 结尾",
	}
}

func readBounded(source fs.FS, name, file string) ([]byte, *yamltext.Fault) {
	info, err := fs.Stat(source, name)
	if err == nil && info.Size() > maxModuleBytes {
		return nil, &yamltext.Fault{
			At: yamltext.Position{File: file}, Code: "too_large", Found: fmt.Sprintf("文件有 %d 字节", info.Size()),
			Expected: fmt.Sprintf("不超过 %d 字节", maxModuleBytes), Fix: "拆成几条判定规则",
		}
	}
	var content []byte
	if err == nil {
		content, err = fs.ReadFile(source, name)
	}
	if err != nil {
		fault := unreadable(file, err)
		return nil, &fault
	}
	return content, nil
}

func unreadable(file string, err error) yamltext.Fault {
	fault := yamltext.Fault{At: yamltext.Position{File: file}, Code: "unreadable", Found: "无法读取", Fix: "核对路径和权限"}
	if errors.Is(err, fs.ErrNotExist) {
		fault.Found, fault.Fix = "不存在", "核对路径"
	}
	return fault
}

func (m *module) parse() yamltext.Faults {
	parsed, err := ast.ParseModuleWithOpts(m.place, string(m.source), ast.ParserOptions{
		ProcessAnnotation: true,
		RegoVersion:       ast.RegoV1,
		Capabilities:      language(),
	})
	if err != nil {
		if faults := m.unbalanced(); len(faults) > 0 {
			return faults
		}
		return regoFaults(err, func(string) *module { return m })
	}
	if parsed == nil {
		return yamltext.Faults{{
			At: yamltext.Position{File: m.file}, Code: "empty_module", Found: "规则文件是空的", Expected: "METADATA、package 和规则",
		}}
	}
	m.parsed = parsed
	return nil
}
