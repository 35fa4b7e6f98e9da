package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"

	"zhanping/standards"
)

// controlParam is the threshold that the control changes, and what it becomes.
const (
	controlParam = "min_percent"
	controlValue = "100"
)

// writeControl copies the standard's folder under dir with one threshold raised, and
// returns the changed standard; its note says which.
func writeControl(dir, folder string, std *standards.Standard) (*standards.Standard, error) {
	id, found := controlItem(std)
	if !found {
		return nil, errors.New("no item with a " + controlParam + " that the control could raise")
	}
	target := filepath.Join(dir, std.ID)
	if err := os.MkdirAll(target, 0o755); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		changed, err := changeFile(file, id)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if err := os.WriteFile(filepath.Join(target, filepath.Base(file)), changed, 0o644); err != nil {
			return nil, err
		}
	}
	return standards.Load(os.DirFS(dir), std.ID)
}

// controlItem is the first item decided by one rate alone that is asked to be below 100.
func controlItem(std *standards.Standard) (string, bool) {
	for _, item := range items(std) {
		if len(item.Parts) == 1 && item.Parts[0].Check == "rate_at_least" && fmt.Sprint(item.Parts[0].Params[controlParam]) != controlValue {
			return item.ID, true
		}
	}
	return "", false
}

// changeFile is the file with the threshold of the item raised, and under an id of its own.
func changeFile(file, id string) ([]byte, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(source, &document); err != nil {
		return nil, err
	}
	root := document.Content[0]
	if filepath.Base(file) == "standard.yaml" {
		member(root, "id").Value += "-control"
		member(root, "note").SetString(id + " " + controlParam + " raised to " + controlValue)
	} else {
		raise(member(root, "items"), id)
	}
	var out bytes.Buffer
	err = yaml.NewEncoder(&out).Encode(&document)
	return out.Bytes(), err
}

func raise(list *yaml.Node, id string) {
	for _, entry := range list.Content {
		if member(entry, "id").Value != id {
			continue
		}
		params := member(entry, "params")
		if params.Kind == 0 {
			params = member(member(entry, "parts").Content[0], "params")
		}
		member(params, controlParam).Value = controlValue
	}
}

// member is the value under a key, an empty node where the mapping lacks it.
func member(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return &yaml.Node{}
}
