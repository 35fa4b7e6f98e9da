package standards

// Files is the files of a standard, found as Find does, by name: what its digest is over.
func (c *Catalogue) Files(ref, day string) (map[string][]byte, error) {
	e, err := c.find(ref, day)
	if err != nil {
		return nil, err
	}
	read, faults := readFiles(e.fsys, e.dir, e.display)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	files := make(map[string][]byte, len(read))
	for _, file := range read {
		files[file.name] = file.data
	}
	return files, nil
}

// Only is the catalogue of those standards, by id@edition, that are kept.
func (c *Catalogue) Only(keep func(ref string) bool) *Catalogue {
	kept := &Catalogue{}
	for _, e := range c.entries {
		if keep(e.ref()) {
			kept.entries = append(kept.entries, e)
		}
	}
	return kept
}
