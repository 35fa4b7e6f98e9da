package evidence

import "slices"

// WithFindings is the same bundle with more findings of people after its own. Its digests
// cover them, so that what was judged together is pinned together. The findings must have
// passed Read, which is what refuses one without its reason.
func (b *Bundle) WithFindings(more []Finding) (*Bundle, error) {
	other := *b
	other.Findings = slices.Concat(b.Findings, more)
	if err := other.seal(); err != nil {
		return nil, err
	}
	return &other, nil
}
