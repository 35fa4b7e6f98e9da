package store

import "regexp"

// attached are the columns that name attachments by digest.
var attached = []struct{ table, column string }{
	{"attachments", "digest"},
	{"attachments", "shown"},
	{"attachments", "thumbnail"},
	{"assignments", "drawing"},
	{"jobs", "file"},
}

var digestForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// Attachments are the digests of all attachments that records name, each once.
func (tx *Tx) Attachments() ([]string, error) {
	seen := map[string]bool{}
	var digests []string
	for _, a := range attached {
		var found []string
		if err := tx.db.Table(a.table).Distinct(a.column).Pluck(a.column, &found).Error; err != nil {
			return nil, told(err)
		}
		for _, digest := range found {
			if digestForm.MatchString(digest) && !seen[digest] {
				seen[digest] = true
				digests = append(digests, digest)
			}
		}
	}
	return digests, nil
}
