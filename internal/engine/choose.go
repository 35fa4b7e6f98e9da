package engine

import (
	"fmt"

	"zhanping/evidence"
	"zhanping/standards"
)

// Choose finds the standards for a bundle's subject: those named, as "id" or
// "id@edition", or without names all that apply to it on the day (YYYY-MM-DD), by its
// kind, its level and the numbers that it states. What is left out because such a number
// is missing is told by NotChosen.
func (e *Engine) Choose(refs []string, bundle *evidence.Bundle, day string) ([]*standards.Standard, error) {
	if len(refs) == 0 {
		return e.applicable(bundle, day)
	}
	found := make([]*standards.Standard, 0, len(refs))
	for _, ref := range refs {
		std, err := e.FindIn(ref, bundle.Subject.Region, day)
		if err != nil {
			return nil, err
		}
		found = append(found, std)
	}
	return found, nil
}

// Find is a named standard that can be assessed by: one that is not there, not in force
// on the day where no edition is named, or not filled in yet is refused.
func (e *Engine) Find(ref, day string) (*standards.Standard, error) {
	std, err := e.catalogue.Find(ref, day)
	if err == nil {
		err = std.Unfilled()
	}
	if err != nil {
		return nil, err
	}
	return std, nil
}

func (e *Engine) applicable(bundle *evidence.Bundle, day string) ([]*standards.Standard, error) {
	subject := bundle.Subject
	found, undecided, err := e.within(subject.Region).ApplicableTo(subject.Kind, subject.Level, day, Values(bundle))
	for _, std := range undecided {
		if faults := e.policies.CheckScope(std.Scope); len(faults) > 0 {
			return nil, faults // missing because there is no such number
		}
	}
	if err == nil && len(found) == 0 && len(undecided) > 0 {
		return nil, fmt.Errorf("%s：%s", subject.Name, e.undecidedWords(undecided[0], bundle))
	}
	if err == nil && len(found) == 0 {
		if err := e.templateFor(subject); err != nil {
			return nil, err
		}
		err = fmt.Errorf("%s（%s，%s）：%s 没有适用的标准；可用 --standard 指定，zhanping inspect 列出全部标准",
			subject.Name, subject.Kind, subject.Level, day)
	}
	return found, err
}

// templateFor refuses a subject for which there is only a template, and says what to do.
func (e *Engine) templateFor(subject evidence.Subject) error {
	all, err := e.catalogue.All()
	if err != nil {
		return err
	}
	for _, std := range all {
		if std.Template && std.OutsideScope(subject.Kind, subject.Level) == "" {
			return std.Unfilled()
		}
	}
	return nil
}
