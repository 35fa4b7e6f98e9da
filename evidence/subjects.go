package evidence

import "slices"

// SubjectKinds is every kind of subject that a bundle may describe, in the schema's order.
func (s *Schema) SubjectKinds() []string { return s.subjectEnum("kind") }

// SubjectLevels is every administrative level, the highest first.
func (s *Schema) SubjectLevels() []string { return s.subjectEnum("level") }

func (s *Schema) subjectEnum(member string) []string {
	return slices.Clone(s.root.byKey["subject"].byKey[member].enum)
}
