package report

import "zhanping/assessment"

// paint colours terminal text where colour is wanted. Only its own codes ever reach
// the terminal: what comes from a bundle has been made visible before.
type paint bool

func (p paint) code(code, text string) string {
	if !bool(p) || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (p paint) bold(text string) string  { return p.code("1", text) }
func (p paint) green(text string) string { return p.code("32", text) }
func (p paint) red(text string) string   { return p.code("31", text) }
func (p paint) grey(text string) string  { return p.code("90", text) }
func (p paint) badge(text string) string { return p.code("33", "〔"+text+"〕") }

// gate colours a gate's state; what is unknown is grey, not red.
func (p paint) gate(state assessment.GateState, text string) string {
	switch state {
	case assessment.Held:
		return p.green(text)
	case assessment.Broken:
		return p.red(text)
	case assessment.Unknown:
		return p.grey(text)
	}
	return text
}
