package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

// maxStdin bounds what is read from standard input, in bytes.
const maxStdin = 64 << 20

// openBundle reads one bundle: a folder, a YAML file, a .zip of the folder, or "-".
func (p *program) openBundle(schema *evidence.Schema, path string) (*evidence.Bundle, error) {
	if path == "-" {
		data, err := io.ReadAll(io.LimitReader(p.stdin, maxStdin+1))
		if err != nil {
			return nil, fmt.Errorf("读标准输入：%w", err)
		}
		if len(data) > maxStdin {
			return nil, fmt.Errorf("标准输入: 超过 %d MiB；请改用文件", maxStdin>>20)
		}
		return evidence.Read("标准输入", data, evidence.Options{Schema: schema})
	}
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("%s: 找不到佐证材料；请核对路径", path)
	}
	clean := filepath.Clean(path)
	root, err := os.OpenRoot(filepath.Dir(clean))
	if err != nil {
		return nil, fmt.Errorf("%s: 打不开所在目录；请核对权限", path)
	}
	defer func() { _ = root.Close() }()
	return evidence.Open(root.FS(), filepath.Base(clean), evidence.Options{Schema: schema, Name: filepath.ToSlash(clean)})
}

// findBundles expands folders that hold no bundle.yaml themselves into the bundles below
// them, in path order, so that a whole county can be given as one folder.
func findBundles(args []string) ([]string, error) {
	var found []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if arg == "-" || err != nil || !info.IsDir() {
			found = append(found, arg)
			continue
		}
		if _, err := os.Stat(filepath.Join(arg, "bundle.yaml")); err == nil {
			found = append(found, arg)
			continue
		}
		below, err := bundlesBelow(arg)
		if err != nil {
			return nil, err
		}
		if len(below) == 0 {
			return nil, fmt.Errorf("%s: 目录里没有佐证材料；应有 bundle.yaml，或其下各站的目录、YAML 文件、zip 文件", arg)
		}
		found = append(found, below...)
	}
	return found, nil
}

func bundlesBelow(dir string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if _, err := os.Stat(filepath.Join(path, "bundle.yaml")); err == nil && path != dir {
				found = append(found, path)
				return fs.SkipDir
			}
			return nil
		}
		if name := strings.ToLower(entry.Name()); strings.HasSuffix(name, ".zip") || strings.HasSuffix(name, ".yaml") && !strings.Contains(name, ".golden.") {
			found = append(found, path)
		}
		return nil
	})
	return found, err
}

// joinFaults puts the faults of several inputs into one error, in input order, each
// once: a fault of a standard or a check comes back for every bundle judged by it.
func joinFaults(errs []error) error {
	var faults yamltext.Faults
	var others []error
	told := map[string]bool{}
	for _, err := range errs {
		var found yamltext.Faults
		switch {
		case err == nil:
		case errors.As(err, &found):
			for _, fault := range found {
				if !told[fault.Error()] {
					told[fault.Error()] = true
					faults = append(faults, fault)
				}
			}
		case !told[err.Error()]:
			told[err.Error()] = true
			others = append(others, err)
		}
	}
	if len(faults) > 0 {
		others = append(others, faults)
	}
	return errors.Join(others...)
}
