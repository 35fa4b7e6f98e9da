// Package visit is what has to be known to judge a case away from the server: evidence, standard, day
// and people's findings. The same values give the same report, byte for byte, wherever they are judged.
package visit

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/report"
	"zhanping/internal/yamltext"
)

// FindingsFile is what messages call the place of findings that were recorded on a visit.
const FindingsFile = "现场核查"

// Judging is one case as it is judged.
type Judging struct {
	File     string    `json:"file" doc:"佐证材料在报告里的名称"`
	Text     string    `json:"text" doc:"佐证材料，YAML 原文"`
	Standard string    `json:"standard" doc:"标准，写作 编号@版本"`
	AsOf     string    `json:"as_of" doc:"评定日"`
	Findings []Counted `json:"findings" doc:"计入的人工评定，按记录的顺序" nullable:"false"`
}

// Counted is one answer as the engine reads it.
type Counted struct {
	Item       string             `json:"item" doc:"条目编号"`
	Source     string             `json:"source" enum:"on_site,review" doc:"来源：现场核查、复核"`
	Outcome    string             `json:"outcome" enum:"satisfied,not_satisfied,not_applicable,waived" doc:"结论"`
	Points     string             `json:"points" doc:"得分；只有由核查员给分的条目才填"`
	Shortfalls []CountedShortfall `json:"shortfalls" doc:"问题" nullable:"false"`
	Reason     string             `json:"reason" doc:"理由"`
	By         string             `json:"by" doc:"评定人"`
	Date       string             `json:"date" doc:"评定日"`
	Until      string             `json:"until" doc:"豁免截止日"`
}

// CountedShortfall is one thing lacking; Count is at least 1.
type CountedShortfall struct {
	Kind  string `json:"kind" doc:"种类，同标准的扣分规则；没有则为空"`
	Count int    `json:"count" minimum:"1" doc:"几处"`
	Text  string `json:"text" doc:"问题"`
}

// Judge judges the case. Faults in the evidence come as yamltext.Faults.
func (j Judging) Judge(ctx context.Context, with *engine.Engine) (*assessment.Report, error) {
	bundle, err := evidence.Read(j.File, []byte(j.Text), evidence.Options{Schema: with.Schema()})
	if err != nil {
		return nil, err
	}
	if bundle, err = bundle.WithFindings(j.findings()); err != nil {
		return nil, fmt.Errorf("lay findings over the evidence: %w", err)
	}
	std, err := with.Find(j.Standard, j.AsOf)
	if err != nil {
		return nil, err
	}
	return with.Assess(ctx, std, bundle, j.AsOf)
}

func (j Judging) findings() []evidence.Finding {
	found := make([]evidence.Finding, len(j.Findings))
	for i, f := range j.Findings {
		found[i] = evidence.Finding{
			Standard: j.Standard, Item: f.Item, Source: f.Source, Outcome: f.Outcome, Points: f.Points, Reason: f.Reason,
			By: f.By, Date: f.Date, Until: f.Until, At: yamltext.Position{File: FindingsFile},
		}
		for _, s := range f.Shortfalls {
			s.Count = max(1, s.Count)
			found[i].Shortfalls = append(found[i].Shortfalls, evidence.FindingShortfall(s))
		}
	}
	return found
}

// Document is a report as the server sends it: JSON without needless spaces and a line break at the end.
func Document(r *assessment.Report) ([]byte, error) {
	var text, out bytes.Buffer
	if err := report.Write(&text, "json", report.Set{AsOf: r.AsOf, Reports: []*assessment.Report{r}}); err != nil {
		return nil, err
	}
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(json.RawMessage(text.Bytes())); err != nil {
		return nil, fmt.Errorf("write the report: %w", err)
	}
	return out.Bytes(), nil
}
