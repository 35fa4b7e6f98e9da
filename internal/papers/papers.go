// Package papers writes the documents that leave the office after an evaluation: the
// draft notice (通报), the list of problems and the ledger of their rectification
// (问题清单、整改台账), the ranking (汇总排名), the list for publicity (公示) and the
// certificate (命名证书). It writes what it is given and never judges, adds up or ranks;
// the filled score sheet (评分表) is internal/report's workbook.
//
// Every paper is a plain value with a Write method for each format. The same value gives
// the same bytes. What a method has written before it returns an error is of no use.
package papers

import (
	"fmt"
	"strings"

	"zhanping/standards"
)

// Occasion is what was evaluated, the same on all papers of one batch.
type Occasion struct {
	Bureau   string // 主管部门, which signs the papers
	Batch    string // the batch as a title: “2026年度示范型退役军人服务站”
	Standard string // title of the standard
	Edition  string // of the standard, may be ""
	Draft    bool   // the standard or a part of it is a local draft (本地草案)
	From, To Day    // when stations were evaluated; both may be ""
}

// Place is one station in a ranking (名次).
type Place struct {
	Rank     int // 0 for one that is not ranked
	Station  string
	Region   string
	Total    standards.Points   // what is certain
	Possible *standards.Points  // the highest that is still possible; nil where nothing is open
	Grade    string             // "" for none
	Chapters []standards.Points // in the order of Ranking.Chapters
	Quota    string             // the quota it takes a place of; "" for none
	Decided  string             // Chinese: the tie-break that decided; "" where the totals did
	Reasons  []string           // Chinese: why not ranked
}

// Quota is how many places a quota (名额) has and how many were given.
type Quota struct {
	Name          string
	Places, Given int
}

func (q Quota) words() string {
	return fmt.Sprintf("%s名额%d个，实给%d个", q.Name, q.Places, q.Given)
}

const (
	badge     = "〔本地草案〕"
	draftNote = "标有“〔本地草案〕”的，是据公开资料拟定的草稿，不是官方文本；正式评定以主管部门印发的标准为准。"
	cutNote   = "除不尽的分值截去尾数（不进位）。"
)

// badged is a title with the badge of a draft, unless it says so itself.
func badged(title string, draft bool) string {
	if !draft || strings.Contains(title, "本地草案") {
		return title
	}
	return title + badge
}

// standard is the standard as a sentence names it.
func (o Occasion) standard() string {
	text := "《" + strings.Trim(o.Standard, "《》") + "》"
	if o.Edition != "" {
		text += "（" + o.Edition + "版）"
	}
	return badged(text, o.Draft)
}

// check tells what an occasion lacks.
func (o Occasion) check(f *faults) {
	f.need("主管部门", o.Bureau)
	f.need("批次名称", o.Batch)
	f.need("标准名称", o.Standard)
	f.period("评定时间", o.From, o.To)
	f.text("主管部门", o.Bureau)
	f.text("批次名称", o.Batch)
	f.text("标准名称", o.Standard)
	f.text("标准版本", o.Edition)
}

// show is a number for people: exact where its decimal is short, and otherwise cut, so
// that it never seems to reach a line which it does not reach.
func show(p standards.Points) string {
	if text := p.String(); isShort(text) {
		return text
	}
	return p.Display(2)
}

func isShort(text string) bool {
	_, places, _ := strings.Cut(text, ".")
	return !strings.Contains(text, "/") && len(places) <= 4
}

// total is the total for people, as a span while something is open.
func (p Place) total() string {
	if p.Possible == nil || p.Possible.Equal(p.Total) {
		return show(p.Total)
	}
	return show(p.Total) + "–" + show(*p.Possible)
}

// wasCut reports whether total shows less than the exact number.
func (p Place) wasCut() bool {
	return !isShort(p.Total.String()) || p.Possible != nil && !isShort(p.Possible.String())
}

// rankWords is a rank as people read it; equal ranks are marked.
func rankWords(rank int, tied bool) string {
	switch {
	case rank == 0:
		return "—"
	case tied:
		return fmt.Sprintf("%d（并列）", rank)
	}
	return fmt.Sprint(rank)
}

// share is a part of a whole in per cent, “约” where it was cut to one decimal.
func share(part, whole int) string {
	if whole <= 0 {
		return "—"
	}
	exact := standards.PointsOf(int64(part) * 100).Quo(standards.PointsOf(int64(whole)))
	text := exact.Display(1)
	if text != exact.String() {
		return "约" + text + "%"
	}
	return text + "%"
}

// orDash shows that nothing is there.
func orDash(text string) string {
	if strings.TrimSpace(text) == "" {
		return "—"
	}
	return text
}
