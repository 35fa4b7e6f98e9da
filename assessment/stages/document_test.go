package stages_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment/stages"
	"zhanping/standards"
)

var update = flag.Bool("update", false, "rewrite docs/stages.md")

const documentFile = "../../docs/stages.md"

// TestTheDocumentIsTheTable holds docs/stages.md to the table, or writes it with -update.
func TestTheDocumentIsTheTable(t *testing.T) {
	t.Parallel()
	got := document()
	if *update {
		if err := os.WriteFile(documentFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(documentFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("docs/stages.md (-written +from the table); run the test with -update:\n%s", diff)
	}
}

func document() string {
	var b strings.Builder
	b.WriteString(`# 评定流程

<!-- 由 assessment/stages 的表生成：go test ./assessment/stages -update。请改表，不要改本页。 -->

一个评定件是一个站、一项标准、一个批次。它总是处在下面的一个阶段；每个阶段只能办理表中列出的操作，条件全部满足才能办理，
不满足的会一次全部列出。

`)
	diagram(&b)
	table(&b)
	disputes(&b)
	guards(&b)
	deadlines(&b)
	return b.String()
}

func diagram(b *strings.Builder) {
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, stage := range stages.Stages() {
		fmt.Fprintf(b, "    state \"%s\" as %s\n", stage.Title(), stage)
	}
	fmt.Fprintf(b, "    [*] --> %s\n", stages.Stages()[0])
	for _, row := range stages.Table() {
		if row.Effect == stages.NoEffect {
			fmt.Fprintf(b, "    %s --> %s: %s\n", row.From, row.To, row.Action.Title())
		}
	}
	for _, stage := range stages.Stages() {
		if stage.End() {
			fmt.Fprintf(b, "    %s --> [*]\n", stage)
		}
	}
	b.WriteString("```\n\n")
}

func table(b *strings.Builder) {
	b.WriteString("## 阶段和操作\n\n| 阶段 | 操作 | 到 | 条件 | 期限 |\n|---|---|---|---|---|\n")
	for _, stage := range stages.Stages() {
		title := fmt.Sprintf("%s `%s`", stage.Title(), stage)
		if stage.Locked() {
			title += "（锁定）"
		}
		if stage.End() {
			fmt.Fprintf(b, "| %s | 办结，没有后续操作 | | | |\n", title)
		}
		for _, row := range stages.Next(stage) {
			if row.Effect != stages.NoEffect {
				continue
			}
			var needs, terms []string
			for _, guard := range row.Needs {
				needs = append(needs, guard.Title())
			}
			for _, d := range row.Deadlines {
				terms = append(terms, d.Title+" "+length(d))
			}
			fmt.Fprintf(b, "| %s | %s `%s` | %s | %s | %s |\n",
				title, row.Action.Title(), row.Action, row.To.Title(), strings.Join(needs, "、"), strings.Join(terms, "、"))
		}
	}
	b.WriteString("\n锁定的阶段，核查结果和评定结果已经签名或办结，不再改动；退回或启动复核以后才能重新核查。\n\n")
}

func disputes(b *strings.Builder) {
	var titles []string
	for _, row := range stages.Table() {
		if row.Effect == stages.Freezes {
			titles = append(titles, row.From.Title())
		}
	}
	fmt.Fprintf(b, `## 异议

%s各阶段可以%s（写明理由）。异议冻结评定件：裁定以前，除%s以外的操作一律不能办理，只能查看。冻结不是一个阶段，
裁定以后评定件仍在原来的阶段；需要重新核查、退回或不予通过的，另行办理。裁定人不能是提出人，也不能是核查或签名的人。

`, strings.Join(titles, "、"), stages.Dispute.Title(), stages.SettleDispute.Title())
}

func guards(b *strings.Builder) {
	b.WriteString("## 条件\n\n| 条件 | 不满足时的提示 | 用于 |\n|---|---|---|\n")
	for _, guard := range stages.Guards() {
		var used []string
		for _, row := range stages.Table() {
			if title := row.Action.Title(); slices.Contains(row.Needs, guard) && !slices.Contains(used, title) {
				used = append(used, title)
			}
		}
		fmt.Fprintf(b, "| %s `%s` | %s | %s |\n", guard.Title(), guard, guard.Unmet(), strings.Join(used, "、"))
	}
	b.WriteString("\n")
}

func deadlines(b *strings.Builder) {
	b.WriteString(`## 期限和提醒

期限自评定件进入该阶段的次日起算。标准的 ` + "`process`" + ` 写明天数、年数的，从其规定；没有写明的用下表的数，那是本地草案，
没有官方文本可据。

| 期限 | 阶段 | 长度 | 标准中的字段 | 性质 | 提醒 | 提醒语 |
|---|---|---|---|---|---|---|
`)
	var seen []string
	for _, row := range stages.Table() {
		for _, d := range row.Deadlines {
			if slices.Contains(seen, d.ID) {
				continue
			}
			seen = append(seen, d.ID)
			var at []string
			for _, other := range stages.Table() {
				if slices.ContainsFunc(other.Deadlines, func(o stages.DeadlineRule) bool { return o.ID == d.ID }) {
					at = append(at, other.From.Title())
				}
			}
			field, remind := "—", "期满当日"
			if d.Field != "" {
				field = "`" + key(d.Field) + "`"
			}
			if d.Remind > 0 {
				remind = fmt.Sprintf("期满前 %d 日", d.Remind)
			}
			fmt.Fprintf(b, "| %s `%s` | %s | %s | %s | %s | %s | %s |\n",
				d.Title, d.ID, strings.Join(at, "、"), length(d), field, d.Kind.Title(), remind, d.Words)
		}
	}
}

// key is a field as standard.yaml writes it.
func key(field string) string {
	var b strings.Builder
	for i, r := range field {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func length(d stages.DeadlineRule) string {
	n, _ := d.Length(standards.Process{})
	return fmt.Sprintf("%d %s", n, d.Unit.Title())
}
