package standards

import "fmt"

func decodeGrades(std *Standard, p *page) {
	std.Choose = Choice(p.text("/choose"))
	for i := range p.length("/grades") {
		at := fmt.Sprintf("/grades/%d", i)
		own := decodeConditions(p, at)
		grade := Grade{
			Name: p.text(at + "/name"), Total: own.Total, Below: own.Below, Required: own.Required, Items: own.Items,
			Chapters: own.Chapters, Core: own.Core, Failed: own.Failed, At: p.at(at),
		}
		for j := range p.length(at + "/any") {
			grade.Any = append(grade.Any, decodeConditions(p, fmt.Sprintf("%s/any/%d", at, j)))
		}
		std.Grades = append(std.Grades, grade)
	}
	for i := range p.length("/acknowledged") {
		at := fmt.Sprintf("/acknowledged/%d", i)
		std.Acknowledged = append(std.Acknowledged, Acknowledgement{
			Rule: p.text(at + "/rule"), At: p.text(at + "/at"), Reason: p.text(at + "/reason"), Where: p.at(at),
		})
	}
}

func decodeConditions(p *page, at string) Conditions {
	c := Conditions{
		Total: p.points(at + "/total"), Below: p.points(at + "/total/below"),
		Required: p.boolean(at + "/required"), Items: p.texts(at + "/items"), Chapters: p.points(at + "/chapters"),
	}
	if line := p.points(at + "/total/at_least"); line != nil {
		c.Total = line
	}
	if core := at + "/core"; p.has(core) {
		c.Core = &Core{
			Class: p.text(core + "/class"), PassAt: p.points(core + "/pass_at"),
			AtLeast: p.whole(core + "/at_least"), Below: p.whole(core + "/below"),
		}
		if ids := p.names(core + "/except"); len(ids) > 0 {
			c.Core.Except = make(map[string]Points, len(ids))
			for _, id := range ids {
				c.Core.Except[id] = p.number(core + "/except/" + id)
			}
		}
	}
	for i := range p.length(at + "/failed") {
		failed := fmt.Sprintf("%s/failed/%d", at, i)
		c.Failed = append(c.Failed, Failed{Classes: p.texts(failed + "/classes"), AtMost: p.integer(failed + "/at_most")})
	}
	return c
}

// whole is the whole number at path, nil where there is none.
func (p *page) whole(path string) *int {
	if !p.has(path) {
		return nil
	}
	n := p.integer(path)
	return &n
}
