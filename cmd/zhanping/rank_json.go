package main

import (
	"encoding/json"

	"zhanping/assessment"
	"zhanping/standards"
)

// The JSON tree of a ranking; points are exact texts, as in the reports.
type (
	rankDoc struct {
		Version  string       `json:"zhanping"`
		AsOf     string       `json:"as_of"`
		Title    string       `json:"title"`
		Settled  bool         `json:"settled"`
		Notes    []string     `json:"notes"`
		Ranked   []rankedDoc  `json:"ranked"`
		Unranked []rankedDoc  `json:"unranked"`
		Quotas   []rankQuota  `json:"quotas"`
		Counts   rankCountDoc `json:"counts"`
	}
	rankedDoc struct {
		Rank    *int        `json:"rank"`
		Best    *int        `json:"best_rank"`
		Worst   *int        `json:"worst_rank"`
		Subject string      `json:"subject"`
		Name    string      `json:"name"`
		Region  string      `json:"region"`
		Total   rankSpan    `json:"total"`
		Sheets  []rankSheet `json:"sheets"`
		Quota   string      `json:"quota"`
		Decided string      `json:"decided_by"`
		Reasons []string    `json:"reasons"`
		Years   []string    `json:"years"`
		Places  []string    `json:"places"`
		Bundles []string    `json:"bundles"`
	}
	rankSpan struct {
		Certain  standards.Points `json:"certain"`
		Possible standards.Points `json:"possible"`
	}
	rankSheet struct {
		Standard string               `json:"standard"`
		Total    *rankSpan            `json:"total"`
		Grade    rankGrade            `json:"grade"`
		Line     assessment.GateState `json:"line"`
		Text     string               `json:"text"`
	}
	rankGrade struct {
		Certain  string `json:"certain"`
		Possible string `json:"possible"`
	}
	rankQuota struct {
		Name   string `json:"name"`
		Places int    `json:"places"`
		Given  int    `json:"given"`
	}
	rankCountDoc struct {
		All      int `json:"all"`
		Ranked   int `json:"ranked"`
		Unranked int `json:"unranked"`
	}
)

func (p *program) writeRankingJSON(asOf string, scheme *assessment.Scheme, ranking *assessment.Ranking) error {
	encoder := json.NewEncoder(p.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	ranked, unranked := len(ranking.Ranked), len(ranking.Unranked)
	return encoder.Encode(rankDoc{
		version, asOf, scheme.Title, ranking.Settled, plainList(ranking.Notes),
		each(ranking.Ranked, contestantDoc), each(ranking.Unranked, contestantDoc),
		each(ranking.Quotas, func(use assessment.QuotaUse) rankQuota { return rankQuota(use) }),
		rankCountDoc{ranked + unranked, ranked, unranked},
	})
}

// plainList is the list itself; an empty one stays a list in JSON.
func plainList(list []string) []string { return append([]string{}, list...) }

func contestantDoc(one assessment.Contestant) rankedDoc {
	known := func(rank int) *int {
		if rank == 0 {
			return nil
		}
		return &rank
	}
	return rankedDoc{
		known(one.Rank), known(one.Best), known(one.Worst), one.ID, one.Name, one.Region, rankSpan(one.Total),
		each(one.Sheets, func(sheet assessment.SheetStanding) rankSheet {
			return rankSheet{sheet.Standard, (*rankSpan)(sheet.Total), rankGrade(sheet.Grade), sheet.Line, sheet.Text}
		}),
		one.Quota, one.Decided, plainList(one.Reasons), plainList(one.Years), plainList(one.Places), plainList(one.Bundles),
	}
}

// each is what becomes of every element; an empty list stays a list in JSON.
func each[T, U any](list []T, of func(T) U) []U {
	out := make([]U, len(list))
	for i, one := range list {
		out[i] = of(one)
	}
	return out
}
