package lint

import "zhanping/standards"

// beyond reports whether a sheet scores by words whose reachable points are not modelled:
// what earns by the unit, falls below nothing, is priced by distance or by factors,
// combines its parts otherwise than by adding, or weights, caps or shows aside. The grade
// table of such a sheet is not reasoned about, since a witness must be real.
func beyond(std *standards.Standard) bool {
	if b := std.Bonus; b != nil && (b.Uncapped || b.Shown) {
		return true
	}
	for _, chapter := range std.Chapters {
		if chapter.Weight != nil || chapter.Cap != nil {
			return true
		}
		for _, item := range chapter.Items {
			if item.Kind == standards.KindDeduction || item.Combine.Mode != standards.CombineAll || unusual(item.Scoring) {
				return true
			}
			for _, part := range item.Parts {
				if unusual(part.Scoring) {
					return true
				}
			}
		}
	}
	return false
}

func unusual(s standards.Scoring) bool {
	if s.Earn != nil || s.Inspector != nil && s.Inspector.From.Sign() < 0 {
		return true
	}
	d := s.Deduct
	return d != nil && (d.By == standards.ByGap || d.Per != nil || d.Floor != nil || d.NothingBelow != nil || len(d.Factors) > 0)
}
