package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/yamltext"
)

type rankOptions struct {
	sources
	asOf   string
	output string
}

func newRank(p *program) *cobra.Command {
	var o rankOptions
	cmd := &cobra.Command{
		Use:   "rank 方案.yaml 材料...",
		Short: "评比：按评比方案合并几张表、几年、几位评委的结果，排名次、定名额",
		Long: "按评比方案给多个单位排名次。名次按已确定的得分排；还有未定的条目时，列出每个单位最好、最差可能排第几。\n" +
			"没有确定达到入围线的单位列在后面，并说明原因。方案的写法见 docs/authoring/评比.md。",
		Example: "  zhanping rank 2026年度评比.yaml 各站材料/",
		Args:    needArgs(2, "评比方案和佐证材料"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.rank(cmd.Context(), o, args[0], args[1:])
		},
	}
	o.addFlags(cmd)
	o.addOverlayFlag(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.asOf, "as-of", "", "评定`日期`，如 2026-06-30（默认今天）")
	flags.StringVarP(&o.output, "output", "o", "text", "输出`格式`：text、json")
	return cmd
}

func (p *program) rank(ctx context.Context, o rankOptions, file string, args []string) error {
	if o.output != "text" && o.output != "json" {
		return fmt.Errorf("-o %s：没有这种输出格式；可用：text、json", o.output)
	}
	asOf, err := p.day(o.asOf)
	if err != nil {
		return err
	}
	scheme, err := readScheme(file)
	if err != nil {
		return err
	}
	paths, err := findBundles(args)
	if err != nil {
		return err
	}
	e, err := loadEngine(o.sources)
	if err != nil {
		return err
	}
	if err := checkScheme(e, scheme, asOf); err != nil {
		return err
	}
	entries, err := p.rankEntries(ctx, e, scheme, paths, asOf)
	if err != nil {
		return err
	}
	ranking, err := assessment.Rank(scheme, entries)
	if err != nil {
		return err
	}
	if o.output == "json" {
		return p.writeRankingJSON(asOf, scheme, ranking)
	}
	return p.writeRankingText(asOf, scheme, ranking)
}

func readScheme(file string) (*assessment.Scheme, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: 找不到评比方案；请核对路径", file)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: 不是文件；第一个参数是评比方案，材料写在后面", file)
	case info.Size() > yamltext.MaxBytes:
		return nil, fmt.Errorf("%s: 文件太大，不像评比方案", file)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: 打不开；请核对权限", file)
	}
	return assessment.ReadScheme(file, data)
}

// checkScheme refuses standards and facts that do not exist, where the scheme names them.
func checkScheme(e *engine.Engine, scheme *assessment.Scheme, asOf string) error {
	errs := []error{scheme.Check(e.Schema())}
	for _, sheet := range scheme.Sheets {
		if _, err := e.Find(sheet.Standard, asOf); err != nil {
			errs = append(errs, placed(err, sheet.At))
		}
	}
	var faults yamltext.Faults
	if !errors.As(engine.Join(errs), &faults) {
		return nil
	}
	return faults.Err()
}

// placed tells faults that have no line of their own at the place that led to them.
func placed(err error, at yamltext.Position) error {
	var faults yamltext.Faults
	if !errors.As(err, &faults) {
		return yamltext.Faults{{At: at, Code: "unreadable", Found: err.Error()}}
	}
	faults = slices.Clone(faults)
	for i := range faults {
		if faults[i].At.Line == 0 {
			faults[i].At = at
		}
	}
	return faults
}

// rankEntries judges every bundle under every sheet of the scheme.
func (p *program) rankEntries(
	ctx context.Context, e *engine.Engine, scheme *assessment.Scheme, paths []string, asOf string,
) ([]assessment.RankEntry, error) {
	refs := each(scheme.Sheets, func(sheet assessment.SchemeSheet) string { return sheet.Standard })
	entries := make([]assessment.RankEntry, len(paths))
	errs := make([]error, len(paths))
	told := make([][]evidence.Note, len(paths))
	inParallel(min(runtime.NumCPU(), len(paths)), len(paths), func(i int) {
		bundle, err := p.openBundle(e.Schema(), paths[i])
		if err != nil {
			errs[i] = err
			return
		}
		chosen, err := e.Choose(refs, bundle, asOf)
		if err != nil {
			errs[i] = err
			return
		}
		reports, notes, err := e.AssessUnder(ctx, chosen, bundle, asOf)
		entries[i], errs[i] = assessment.RankEntry{Bundle: bundle, Reports: reports}, err
		told[i] = slices.Concat(bundle.Notes, notes)
	})
	if err := engine.Join(errs); err != nil {
		return nil, err
	}
	p.notes(slices.Concat(told...))
	return entries, nil
}

// writeRankingText is a list for people: one line a contestant, its sheets below it.
func (p *program) writeRankingText(asOf string, scheme *assessment.Scheme, ranking *assessment.Ranking) error {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	line("%s", scheme.Title)
	line("评定日：%s。名次按已确定的得分排。", asOf)
	if !ranking.Settled {
		line("名次和名额还没有定：有未举证或待核查的条目，括号里是最好、最差可能的名次。")
	}
	for _, note := range ranking.Notes {
		line("提示：%s", note)
	}
	line("")
	for _, one := range ranking.Ranked {
		place := fmt.Sprintf("第 %d 名", one.Rank)
		if one.Best != one.Worst {
			place += fmt.Sprintf("（%s）", possibleRanks(one))
		}
		quota := ""
		if one.Quota != "" {
			quota = "，" + one.Quota
		}
		line("%s  %s 分%s  %s（%s）", place, shownInterval(one.Total), quota, one.Name, one.Region)
		writeContestant(line, one)
		if one.Decided != "" {
			line("    总分并列，按此分出先后：%s", one.Decided)
		}
	}
	if len(ranking.Unranked) > 0 {
		line("\n未入围（达不到入围线，或还不能确定）：")
	}
	for _, one := range ranking.Unranked {
		chance := ""
		if one.Best > 0 {
			chance = fmt.Sprintf("（入围后最好第 %d 名）", one.Best)
		}
		line("%s 分  %s（%s）%s", shownInterval(one.Total), one.Name, one.Region, chance)
		writeContestant(line, one)
		for _, reason := range one.Reasons {
			line("    原因：%s", reason)
		}
	}
	line("")
	for _, use := range ranking.Quotas {
		line("%s：名额 %d，给出 %d", use.Name, use.Places, use.Given)
	}
	line("共 %d 个，排名 %d，未入围 %d", len(ranking.Ranked)+len(ranking.Unranked), len(ranking.Ranked), len(ranking.Unranked))
	_, err := fmt.Fprint(p.stdout, out.String())
	return err
}

func writeContestant(line func(string, ...any), one assessment.Contestant) {
	if len(one.Places) > 0 {
		line("    抽样 %d 处：%s", len(one.Places), strings.Join(one.Places, "、"))
	}
	for _, sheet := range one.Sheets {
		text := ""
		if sheet.Total != nil {
			text += " " + shownInterval(*sheet.Total) + " 分"
		}
		switch {
		case sheet.Grade.Certain != sheet.Grade.Possible:
			text += " “" + sheet.Grade.Certain + "”至“" + sheet.Grade.Possible + "”"
		case sheet.Grade.Certain != "":
			text += " “" + sheet.Grade.Certain + "”"
		}
		if sheet.Line != "" {
			state := map[assessment.GateState]string{assessment.Held: "达到", assessment.Broken: "达不到", assessment.Unknown: "还不能确定"}[sheet.Line]
			text += "（入围线：" + sheet.Text + "，" + state + "）"
		}
		line("    %s%s", sheet.Standard, text)
	}
}

// possibleRanks is the ranks that one can still take, in words.
func possibleRanks(one assessment.Contestant) string {
	return fmt.Sprintf("可能第 %d 至 %d", one.Best, one.Worst)
}

func shownInterval(i assessment.Interval) string {
	if i.Certain.Equal(i.Possible) {
		return shownPoints(i.Certain)
	}
	return shownPoints(i.Certain) + "～" + shownPoints(i.Possible)
}
