package standards

import (
	"fmt"

	"zhanping/internal/yamltext"
)

// decode turns pages into a standard. It takes what is there and leaves the rest zero:
// the faults of shape are recorded already, and no standard with a fault is returned.
func decode(head *page, chapters []*page) *Standard {
	std := &Standard{}
	if head != nil {
		decodeHead(std, head)
	}
	for _, page := range chapters {
		std.Chapters = append(std.Chapters, decodeChapter(page))
	}
	std.cite()
	return std
}

func decodeHead(std *Standard, p *page) {
	std.ID = p.text("/id")
	std.Edition = p.text("/edition")
	std.Title = p.text("/title")
	std.Issuer = p.text("/issuer")
	std.Draft = p.boolean("/draft")
	std.Template = p.boolean("/template")
	std.Slots = p.integer("/items")
	std.Note = p.text("/note")
	std.Sources = p.texts("/sources")
	std.References = decodeReferences(p)
	std.Scope = decodeScope(p)
	std.InForce = Period{From: p.text("/in_force/from"), To: p.text("/in_force/to")}
	std.OutOf = p.points("/points")
	std.Rounding = Rounding{Mode: RoundExact, Places: p.integer("/rounding/places")}
	if p.has("/rounding") {
		std.Rounding.Mode = RoundingMode(p.text("/rounding/mode"))
	}
	std.Absence = Absence{Rebase: RebaseNone}
	if p.has("/absence") {
		std.Absence.Rebase = Rebase(p.text("/absence/rebase"))
		std.Absence.Ceiling = p.points("/absence/ceiling")
	}
	std.Bonus = decodeBonus(p)
	std.MemberResults = decodeMemberResults(p)
	decodeGrades(std, p)
	std.Process = Process{
		PublicityWorkingDays: p.integer("/process/publicity_working_days"),
		ValidityYears:        p.integer("/process/validity_years"),
		RecheckYears:         p.integer("/process/recheck_years"),
		RectificationDays:    p.integer("/process/rectification_days"),
		ReapplyYears:         p.integer("/process/reapply_years"),
		Provenance:           p.text("/process/provenance"),
	}
	std.At = p.at("")
}

// decodeBonus is nil where bonus items add to the total without a limit.
func decodeBonus(p *page) *Bonus {
	limit, shown := p.points("/bonus/cap"), p.text("/bonus/counts") == "shown"
	if limit == nil {
		if !shown {
			return nil
		}
		return &Bonus{Uncapped: true, Shown: true}
	}
	return &Bonus{Cap: *limit, Shown: shown}
}

func decodeChapter(p *page) Chapter {
	chapter := Chapter{
		ID:     p.text("/chapter"),
		Title:  p.text("/title"),
		Basis:  p.text("/basis"),
		Points: p.points("/points"),
		Weight: p.points("/weight"),
		Cap:    p.points("/cap"),
		At:     p.at(""),
	}
	for i := range p.length("/items") {
		chapter.Items = append(chapter.Items, decodeItem(p, fmt.Sprintf("/items/%d", i)))
	}
	return chapter
}

func decodeItem(p *page, at string) Item {
	item := Item{
		ID:       p.text(at + "/id"),
		Title:    p.text(at + "/title"),
		Text:     p.text(at + "/text"),
		Kind:     KindScored,
		Class:    p.text(at + "/class"),
		Levels:   p.texts(at + "/levels"),
		Evidence: p.texts(at + "/evidence"),
		Combine:  decodeCombine(p, at+"/combine"),
		Scoring:  decodeScoring(p, at+"/scoring"),
		Absence:  AbsenceRefused,
		Rubric:   p.text(at + "/rubric"),
		Fix:      p.text(at + "/fix"),
		Effort:   1,
		NoAdvice: p.boolean(at + "/no_advice"),
		Provenance: Provenance{
			Topic:     p.texts(at + "/provenance/topic"),
			Threshold: p.text(at + "/provenance/threshold"),
			Clause:    p.text(at + "/provenance/clause"),
		},
		Note: p.text(at + "/note"),
		At:   p.at(at),
	}
	item.Effective = Period{From: p.text(at + "/effective/from"), To: p.text(at + "/effective/to")}
	if p.has(at + "/kind") {
		item.Kind = Kind(p.text(at + "/kind"))
	}
	if p.has(at + "/absence") {
		item.Absence = ItemAbsence(p.text(at + "/absence"))
	}
	if p.has(at + "/effort") {
		item.Effort = p.integer(at + "/effort")
	}
	if points := p.points(at + "/points"); points != nil {
		item.Points = *points
	} else if earn := item.Scoring.Earn; item.Kind == KindBonus && earn != nil && earn.AtMost != nil {
		item.Points = *earn.AtMost // what the item can bring at most is what it is worth
	}
	for _, method := range p.texts(at + "/methods") {
		item.Methods = append(item.Methods, Method(method))
	}
	if p.has(at + "/when") {
		when := decodePart(p, at+"/when")
		item.When = &when
	}
	if p.has(at + "/check") {
		part := decodePart(p, at)
		part.Points, part.Scoring = nil, Scoring{}
		part.At = p.at(at + "/check")
		item.Parts = append(item.Parts, part)
	}
	for i := range p.length(at + "/parts") {
		item.Parts = append(item.Parts, decodePart(p, fmt.Sprintf("%s/parts/%d", at, i)))
	}
	return item
}

func decodePart(p *page, at string) Part {
	part := Part{
		Check:   p.text(at + "/check"),
		Points:  p.points(at + "/points"),
		Scoring: decodeScoring(p, at+"/scoring"),
		At:      p.at(at),
	}
	if roles := p.names(at + "/facts"); len(roles) > 0 {
		part.Facts = make(map[string][]string, len(roles))
		for _, role := range roles {
			part.Facts[role] = p.texts(at + "/facts/" + role)
		}
	}
	part.Params, _ = p.places[at+"/params"].value.(map[string]any)
	part.Places = decodePlaces(p, at, part)
	return part
}

func decodePlaces(p *page, at string, part Part) Places {
	places := Places{Roles: p.keysAt(at + "/facts"), Values: p.keysAt(at + "/params")}
	if p.has(at + "/facts") {
		places.Facts = p.at(at + "/facts")
	}
	if p.has(at + "/params") {
		places.Params = p.at(at + "/params")
	}
	for role, paths := range part.Facts {
		if places.Paths == nil {
			places.Paths = make(map[string][]yamltext.Position, len(part.Facts))
		}
		for i := range paths { // one path may stand without a list around it
			places.Paths[role] = append(places.Paths[role], p.at(fmt.Sprintf("%s/facts/%s/%d", at, role, i)))
		}
	}
	return places
}

// number is the exact number at path, 0 where there is none.
func (p *page) number(path string) Points {
	if points := p.points(path); points != nil {
		return *points
	}
	return Points{}
}
