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
	"zhanping/policies"
	"zhanping/standards"
)

func newNew(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new",
		Short: "新建：填报模板、标准、判定规则",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newNewBundle(p), newNewStandard(p), newNewCheck(p))
	return cmd
}

func newNewBundle(p *program) *cobra.Command {
	var own sources
	var kind, level, path string
	cmd := &cobra.Command{
		Use:     "bundle",
		Short:   "生成带说明的填报模板，只列出适用标准会读到的事实",
		Example: "  zhanping new bundle --level town > 我站.yaml",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return p.newBundleTemplate(own, kind, level, path)
		},
	}
	own.addFlags(cmd)
	cmd.Flags().StringVar(&kind, "kind", "station", "被评单位`类别`："+strings.Join(evidence.DefaultSchema().SubjectKinds(), "、"))
	cmd.Flags().StringVar(&level, "level", "town", "`层级`：province、city、county、town、village")
	cmd.Flags().StringVar(&path, "file", "", "写到`文件`（默认写到标准输出；已有的文件不会覆盖）")
	return cmd
}

func (p *program) newBundleTemplate(own sources, kind, level, path string) error {
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
	paths, err := e.factsFor(kind, level, p.today())
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		for _, fact := range e.schema.Facts() {
			paths = append(paths, fact.Path)
		}
	}
	template := evidence.Template(e.schema, kind, level, paths)
	if path == "" {
		_, err = p.stdout.Write(template)
		return err
	}
	return createFile(path, template)
}

// factsFor is every fact that a standard in force for such a subject reads, in the
// order of the schema.
func (e *engine) factsFor(kind, level, day string) ([]string, error) {
	applicable, err := e.catalogue.Applicable(kind, level, day)
	if err != nil {
		return nil, err
	}
	read := map[string]bool{}
	for _, std := range applicable {
		variant, judge, err := e.bind(std, level, day)
		if err != nil {
			return nil, err
		}
		for _, chapter := range slices.Concat(variant.Chapters, variant.Announced) {
			for _, item := range chapter.Items {
				for _, path := range judge.Reads(item.ID) {
					read[path] = true
				}
			}
		}
	}
	var paths []string
	for _, fact := range e.schema.Facts() {
		if read[fact.Path] {
			paths = append(paths, fact.Path)
		}
	}
	return paths, nil
}

func newNewStandard(p *program) *cobra.Command {
	var own sources
	var from string
	cmd := &cobra.Command{
		Use:   "standard 目录",
		Short: "新建一套可以直接运行的标准，供修改；或照抄一套已有的标准、模板",
		Example: "  zhanping new standard 我市标准\n" +
			"  zhanping new standard 我区联络员 --from stars-red",
		Args: needArgs(1, "新标准的目录"),
		RunE: func(_ *cobra.Command, args []string) error {
			id := plainID.ReplaceAllString(strings.ToLower(filepath.Base(args[0])), "")
			if id == "" {
				id = "my-standard"
			}
			if from == "" {
				return p.createFolder(args[0], standards.Template(id), "zhanping lint "+args[0])
			}
			e, err := loadEngine(own)
			if err != nil {
				return err
			}
			files, err := e.catalogue.Copy(from, p.today(), id)
			if err != nil {
				return err
			}
			return p.createFolder(args[0], files, "zhanping lint "+args[0])
		},
	}
	cmd.Flags().StringArrayVar(&own.standards, "standards", nil, "自备标准的`目录`，--from 也在其中找（可重复）")
	cmd.Flags().StringVar(&from, "from", "", "照抄此`标准`，写作 编号 或 编号@版本；编号改成新目录的名称")
	return cmd
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
		Args:    needArgs(1, "新规则的目录"),
		RunE: func(_ *cobra.Command, args []string) error {
			name := filepath.Base(filepath.Clean(args[0]))
			if !checkName.MatchString(name) {
				return fmt.Errorf("规则名 %q 不合要求；应为小写字母、数字和下划线，以字母开头，如 ledger_kept", name)
			}
			return p.createFolder(args[0], policies.Template(name), "zhanping test "+filepath.Dir(args[0]))
		},
	}
}

// createFolder writes files into a folder that must not exist yet.
func (p *program) createFolder(dir string, files map[string][]byte, next string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: 已经存在；请换一个目录名", dir)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := createFile(path, files[name]); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "已新建 %s\n", path)
	}
	fmt.Fprintf(p.stdout, "下一步：%s\n", next)
	return nil
}

// createFile writes a file that must not exist yet.
func createFile(path string, data []byte) error {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s: 已经存在，没有覆盖；请换一个文件名", path)
	}
	return writeFile(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}
