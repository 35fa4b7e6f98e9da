package evidence

// MemberBundles are the stations' own bundles that lie in the bundle of a county system,
// beside Members. They are shared and not to be changed.
func (b *Bundle) MemberBundles() []*Bundle { return b.members }

// Alone is the same bundle without the bundles of its members; Members, and what was
// rolled up from them, stay.
func (b *Bundle) Alone() *Bundle {
	other := *b
	other.members = nil
	return &other
}
