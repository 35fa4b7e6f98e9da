package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/workbook"
	"zhanping/policies"
	"zhanping/standards"
)

func newNew(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new",
		Short: "新建：填报模板、标准、判定规则",
		RunE:  helpOrUnknown,
	}
	cmd.AddCommand(newNewBundle(p), newNewStandard(p), newNewCheck(p))
	return cmd
}

func newNewBundle(p *program) *cobra.Command {
	var own sources
	var refs []string
	var kind, level, path string
	var xlsx bool
	cmd := &cobra.Command{
		Use:   "bundle",
		Short: "生成带说明的填报模板，只列出适用标准会读到的事实",
		Long: "生成带说明的填报模板，只列出适用标准会读到的事实。\n" +
			"加 --xlsx 是一本 Excel 填报表，用 WPS 或 Excel 填好后用 zhanping bundle import 读回来。",
		Example: "  zhanping new bundle --level town > 我站.yaml\n" +
			"  zhanping new bundle --level town --standard fqs-town-76 > 我站.yaml\n" +
			"  zhanping new bundle --level town --xlsx --file 填报表.xlsx",
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			return p.newBundleTemplate(own, refs, kind, level, path, xlsx)
		},
	}
	own.addFlags(cmd)
	cmd.Flags().StringVar(&kind, "kind", "station", "被评单位`类别`："+strings.Join(evidence.DefaultSchema().SubjectKinds(), "、"))
	cmd.Flags().StringVar(&level, "level", "town", "`层级`：province、city、county、town、village")
	cmd.Flags().StringArrayVar(&refs, "standard", nil, "只列此`标准`会读到的事实，写作 编号 或 编号@版本（可重复）")
	cmd.Flags().StringVar(&path, "file", "", "写到`文件`（默认写到标准输出；已有的文件不会覆盖）")
	cmd.Flags().BoolVar(&xlsx, "xlsx", false, "生成 Excel 填报表（.xlsx），不是 YAML")
	return cmd
}

func (p *program) newBundleTemplate(own sources, refs []string, kind, level, path string, xlsx bool) error {
	for _, choice := range []struct {
		flag, value string
		allowed     []string
	}{
		{"--kind", kind, evidence.DefaultSchema().SubjectKinds()},
		{"--level", level, evidence.DefaultSchema().SubjectLevels()},
	} {
		if !slices.Contains(choice.allowed, choice.value) {
			return fmt.Errorf("%s 没有 %q；可用：%s", choice.flag, choice.value, strings.Join(choice.allowed, "、"))
		}
	}
	e, err := loadEngine(own)
	if err != nil {
		return err
	}
	readers, err := readersFor(e, refs, kind, level, "", p.today())
	if err != nil {
		return err
	}
	if xlsx {
		options := workbook.Options{Kind: kind, Level: level, Paths: e.Asked(readers), Readers: engine.ReaderWords(readers)}
		return p.writeWorkbook(path, "--file", func(w io.Writer) error { return workbook.Write(w, e.Schema(), options, nil) })
	}
	paths := e.Asked(readers)
	if len(paths) == 0 {
		for _, fact := range e.Schema().Facts() {
			paths = append(paths, fact.Path)
		}
	}
	template := evidence.Template(e.Schema(), kind, level, paths)
	if path == "" {
		_, err = p.stdout.Write(template)
		return err
	}
	return p.createFile(path, template)
}

// readersFor is what reads each fact under a standard named, or else under all in force for
// such a subject.
func readersFor(e *engine.Engine, refs []string, kind, level, region, day string) (map[string][]engine.Reader, error) {
	chosen, err := e.Catalogue().Applicable(kind, level, day)
	if len(refs) > 0 {
		chosen, err = e.Choose(refs, &evidence.Bundle{Subject: evidence.Subject{Kind: kind, Level: level}}, day)
	}
	if err != nil {
		return nil, err
	}
	return e.Readers(chosen, level, region, day)
}

func newNewStandard(p *program) *cobra.Command {
	var own sources
	var from string
	cmd := &cobra.Command{
		Use:   "standard 目录",
		Short: "新建一套可以直接运行的标准，供修改；或照抄一套已有的标准、模板",
		Example: "  zhanping new standard 我市标准\n" +
			"  zhanping new standard 我区联络员 --from stars-red",
		Args: oneArg("新标准的目录"),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := args[0]
			id, err := freeID(filepath.Base(filepath.Clean(dir)))
			if err != nil {
				return err
			}
			files := standards.Template(id)
			if from != "" {
				e, err := loadEngine(own)
				if err != nil {
					return err
				}
				if files, err = e.Catalogue().Copy(from, p.today(), id); err != nil {
					return err
				}
			}
			if err := p.createFolder(dir, files); err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.stdout, "这套标准的编号是 %s，可在 %s 里改\n下一步：\n  zhanping lint %s\n  zhanping assess 我站.yaml --standards %s --standard %s\n",
				id, filepath.Join(dir, "standard.yaml"), quoted(dir), quoted(dir), id)
			return err
		},
	}
	cmd.Flags().StringArrayVar(&own.standards, "standards", nil, "自备标准的`目录`，--from 也在其中找（可重复）")
	cmd.Flags().StringVar(&from, "from", "", "照抄此`标准`，写作 编号 或 编号@版本；编号改成新目录的名称")
	return cmd
}

// freeID is an id for a standard in a folder of that name: what is left of the name in
// the letters that an id may have, and not the id of an embedded standard.
func freeID(name string) (string, error) {
	id := strings.Trim(plainID.ReplaceAllString(strings.ToLower(name), ""), "-")
	if !standards.ValidID(id) {
		id = "my-standard"
	}
	embedded, err := standards.Open(standards.Source{FS: standards.Embedded(), Display: "standards"})
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(embedded.Refs(), func(ref string) bool { return strings.HasPrefix(ref, id+"@") }) {
		id = "my-" + id
	}
	return id, nil
}

var plainWord = regexp.MustCompile(`^[\p{L}\p{N}_./@:+-]+$`)

// quoted is a path as it may be pasted into a command line.
func quoted(path string) string {
	if plainWord.MatchString(path) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

var (
	plainID   = regexp.MustCompile(`[^a-z0-9-]+`)
	checkName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

func newNewCheck(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "check 目录",
		Short:   "新建一个可以直接运行的判定规则（Rego 和样例），供修改；目录名就是规则名",
		Example: "  zhanping new check 我的规则/ledger_kept",
		Args:    oneArg("新规则的目录"),
		RunE: func(_ *cobra.Command, args []string) error {
			dir, name := filepath.Split(filepath.Clean(args[0]))
			switch {
			case !checkName.MatchString(name):
				return fmt.Errorf("规则名 %q 不合要求；应为小写字母、数字和下划线，以字母开头，如 ledger_kept", name)
			case dir == "":
				return fmt.Errorf("规则要放在专放规则的目录里；请写成 我的规则/%s", name)
			}
			if err := unusedCheck(name); err != nil {
				return err
			}
			if err := p.createFolder(args[0], policies.Template(name)); err != nil {
				return err
			}
			dir = quoted(filepath.Clean(dir))
			_, err := fmt.Fprintf(p.stdout, "下一步：\n  zhanping test %s\n在标准里写上 check: %s 之后：\n  zhanping lint 我市标准 %s\n", dir, name, dir)
			return err
		},
	}
}

// unusedCheck refuses the name of an embedded check, which nothing may replace.
func unusedCheck(name string) error {
	embedded, err := policies.Load(evidence.DefaultSchema(), engine.Embedded())
	if err != nil {
		return err
	}
	for _, check := range embedded.Checks() {
		if check.Name == name {
			return fmt.Errorf("已有内置规则 %s（%s），不能重名；请换一个名称", name, check.Title)
		}
	}
	return nil
}

// createFolder writes files into a folder that must not exist yet.
func (p *program) createFolder(dir string, files map[string][]byte) error {
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: 已经存在；请换一个目录名", dir)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("%s: 建目录：%w", dir, writeTrouble(err))
		}
		if err := p.createFile(path, files[name]); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "已新建 %s\n", path)
	}
	return nil
}

// createFile writes a file that must not exist yet.
func (p *program) createFile(path string, data []byte) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: 已经存在，没有覆盖；请换一个文件名", path)
	}
	t, err := p.targetOf(path)
	if err == nil {
		err = t.write(func(w io.Writer) error {
			_, err := w.Write(data)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("写 %s：%w", path, writeTrouble(err))
	}
	return nil
}
