package casework

// SheetItems is the ids behind records.Result.Outcomes.
func (s *Service) SheetItems(ref, level, region, day string) []string {
	items := s.sheets(ref).find(level, region, day)
	var ids []string
	for _, item := range items {
		ids = append(ids, item.ID)
	}
	return ids
}
