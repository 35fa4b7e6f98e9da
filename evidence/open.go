package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"zhanping/internal/yamltext"
)

// BundleFile is the name of a bundle's text in its folder or zip.
const BundleFile = "bundle.yaml"

// Open reads the bundle called name in fsys: a folder that holds bundle.yaml, a YAML
// file whose attachments lie beside it, or a .zip of such a folder. The bundle of a county
// system may have the folder stations beside it, which holds the stations' own bundles;
// they are read too, and their facts rolled up. To keep attachments
// from leading out of the folder by a link, pass the FS of an os.Root. Everything that
// is wrong comes back as yamltext.Faults.
func Open(fsys fs.FS, name string, options Options) (*Bundle, error) {
	if options.Name == "" {
		options.Name = name
	}
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, unreadable(fsys, name, options.Name, err, "核对路径")
	}
	switch {
	case !info.IsDir() && !info.Mode().IsRegular():
		return nil, fileFault(options.Name, "“"+options.Name+"”不是普通文件", "给出文件；管道里的内容用“-”从标准输入读")
	case info.IsDir():
		folder, err := fs.Sub(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", options.Name, err)
		}
		if _, err := fs.Stat(folder, BundleFile); errors.Is(err, fs.ErrNotExist) {
			return nil, fileFault(options.Name, "文件夹里没有 "+BundleFile, "把材料写在 "+BundleFile+" 里，或直接给出 YAML 文件")
		}
		options.Name = strings.TrimSuffix(options.Name, "/") + "/" + BundleFile
		return openText(folder, BundleFile, options)
	case strings.EqualFold(path.Ext(name), ".zip"):
		return openZip(fsys, name, info.Size(), options)
	}
	folder, err := fs.Sub(fsys, path.Dir(name))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", options.Name, err)
	}
	return openText(folder, path.Base(name), options)
}

// openText reads the YAML file in a folder that also holds its attachments.
// For a county system it also reads the stations' own bundles, and rolls them up.
func openText(folder fs.FS, name string, options Options) (*Bundle, error) {
	if options.Schema == nil {
		options.Schema = DefaultSchema()
	}
	data, err := readBounded(folder, name, yamltext.MaxBytes)
	if err != nil {
		return nil, unreadable(folder, name, options.Name, err, "核对文件")
	}
	options.Attachments = folder
	b, _, err := readText(name, data, options)
	if b != nil && b.Subject.Kind == kindCountySystem {
		err = b.rollUpFrom(folder, options, err)
	}
	if err != nil {
		return nil, err
	}
	if b.Subject.Kind != kindCountySystem && name == BundleFile {
		b.noteUnread(folder)
	}
	if err := b.seal(); err != nil {
		return nil, fmt.Errorf("digest of %s: %w", options.Name, err)
	}
	return b, nil
}

// readBounded reads at most one byte more than limit, so that the reader sees that a
// file is too large without reading all of it.
func readBounded(fsys fs.FS, name string, limit int64) ([]byte, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	if info, err := file.Stat(); err == nil && !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	var data bytes.Buffer
	if _, err := data.ReadFrom(io.LimitReader(file, limit+1)); err != nil {
		return nil, err
	}
	return data.Bytes(), nil
}

func unreadable(fsys fs.FS, name, shown string, err error, otherwise string) error {
	found, fix := fileTrouble(fsys, name, err)
	if fix == "" {
		fix = otherwise
	}
	return fileFault(shown, "“"+shown+"”"+found, fix)
}

func fileFault(file, found, fix string) error {
	return yamltext.Faults{{
		At: yamltext.Position{File: file}, Code: codeFile, Found: found,
		Expected: "含 " + BundleFile + " 的文件夹、YAML 文件或 zip 压缩包", Fix: fix,
	}}
}
