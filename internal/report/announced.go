package report

import (
	"strings"

	"zhanping/assessment"
	"zhanping/standards"
)

// EffectiveWords says when an item with dates of its own is in force, seen from a day;
// "" for an item that lives as long as its standard.
func EffectiveWords(period standards.Period, day string) string {
	text := periodWords(period)
	if text != "" && day < period.From {
		text += "，目前只预告、不计分"
	}
	return text
}

// announcedWords is an announced item on one line: from when on, and how it would stand.
func (s Set) announcedWords(item assessment.ItemResult) string {
	text := item.Item.Effective.From + " 起 " + itemName(item) + "：现在看" + OutcomeWord(item.Outcome)
	if reasons := s.reasons(item); len(reasons) > 0 && item.Outcome != assessment.Satisfied {
		text += "，" + strings.Join(reasons, "；")
	}
	if item.Draft {
		text += "〔" + draftBadge + "〕"
	}
	return oneLine(text)
}

const announcedTitle = "将要施行（只预告，不计分，不影响等级）"

func (p *page) announced(r *assessment.Report) {
	if len(r.Announced) == 0 {
		return
	}
	p.title(announcedTitle)
	for _, item := range r.Announced {
		p.fold("  - ", p.set.announcedWords(item), plain)
	}
}

func (m *markdown) announced(r *assessment.Report) {
	if len(r.Announced) == 0 {
		return
	}
	m.line("")
	m.line("### " + announcedTitle)
	m.line("")
	for _, item := range r.Announced {
		m.line("- " + mdText(m.set.announcedWords(item)))
	}
}

// itemDocs is every item: those in force, and after them in each chapter those that are
// only announced.
func itemDocs(r *assessment.Report) []docItem {
	docs := []docItem{}
	told := map[string]bool{}
	announce := func(wanted func(chapter string) bool) {
		for _, item := range r.Announced {
			if wanted(item.Chapter) {
				doc := itemDoc(item)
				doc.Announced = true
				docs = append(docs, doc)
			}
		}
	}
	for i, item := range r.Items {
		docs = append(docs, itemDoc(item))
		if i+1 == len(r.Items) || r.Items[i+1].Chapter != item.Chapter {
			told[item.Chapter] = true
			announce(func(chapter string) bool { return chapter == item.Chapter })
		}
	}
	announce(func(chapter string) bool { return !told[chapter] })
	return docs
}

func periodDoc(period standards.Period) *docPeriod {
	if (period == standards.Period{}) {
		return nil
	}
	return &docPeriod{filled(period.From), filled(period.To)}
}
