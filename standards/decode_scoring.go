package standards

import "fmt"

func decodeCombine(p *page, at string) Combine {
	if p.has(at + "/at_least") {
		return Combine{Mode: CombineAtLeast, AtLeast: p.integer(at + "/at_least")}
	}
	if mode := CombineMode(p.text(at)); mode != "all" {
		return Combine{Mode: mode}
	}
	return Combine{}
}

func decodeScoring(p *page, at string) Scoring {
	scoring := Scoring{Deduct: decodeDeduct(p, at+"/deduct"), Earn: decodeEarn(p, at+"/earn")}
	if p.has(at + "/linear") {
		scoring.Linear = &Linear{Zero: p.number(at + "/linear/zero")}
	}
	for i := range p.length(at + "/steps") {
		step := fmt.Sprintf("%s/steps/%d", at, i)
		scoring.Steps = append(scoring.Steps, Step{
			AtLeast: p.points(step + "/at_least"),
			Above:   p.points(step + "/above"),
			AtMost:  p.points(step + "/at_most"),
			Below:   p.points(step + "/below"),
			Points:  p.number(step + "/points"),
		})
	}
	if p.has(at + "/inspector") {
		scoring.Inspector = &Range{From: p.number(at + "/inspector/from"), To: p.number(at + "/inspector/to")}
		for i := range p.length(at + "/inspector/steps") {
			scoring.Inspector.Steps = append(scoring.Inspector.Steps, p.number(fmt.Sprintf("%s/inspector/steps/%d", at, i)))
		}
	}
	return scoring
}

func decodeDeduct(p *page, at string) *Deduct {
	if !p.has(at) {
		return nil
	}
	deduct := &Deduct{
		Each:         p.number(at + "/each"),
		Kinds:        p.prices(at + "/kinds"),
		Factors:      p.prices(at + "/factors"),
		Per:          p.points(at + "/per"),
		PartStep:     PartStep(p.text(at + "/part_step")),
		AtMost:       p.points(at + "/at_most"),
		Floor:        p.points(at + "/floor"),
		NothingBelow: p.points(at + "/nothing_below"),
	}
	if by := DeductBy(p.text(at + "/by")); by != "shortfall" {
		deduct.By = by
	}
	return deduct
}

func decodeEarn(p *page, at string) *Earn {
	if !p.has(at) {
		return nil
	}
	return &Earn{
		Each: p.number(at + "/each"), Kinds: p.prices(at + "/kinds"), Factors: p.prices(at + "/factors"), AtMost: p.points(at + "/at_most"),
	}
}

// prices is a mapping of names to numbers; nil where there is none.
func (p *page) prices(path string) map[string]Points {
	names := p.names(path)
	if len(names) == 0 {
		return nil
	}
	prices := make(map[string]Points, len(names))
	for _, name := range names {
		prices[name] = p.number(path + "/" + name)
	}
	return prices
}
