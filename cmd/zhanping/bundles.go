package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zhanping/evidence"
)

// maxStdin bounds what is read from standard input or another stream, in bytes.
const maxStdin = 64 << 20

// openBundle reads one bundle: a folder, a YAML file, a .zip of the folder, or "-".
func (p *program) openBundle(schema *evidence.Schema, path string) (*evidence.Bundle, error) {
	if path == "-" {
		return readStream("标准输入", p.stdin, schema)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: 找不到佐证材料；请核对路径", path)
	case isDescriptor(path):
		file, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("%s: 打不开；请核对权限", path)
		}
		defer func() { _ = file.Close() }() // nothing was written
		return readStream(path, file, schema)
	case info.IsDir():
		text, err := os.Stat(filepath.Join(path, evidence.BundleFile))
		if err == nil && !text.Mode().IsRegular() {
			return nil, notRegular(filepath.Join(path, evidence.BundleFile))
		}
	case !info.Mode().IsRegular():
		return nil, notRegular(path)
	}
	clean := filepath.Clean(path)
	root, err := os.OpenRoot(filepath.Dir(clean))
	if err != nil {
		return nil, fmt.Errorf("%s: 打不开所在目录；请核对权限", path)
	}
	defer func() { _ = root.Close() }()
	return evidence.Open(root.FS(), filepath.Base(clean), evidence.Options{Schema: schema, Name: filepath.ToSlash(clean)})
}

// notRegular refuses what may never come to an end, such as a pipe that nobody writes to.
func notRegular(path string) error {
	return fmt.Errorf("%s: 不是普通文件（是管道、设备等）；请给出文件、目录，或用 - 从标准输入读", path)
}

// readStream reads a bundle's text from what has no place in a folder.
func readStream(name string, stream io.Reader, schema *evidence.Schema) (*evidence.Bundle, error) {
	data, err := io.ReadAll(io.LimitReader(stream, maxStdin+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("读%s：%w", name, err)
	case len(data) > maxStdin:
		return nil, fmt.Errorf("%s: 超过 %d MiB；请改用文件", name, maxStdin>>20)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil, fmt.Errorf("%s: 内容是 zip 压缩包，不能从这里读；请直接给出 .zip 文件", name)
	}
	return evidence.Read(name, data, evidence.Options{Schema: schema})
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
		if _, err := os.Stat(filepath.Join(arg, evidence.BundleFile)); err == nil {
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
			if _, err := os.Stat(filepath.Join(path, evidence.BundleFile)); err == nil && path != dir {
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

// inputsOf is every file that a run reads or relies on: the bundles with what lies in
// their folders of attachments, and the standards and checks of one's own.
func inputsOf(paths []string, own sources) []string {
	var inputs []string
	below := func(dir string, extensions ...string) {
		_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && (len(extensions) == 0 || slices.Contains(extensions, filepath.Ext(path))) {
				inputs = append(inputs, path)
			}
			return nil //nolint:nilerr // what cannot be listed is refused when it is read
		})
	}
	for _, path := range paths {
		dir := path
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			inputs = append(inputs, path)
			dir = filepath.Dir(path)
		} else {
			inputs = append(inputs, filepath.Join(path, evidence.BundleFile))
		}
		below(filepath.Join(dir, "attachments"))
	}
	for _, dir := range slices.Concat(own.standards, own.policies) {
		below(dir, ".yaml", ".rego")
	}
	return inputs
}
