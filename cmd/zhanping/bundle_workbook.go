package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/workbook"
)

func newBundleExport(p *program) *cobra.Command {
	var own sources
	var path string
	cmd := &cobra.Command{
		Use:   "export 材料",
		Short: "把一份佐证材料写成 Excel 填报表，供 WPS、Excel 填写",
		Long: "把一份佐证材料写成 Excel 填报表：已填的都在，适用标准会读到而还没填的列出来待填。\n" +
			"人工评定（findings）和成员站的材料不写进填报表，读回时用 bundle import --findings 带上。",
		Example: "  zhanping bundle export 我站.yaml -o 填报表.xlsx",
		Args:    oneArg("佐证材料"),
		RunE: func(_ *cobra.Command, args []string) error {
			return p.exportBundle(own, args[0], path)
		},
	}
	own.addFlags(cmd)
	cmd.Flags().StringVarP(&path, "output", "o", "", "写到`文件`（默认写到标准输出；已有的文件不会覆盖）")
	return cmd
}

func (p *program) exportBundle(own sources, bundlePath, path string) error {
	e, err := loadEngine(own)
	if err != nil {
		return err
	}
	bundle, err := p.openBundle(e.Schema(), bundlePath)
	if err != nil {
		return err
	}
	subject := bundle.Subject
	readers, err := readersFor(e, nil, subject.Kind, subject.Level, subject.Region, p.today())
	if err != nil {
		return err
	}
	options := workbook.Options{Paths: e.Asked(readers), Readers: engine.ReaderWords(readers)}
	err = p.writeWorkbook(path, "-o", func(w io.Writer) error { return workbook.Write(w, e.Schema(), options, bundle) })
	if err != nil {
		return err
	}
	if n := len(bundle.Findings); n > 0 {
		fmt.Fprintf(p.stderr, "%d 条人工评定没有写进填报表；读回时加 --findings %s 带上\n", n, quoted(bundlePath))
	}
	if n := len(bundle.Members); n > 0 {
		fmt.Fprintf(p.stderr, "%d 个成员站的材料和由它们汇总的数没有写进填报表\n", n)
	}
	return nil
}

// writeWorkbook writes a workbook to a file that must not exist yet, or to standard output
// unless that is a terminal.
func (p *program) writeWorkbook(path, flag string, write func(io.Writer) error) error {
	if path == "" || path == "-" {
		if isTerminal(p.stdout) {
			return fmt.Errorf("填报表是二进制文件，不能写到终端；请写成 %s 填报表.xlsx", flag)
		}
		return write(p.stdout)
	}
	var out bytes.Buffer
	if err := write(&out); err != nil {
		return fmt.Errorf("写 %s：%w", path, err)
	}
	return p.createFile(path, out.Bytes())
}

type importOptions struct{ path, marked, findings string }

func newBundleImport(p *program) *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:   "import 填报表.xlsx",
		Short: "读回填好的 Excel 填报表，写成佐证材料；有错就按格列出",
		Long: "读回填好的 Excel 填报表，写成佐证材料。有错时按工作表和格列出全部错误，不写材料；\n" +
			"加 --marked 另存一份标红的填报表，在里面改好再读。",
		Example: "  zhanping bundle import 填报表.xlsx -o 我站.yaml --marked 有误.xlsx",
		Args:    oneArg("填报表"),
		RunE: func(_ *cobra.Command, args []string) error {
			return p.importWorkbook(o, args[0])
		},
	}
	cmd.Flags().StringVarP(&o.path, "output", "o", "", "材料写到`文件`（默认写到标准输出；已有的文件不会覆盖）")
	cmd.Flags().StringVar(&o.marked, "marked", "", "有错时，把标红并写明怎么改的填报表写到`文件`")
	cmd.Flags().StringVar(&o.findings, "findings", "", "把这份`材料`里的人工评定带进来")
	return cmd
}

func (p *program) importWorkbook(o importOptions, path string) error {
	data, err := readWorkbookFile(path)
	if err != nil {
		return err
	}
	var marked target
	if o.marked != "" {
		if marked, err = p.targetOf(o.marked); err != nil {
			return fmt.Errorf("--marked %s：%w", o.marked, err)
		}
		if err := refuseInput(marked, []string{path, o.findings}); err != nil {
			return fmt.Errorf("--marked %s：%w", o.marked, err)
		}
	}
	var kept []evidence.Finding
	if o.findings != "" {
		before, err := p.openBundle(evidence.DefaultSchema(), o.findings)
		if err != nil {
			return err
		}
		kept = before.Findings
	}
	reading, err := readWorkbook(path, data, filepath.Dir(o.path))
	if err != nil {
		return err
	}
	if len(reading.Faults) > 0 {
		return errors.Join(faultsOfCells(path, reading.Faults), p.mark(o.marked, marked, data, reading.Faults))
	}
	for _, note := range reading.Notes {
		fmt.Fprintf(p.stderr, "%s: %s：%s\n", path, note.Place(), note.Text)
	}
	text, err := reading.With(kept)
	if err != nil {
		return err
	}
	if o.path == "" || o.path == "-" {
		_, err := p.stdout.Write(text)
		return err
	}
	return p.createFile(o.path, text)
}

// readWorkbook reads a workbook whose attachments lie in the folder where the bundle will;
// where there is no such folder yet, they are not looked for.
func readWorkbook(path string, data []byte, folder string) (workbook.Reading, error) {
	if info, err := os.Stat(filepath.Join(folder, "attachments")); err != nil || !info.IsDir() {
		return workbook.Read(path, data, workbook.ReadOptions{})
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return workbook.Reading{}, fmt.Errorf("%s: 打不开这个目录；请核对权限", folder)
	}
	defer func() { _ = root.Close() }() // nothing was written
	return workbook.Read(path, data, workbook.ReadOptions{Attachments: root.FS()})
}

// maxWorkbook bounds what is read of a file; package workbook takes less.
const maxWorkbook = 32 << 20

func readWorkbookFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: 找不到填报表；请核对路径", path)
	case !info.Mode().IsRegular():
		return nil, notRegular(path)
	case info.Size() > maxWorkbook:
		return nil, fmt.Errorf("%s: 超过 %d MiB，不像填报表；请核对路径", path, maxWorkbook>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: 打不开；请核对权限", path)
	}
	return data, nil
}

// faultsOfCells is every fault as an error of its own, so that they are counted.
func faultsOfCells(path string, faults []workbook.CellFault) error {
	errs := make([]error, len(faults))
	for i, f := range faults {
		errs[i] = errors.New(path + ": " + f.String())
	}
	return errors.Join(errs...)
}

// mark writes the workbook with its faults marked, where that was asked for.
func (p *program) mark(path string, t target, data []byte, faults []workbook.CellFault) error {
	if path == "" {
		return nil
	}
	var out bytes.Buffer
	err := workbook.Mark(&out, data, faults)
	if err == nil {
		err = t.write(func(w io.Writer) error {
			_, err := w.Write(out.Bytes())
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("写 %s：%w", path, writeTrouble(err))
	}
	fmt.Fprintf(p.stderr, "标红的填报表：%s\n", path)
	return nil
}
