package standards_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/standards"
)

// TestTheLineBetweenSoundAndBroken edits one thing of a sound standard. Each pair lies on
// both sides of a line: no fault on one side, one fault on the other.
func TestTheLineBetweenSoundAndBroken(t *testing.T) {
	t.Parallel()
	const (
		head    = "standard.yaml"
		chapter = "01-premises.yaml"
	)
	for _, c := range []struct {
		name, file, from, to string
		fault                string // what the only fault begins with after its position; "" for none
	}{
		{"a grade line at what can be earned", head, "total: 9,", "total: 10,", ""},
		{"a grade line above what can be earned", head, "total: 9,", "total: 10.01,", "等级“示范”要 10.01 分"},
		{"a grade line at that of the next grade", head, "total: 9, required: true", "total: 8, required: true", "“达标”的条件和上面的“示范”一样"},
		{"a grade line below that of the next grade", head, "total: 9, required: true", "total: 7.9, required: true", "“达标”的总分要求比它上面的“示范”严"},
		{"a better grade that forgets the required items", head, "total: 9, required: true", "total: 9", "“达标”的必备条目要求比它上面的“示范”严"},
		{"a grade that names an item", head, "total: 9, required: true", "total: 9, required: true, items: [A02]", ""},
		{"a grade that names no item of ours", head, "total: 9, required: true", "total: 9, required: true, items: [A05]", "等级“示范”要求的条目 A05 不存在"},
		{"a floor of all points", head, "total: 9,", "total: 9, chapters: 100,", ""},
		{"a floor above all points", head, "total: 9,", "total: 9, chapters: 100.5,", "各章得分率要求 100.5%"},
		{"a period of one day", head, "{from: 2026-01-01}", "{from: 2026-01-01, to: 2026-01-01}", ""},
		{"a period that ends before it begins", head, "{from: 2026-01-01}", "{from: 2026-01-01, to: 2025-12-31}", "截止日 2025-12-31 早于起始日 2026-01-01"},
		{"a leap day", head, "{from: 2026-01-01}", "{from: 2024-02-29}", ""},
		{"a day that is none", head, "{from: 2026-01-01}", "{from: 2023-02-29}", "“from”写作“2023-02-29”"},
		{"a draft that does not say so", head, "draft: true ", "draft: false", "依据（sources）的出处是 draft"},
		{"a cap on a bonus nobody can earn", head, "points: 10 ", "bonus: {cap: 1}\npoints: 10 ", "写了加分上限，却没有加分条目"},
		{"one item more than there are", head, "items: 4 ", "items: 5 ", "总则写 5 条，各章共 4 条"},
		{"rounding to two places", head, "{mode: exact}", "{mode: down, places: 2}", ""},
		{"exactness to two places", head, "{mode: exact}", "{mode: exact, places: 2}", "不取整（exact），却写了小数位数"},
		{"an edition that looks like a number", head, `edition: "2026-draft"`, "edition: 2026.10", ""},
		{"a deduction up to the row's points", chapter, "{deduct: {each: 2}}", "{deduct: {each: 2, at_most: 4}}", ""},
		{"a deduction above the row's points", chapter, "{deduct: {each: 2}}", "{deduct: {each: 2, at_most: 4.1}}", "最多扣 4.1 分，本条 4 分"},
		{"a deduction for one kind only", chapter, "{deduct: {each: 2}}", "{deduct: {each: 0, kinds: {short: 1}}}", ""},
		{"a deduction of nothing", chapter, "{deduct: {each: 2}}", "{deduct: {each: 0}}", "扣分规则一分不扣"},
		{"a line excluded, then included", chapter, "{deduct: {each: 2}}", "{steps: [{above: 2, points: 4}, {at_least: 2, points: 3}]}", ""},
		{"a line included, then excluded", chapter, "{deduct: {each: 2}}", "{steps: [{at_least: 2, points: 4}, {above: 2, points: 3}]}", "第 1 档是不低于 2（含），第 2 档是高于 2（不含）"},
		{"a limit excluded, then included", chapter, "{deduct: {each: 2}}", "{steps: [{below: 2, points: 4}, {at_most: 2, points: 3}]}", ""},
		{"a limit included, then excluded", chapter, "{deduct: {each: 2}}", "{steps: [{at_most: 2, points: 4}, {below: 2, points: 3}]}", "第 1 档是不高于 2（含），第 2 档是低于 2（不含）"},
		{"the same line twice", chapter, "{deduct: {each: 2}}", "{steps: [{at_least: 2, points: 4}, {at_least: 2, points: 3}]}", "第 2 档的界限不比上一档低"},
		{"a last step that earns nothing", chapter, "{deduct: {each: 2}}", "{steps: [{at_least: 2, points: 4}, {at_least: 1, points: 0}]}", ""},
		{"a step that earns as much as a better one", chapter, "{deduct: {each: 2}}", "{steps: [{at_least: 2, points: 4}, {at_least: 1, points: 4}]}", "第 2 档得 4 分，上一档得 4 分"},
		{"a best step that earns the row", chapter, "{deduct: {each: 2}}", "{steps: [{at_least: 2, points: 4}]}", ""},
		{"a best step that earns less than the row", chapter, "{deduct: {each: 2}}", "{steps: [{at_least: 2, points: 3.99}]}", "最好的一档得 3.99 分，本条 4 分"},
		{"a proportion of one measure", chapter, "{deduct: {each: 2}}", "{linear: {zero: 0}}", ""},
		{"an inspector's range within the row", chapter, "from: 0, to: 3, steps: [0, 1, 2, 3]", "from: 0.5, to: 2.5", ""},
		{"an inspector's range of one value", chapter, "from: 0, to: 3, steps: [0, 1, 2, 3]", "from: 3, to: 3", "酌情给分从 3 到 3"},
		{"an inspector's step on the edge", chapter, "steps: [0, 1, 2, 3]", "steps: [0, 3]", ""},
		{"an inspector's step beyond the edge", chapter, "steps: [0, 1, 2, 3]", "steps: [0, 3.1]", "可给的分 3.1 不在 0 到 3 之间"},
		{"an inspector's step twice", chapter, "steps: [0, 1, 2, 3]", "steps: [0, 1, 1, 3]", "可给的分没有从低到高"},
		{"an inspector without a rubric", chapter, "    rubric: 现场查看地面、桌面和标识；整洁有序得 3 分，一处明显不足扣 1 分。\n", "", "条目 A04 没有判定规则，由核查员评判，却没有评判要点"},
		{"parts that add up in thirds", chapter, "[zone.talk]}, points: 2}\n      - {check: all_yes, facts: {each: [zone.honor]}, points: 1}", "[zone.talk]}, points: 5/3}\n      - {check: all_yes, facts: {each: [zone.honor]}, points: 4/3}", ""},
		{"parts that miss by a hundredth", chapter, "[zone.talk]}, points: 2}", "[zone.talk]}, points: 1.99}", "条目 A03 写 3 分，各分项合计 2.99 分"},
		{"a number without a source", chapter, "threshold: draft}   #", "clause: 第一条}   #", "条目 A02 的参数里有数字，却没有写数字的出处"},
		{"a condition that lets the row be absent", chapter, "    params: {min: 2} ", "    when: {check: all_yes, facts: {each: [premises.fixed]}}\n    absence: full\n    params: {min: 2} ", ""},
		{"a condition that does not", chapter, "    params: {min: 2} ", "    when: {check: all_yes, facts: {each: [premises.fixed]}}\n    params: {min: 2} ", "条目 A02 有适用条件，却不允许缺项"},
		{"the least effort", chapter, "  - id: A01\n", "  - id: A01\n    effort: 1\n", ""},
		{"no effort at all", chapter, "  - id: A01\n", "  - id: A01\n    effort: 0\n", "“effort”是 0"},
		{"the greatest effort", chapter, "  - id: A01\n", "  - id: A01\n    effort: 100\n", ""},
		{"an effort beyond it", chapter, "  - id: A01\n", "  - id: A01\n    effort: 101\n", "“effort”是 101"},
		{"an item for a level of the scope", chapter, "  - id: A01\n", "  - id: A01\n    levels: [village]\n", ""},
		{"an item for a level outside the scope", chapter, "  - id: A01\n", "  - id: A01\n    levels: [city]\n", "条目 A01 用于市级，本标准却不适用于市级"},
		{"a chapter heading from two places", chapter, "basis: draft ", "basis: seed:004、public:C03 ", ""},
		{"a provenance that names nothing", chapter, "basis: draft ", "basis: public:P5 ", "“basis”写作“public:P5”"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := standards.LoadAs(edited(t, c.file, c.from, c.to), ".", "S")
			if c.fault == "" {
				if err != nil {
					t.Errorf("faults in a sound standard:\n%v", err)
				}
				return
			}
			if err == nil {
				t.Fatalf("no fault, want %q", c.fault)
			}
			_, words, _ := strings.Cut(err.Error(), ": ")
			if !strings.HasPrefix(words, c.fault) || strings.Contains(words, "\n") {
				t.Errorf("(-want +got):\n%s", cmp.Diff(c.fault, err.Error()))
			}
		})
	}
}
