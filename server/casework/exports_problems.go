package casework

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"zhanping/assessment"
	"zhanping/internal/papers"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// problems writes 问题清单: what fell short at each item of each case.
func (e *export) problems(w io.Writer) error {
	return e.writeProblems(w, papers.ProblemList, func(yield func(papers.Problem) error) error {
		return e.eachCase(func(d dossier) error {
			if d.RevisionID == "" {
				return refuse(WrongStage, "这一件还没有申报，没有问题清单")
			}
			text, err := e.s.reportText(e.ctx, e.tx, d)
			if err != nil {
				return fmt.Errorf("report of case %s: %w", d.ID, err)
			}
			found, err := e.problemsOf(d, text)
			if err != nil {
				return err
			}
			for _, p := range found {
				if err := yield(p); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// rectifications writes 整改台账: what has to be put right, and how far it is.
func (e *export) rectifications(w io.Writer) error {
	sheets := e.s.sheets(e.batch.Standard)
	return e.writeProblems(w, papers.RectificationLedger, func(yield func(papers.Problem) error) error {
		return e.eachCase(func(d dossier) error {
			list, err := store.List[records.Rectification](e.tx, store.Query{Where: []store.Condition{store.Equal("case_id", d.ID)}})
			if err != nil || len(list) == 0 {
				return err
			}
			result, err := store.First[records.Result](e.tx, store.Query{Where: []store.Condition{store.Equal("case_id", d.ID)}})
			if err != nil {
				return err
			}
			for _, r := range list {
				if err := yield(e.rectification(sheets, d, result, r)); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func (e *export) writeProblems(w io.Writer, kind papers.ProblemsKind, each func(func(papers.Problem) error) error) error {
	occasion, err := e.occasion()
	if err != nil {
		return err
	}
	list := papers.Problems{Occasion: occasion, Kind: kind, AsOf: papers.Day(e.s.today()), List: seq(each)}
	if e.format == "docx" {
		return list.WriteDOCX(w)
	}
	return list.WriteXLSX(w)
}

// rectificationStates says how far a rectification is.
var rectificationStates = map[string]string{"open": "整改中", "answered": "已报整改情况，待验收", "passed": "验收通过", "failed": "验收未通过"}

func (e *export) rectification(sheets *sheets, d dossier, result records.Result, r records.Rectification) papers.Problem {
	p := papers.Problem{
		Station: d.station.Name, Region: e.places.below(e.batch.Region, d.Region), Found: r.Problem, Item: r.Item, Measure: r.Measure,
		Responsible: r.Responsible, Deadline: papers.Day(r.Deadline), Progress: r.Answer, Verdict: rectificationStates[r.State],
	}
	if r.Verdict != "" {
		p.Verdict = join(p.Verdict, r.Verdict)
	}
	if item, known := e.std.Item(r.Item); known {
		p.Title, p.Clause, p.Draft = item.Title, item.Provenance.Clause, item.Provenance.Draft()
		row := store.Ranked{Region: result.Region, AsOf: result.AsOf, Outcomes: result.Outcomes, Lost: result.Lost}
		p.Lost = sheets.lostAt(row, []string{r.Item})[0]
	}
	return p
}

// reportItem is what a list of problems reads of an item in a report (docs/report.schema.json).
type reportItem struct {
	ID, Title string
	Outcome   assessment.Outcome
	Kind      standards.Kind
	Points    struct{ Possible, Max, Excluded standards.Points }
	Draft     bool
	Announced bool
	Missing   []string

	Shortfalls []struct{ Text string }
	Provenance struct{ Clause string }
}

// problemsOf is what fell short in a report: each shortfall, and evidence that is lacking.
func (e *export) problemsOf(d dossier, text json.RawMessage) ([]papers.Problem, error) {
	var document struct {
		Reports []struct{ Items []reportItem }
	}
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("read the report of case %s: %w", d.ID, err)
	}
	var found []papers.Problem
	for _, r := range document.Reports {
		for _, item := range r.Items {
			if item.Announced || item.Kind == standards.KindBonus {
				continue
			}
			p := papers.Problem{
				Station: d.station.Name, Region: e.places.below(e.batch.Region, d.Region), Item: item.ID, Title: item.Title,
				Clause: item.Provenance.Clause, Draft: item.Draft,
				Lost: item.Points.Max.Sub(item.Points.Excluded).Sub(item.Points.Possible).Max(standards.Points{}),
			}
			if item.Outcome == assessment.NoEvidence {
				p.Found = "未提供佐证：" + e.titles(item.Missing)
				found = append(found, p)
			}
			for _, shortfall := range item.Shortfalls {
				p.Found = shortfall.Text
				found = append(found, p)
				p.Lost = standards.Points{} // what an item lost is told once
			}
		}
	}
	return found, nil
}

// titles is what the facts at some paths are called.
func (e *export) titles(paths []string) string {
	schema := e.s.sets.Current().Schema()
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i] = path
		if fact, known := schema.Fact(path); known && fact.Title != "" {
			names[i] = fact.Title
		}
	}
	return strings.Join(names, "、")
}
