package main

import (
	_ "embed"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"zhanping/policies"
	"zhanping/standards"
)

//go:embed peers.rego
var peersPolicy []byte

// The catalogue as the peers get it: data/catalogue.
type catalogue struct {
	AsOf  string `json:"as_of"`
	Items []item `json:"items"`
}

type item struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	When  *part  `json:"when,omitempty"`
	Parts []part `json:"parts"`
}

type part struct {
	Check  string                `json:"check"`
	Params map[string]any        `json:"params"`
	Facts  map[string][]string   `json:"facts"` // role → keys of the path
	Lists  map[string][][]string `json:"lists"` // role bound to many paths
}

// writePeers writes a folder that conftest, opa exec and the library all load as it is:
// the judge, the library and the checks, the one rule that walks over the catalogue, and
// the catalogue as data.json.
func writePeers(dir string, std *standards.Standard, checks map[string]policies.Check, asOf string) error {
	if err := copyRego(dir); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.rego"), peersPolicy, 0o644); err != nil {
		return err
	}
	list := catalogue{AsOf: asOf}
	for _, i := range items(std) {
		entry := item{ID: i.ID, Title: i.Title, Parts: []part{}}
		if i.When != nil {
			when := bind(*i.When, checks[i.When.Check])
			entry.When = &when
		}
		for _, p := range i.Parts {
			entry.Parts = append(entry.Parts, bind(p, checks[p.Check]))
		}
		list.Items = append(list.Items, entry)
	}
	data, err := json.MarshalIndent(map[string]any{"catalogue": list}, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "data.json"), data, 0o644)
}

func bind(p standards.Part, check policies.Check) part {
	bound := part{Check: p.Check, Params: map[string]any{}, Facts: map[string][]string{}, Lists: map[string][][]string{}}
	for _, param := range check.Params {
		bound.Params[param.Name] = param.Default
	}
	for name, value := range p.Params {
		bound.Params[name] = value
	}
	for _, role := range check.Roles {
		for _, path := range p.Facts[role.Name] {
			keys := strings.Split(path, ".")
			if role.Many {
				bound.Lists[role.Name] = append(bound.Lists[role.Name], keys)
			} else {
				bound.Facts[role.Name] = keys
			}
		}
	}
	return bound
}

// copyRego copies every Rego file that is no test, under its own path.
func copyRego(dir string) error {
	return fs.WalkDir(policies.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".rego") || strings.HasSuffix(name, "_test.rego") {
			return err
		}
		source, err := fs.ReadFile(policies.FS, name)
		if err != nil {
			return err
		}
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, source, 0o644)
	})
}
