package casework

// SheetItems is the ids behind records.Result.Outcomes.
func (s *Service) SheetItems(ref, level, region, day string) []string {
	var ids []string
	for _, item := range s.sheets(ref).items(level, region, day) {
		ids = append(ids, item.ID)
	}
	return ids
}
