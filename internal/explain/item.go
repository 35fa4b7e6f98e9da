// Package explain tells people what a standard asks and how a result came about: the page about a
// standard, and everything about one item of a result. The command line and the server tell the same.
package explain

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/report"
	"zhanping/standards"
)

// Question is what is asked about: a bundle under a standard on a day.
type Question struct {
	Engine   *engine.Engine
	Standard *standards.Standard
	Bundle   *evidence.Bundle
	AsOf     string
}

// Explanation is everything about one item of a result, in words for people. What there is nothing to
// say about is empty.
type Explanation struct {
	Item          string             `json:"item" doc:"条目编号"`
	Title         string             `json:"title" doc:"条目"`
	Worth         string             `json:"worth" doc:"种类和分值"`
	Draft         bool               `json:"draft" doc:"本地草案"`
	Standard      string             `json:"standard" doc:"标准，编号@版本"`
	StandardTitle string             `json:"standard_title" doc:"标准名称"`
	OutsideScope  string             `json:"outside_scope" doc:"超出适用对象的说明"`
	Chapter       string             `json:"chapter" doc:"大项编号"`
	ChapterTitle  string             `json:"chapter_title" doc:"大项"`
	Text          string             `json:"text" doc:"要求"`
	Effective     string             `json:"effective" doc:"施行"`
	Provenance    string             `json:"provenance" doc:"出处"`
	Methods       []string           `json:"methods" doc:"核查方式" nullable:"false"`
	Evidence      []string           `json:"evidence" doc:"材料" nullable:"false"`
	Rubric        string             `json:"rubric" doc:"评分办法"`
	Scoring       string             `json:"scoring" doc:"计分"`
	Note          string             `json:"note" doc:"说明"`
	Amended       []string           `json:"amended" doc:"区域加严" nullable:"false"`
	When          string             `json:"when" doc:"适用条件"`
	Checks        []string           `json:"checks" doc:"判定规则和参数；空为由核查人员现场评定" nullable:"false"`
	Facts         []FactRead         `json:"facts" doc:"读取的事实" nullable:"false"`
	Outcome       assessment.Outcome `json:"outcome" doc:"结论的代码"`
	OutcomeWords  string             `json:"outcome_words" doc:"结论"`
	Score         string             `json:"score" doc:"得分；不计分的为空"`
	Computed      string             `json:"computed" doc:"程序判定，与核查人员的结论不同时才有"`
	Reason        string             `json:"reason" doc:"原因"`
	Observations  []string           `json:"observations" doc:"查证" nullable:"false"`
	Shortfalls    []string           `json:"shortfalls" doc:"问题" nullable:"false"`
	Findings      []string           `json:"findings" doc:"人工评定" nullable:"false"`
	Missing       []FactMissing      `json:"missing" doc:"补填什么" nullable:"false"`
	ByPeople      bool               `json:"by_people" doc:"以核查人员的评定为准，事实变了由其复核"`
	Changes       []string           `json:"changes" doc:"事实怎样变，结果就怎样变；逐个试算得出" nullable:"false"`
	Fix           string             `json:"fix" doc:"整改"`
	Wait          string             `json:"wait" doc:"等谁来定"`
}

// FactRead is a fact that the decision read.
type FactRead struct {
	Path    string   `json:"path" doc:"事实路径"`
	Title   string   `json:"title" doc:"事实"`
	Given   bool     `json:"given" doc:"已填"`
	Value   string   `json:"value" doc:"值"`
	Unit    string   `json:"unit" doc:"单位"`
	At      string   `json:"at" doc:"在材料的哪里；没填的，应写在哪里"`
	Sources []string `json:"sources" doc:"依据的编号" nullable:"false"`
}

// FactMissing is a fact that has to be filled in, with how it may look.
type FactMissing struct {
	Path    string `json:"path" doc:"事实路径"`
	Title   string `json:"title" doc:"事实"`
	At      string `json:"at" doc:"写在哪里"`
	Snippet string `json:"snippet" doc:"写法"`
}

// Item explains one item of a report on the question's bundle.
func (q Question) Item(ctx context.Context, r *assessment.Report, result assessment.ItemResult) (Explanation, error) {
	item := result.Item
	x := Explanation{
		Item: item.ID, Title: item.Title, Worth: report.KindWord(item.Kind), Draft: result.Draft,
		Standard: q.Standard.Ref(), StandardTitle: q.Standard.Title, OutsideScope: r.Standard.OutsideScope,
		Chapter: result.Chapter, ChapterTitle: result.ChapterTitle, Text: item.Text,
		Effective: report.EffectiveWords(item.Effective, q.AsOf), Provenance: report.ProvenanceWords(item.Provenance),
		Methods: each(item.Methods, report.MethodWord), Evidence: each(item.Evidence, report.EvidenceWord),
		Rubric: item.Rubric, Note: item.Note,
		Amended: each(item.Amended, func(a standards.Amendment) string { return "由 " + a.Overlay + " 收紧：" + a.Words() }),
		Checks:  each(item.Parts, q.part), Facts: each(result.Reads, q.fact),
		Outcome: result.Outcome, OutcomeWords: report.OutcomeWord(result.Outcome), Reason: result.Reason,
		Observations: append([]string{}, result.Observations...),
		Shortfalls:   each(result.Shortfalls, func(s assessment.Shortfall) string { return s.Text }),
		Findings:     each(result.Findings, report.FindingWords),
		Missing:      each(result.Missing, q.missing),
		ByPeople:     result.Source == assessment.SourceOnSite || result.Source == assessment.SourceReview,
	}
	if item.Kind != standards.KindRequired {
		x.Worth = fmt.Sprintf("%s %s 分", x.Worth, result.Max)
		x.Scoring = report.ScoringWords(*item)
		x.Score = span(result.Points) + " / " + cut(result.Max)
	}
	if len(item.Parts) > 0 && item.When != nil {
		x.When = q.part(*item.When)
	}
	if result.CheckOutcome != "" && result.CheckOutcome != result.Outcome {
		x.Computed = report.OutcomeWord(result.CheckOutcome)
	}
	if result.Outcome != assessment.Satisfied {
		x.Fix = item.Fix
	}
	if result.Outcome == assessment.NotChecked {
		x.Wait = "由核查人员" + strings.Join(x.Methods, "、") + "后评定"
	}
	var err error
	x.Changes = []string{}
	if !x.ByPeople {
		x.Changes, err = q.changes(ctx, result)
	}
	return x, err
}

// each is what becomes of every element; an empty list stays a list in JSON.
func each[T, U any](list []T, of func(T) U) []U {
	out := make([]U, len(list))
	for i, one := range list {
		out[i] = of(one)
	}
	return out
}

// part is a check with its parameters.
func (q Question) part(part standards.Part) string {
	text := part.Check
	for _, check := range q.Engine.Policies().Checks() {
		if check.Name == part.Check {
			text = fmt.Sprintf("%s（%s）", check.Title, check.Name)
		}
	}
	var params []string
	for _, name := range slices.Sorted(maps.Keys(part.Params)) {
		params = append(params, fmt.Sprintf("%s = %v", name, part.Params[name]))
	}
	if len(params) > 0 {
		text += "，" + strings.Join(params, "，")
	}
	return text
}

func (q Question) fact(place assessment.Place) FactRead {
	known, _ := q.Engine.Schema().Fact(place.Path)
	fact := FactRead{Path: place.Path, Title: known.Title, Unit: known.Unit, At: place.At.String(), Sources: []string{}}
	if value := q.Bundle.Value(place.Path); value != nil {
		fact.Given, fact.Value = true, shownValue(known, value)
		fact.Sources = append(fact.Sources, value.Sources...)
	}
	return fact
}

func (q Question) missing(place assessment.Place) FactMissing {
	schema := q.Engine.Schema()
	return FactMissing{Path: place.Path, Title: schema.Title(place.Path), At: place.At.String(), Snippet: q.Bundle.Snippet(schema, place.Path)}
}
