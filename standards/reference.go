package standards

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

// Reference is a document that a standard cites as doc:ID (依据文件): what an authority
// has issued, so that a title or number from it is no draft of ours.
type Reference struct {
	ID     string // as the standard's own list calls it, e.g. "D1"
	Title  string
	Number string // 文号
	Date   string // YYYY-MM-DD
	Issuer string
	At     yamltext.Position
}

// docToken is what begins a provenance that names a document of the standard's own list.
const docToken = "doc:"

func decodeReferences(p *page) []Reference {
	var references []Reference
	for _, id := range p.names("/references") {
		at := "/references/" + id
		references = append(references, Reference{
			ID: id, Title: p.text(at + "/title"), Number: p.text(at + "/number"),
			Date: p.text(at + "/date"), Issuer: p.text(at + "/issuer"), At: p.at(at),
		})
	}
	return references
}

// cite gives every item the documents that its provenance names.
func (s *Standard) cite() {
	for i := range s.Chapters {
		for j := range s.Chapters[i].Items {
			provenance := &s.Chapters[i].Items[j].Provenance
			provenance.References = nil
			tokens := append(slices.Clone(provenance.Topic), provenance.Threshold)
			for _, reference := range s.References {
				if slices.Contains(tokens, docToken+reference.ID) {
					provenance.References = append(provenance.References, reference)
				}
			}
		}
	}
}

// reviewReferences demands that every document cited is in the standard's list.
func (r *review) reviewReferences() {
	if r.head == nil || r.head.unread || r.head.broken("/references") || r.head.brokenKeys("") {
		return
	}
	for i, token := range r.std.Sources {
		r.reviewToken(r.head, fmt.Sprintf("/sources/%d", i), token)
	}
	r.reviewToken(r.head, "/process/provenance", r.std.Process.Provenance)
	for i, page := range r.chapters {
		for token := range strings.SplitSeq(r.std.Chapters[i].Basis, "、") {
			r.reviewToken(page, "/basis", token)
		}
		for j, item := range r.std.Chapters[i].Items {
			r.reviewTokens(page, fmt.Sprintf("/items/%d/provenance", j), item.Provenance)
		}
	}
}

func (r *review) reviewTokens(p *page, at string, provenance Provenance) {
	for i, token := range provenance.Topic {
		r.reviewToken(p, fmt.Sprintf("%s/topic/%d", at, i), token)
	}
	r.reviewToken(p, at+"/threshold", provenance.Threshold)
}

func (r *review) reviewToken(p *page, path, token string) {
	id, cites := strings.CutPrefix(token, docToken)
	if !cites || p.broken(path) {
		return
	}
	var ids []string
	for _, reference := range r.std.References {
		if reference.ID == id {
			return
		}
		ids = append(ids, reference.ID)
	}
	expected, fix := "references 里登记的编号", fmt.Sprintf("在 references 里登记 %s: {title: 文件名称, number: 文号, date: 年-月-日}", id)
	if len(ids) > 0 {
		expected = docToken + strings.Join(ids, "、"+docToken)
	}
	if near, ok := yamltext.Nearest(id, ids); ok {
		fix = "改为 " + docToken + near + "，或" + fix
	}
	p.fault(path, "unknown_reference", "出处 "+token+" 没有登记", expected, fix)
}

// register adds an overlay's documents to those of the standard that it is laid over, and
// holds what it cites against both.
func (l *laying) register() {
	l.std.References = slices.Clone(l.std.References)
	for _, reference := range l.overlay.References {
		if slices.ContainsFunc(l.std.References, func(known Reference) bool { return known.ID == reference.ID }) {
			l.page.fault("/references/"+reference.ID, "duplicate_id", "依据文件 "+reference.ID+" 标准里已经登记", "不重复的编号", "改编号")
			continue
		}
		l.std.References = append(l.std.References, reference)
	}
	r := &review{std: l.std}
	r.reviewToken(l.page, "/provenance", l.overlay.Provenance)
	for i, item := range l.overlay.Added {
		r.reviewTokens(l.page, addedAt(i)+"/provenance", item.Provenance)
	}
}
