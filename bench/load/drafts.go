package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"zhanping/bench/contest"
)

// draft is one state of the evidence of a station, as each server takes it.
type draft struct {
	save  []byte // body of PUT …/bundle
	judge []byte // body of POST /v1/data/main/deny
}

// variants is how many drafts of a station take turns; a save always differs from the one before.
const variants = 20

var area = regexp.MustCompile(`(\barea_sqm: )\d+`)

// readDrafts makes the drafts of every user from the invented bundles.
func readDrafts(folder string, o options) ([][]draft, error) {
	files, err := contest.Bundles(folder)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	all := make([][]draft, o.users)
	for user := range all {
		for v := range variants {
			text := texts[user]
			if o.whole {
				text = of(user, texts[(user+v*7)%len(texts)])
			}
			d, err := newDraft(changed(text, v))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", filepath.Base(files[user]), err)
			}
			all[user] = append(all[user], d)
		}
	}
	return all, nil
}

// code is the station that a user saves for; the generator numbers from 1.
func code(user int) string { return fmt.Sprintf("invented-%04d", user+1) }

// of is evidence as if it were of the user's station.
func of(user int, text string) string {
	_, rest, _ := strings.Cut(text, "\n  name:")
	return "subject:\n  id: " + code(user) + "\n  name:" + rest
}

// changed is the evidence with its floor area changed, or with one where it had none.
func changed(text string, variant int) string {
	size := "${1}" + strconv.Itoa(60+3*variant)
	if area.MatchString(text) {
		return area.ReplaceAllString(text, size)
	}
	return strings.Replace(text, "\n  premises:\n", "\n  premises:\n    area_sqm: "+strconv.Itoa(60+3*variant)+"\n", 1)
}

func newDraft(text string) (draft, error) {
	var input any
	if err := yaml.Unmarshal([]byte(text), &input); err != nil {
		return draft{}, err
	}
	judge, err := json.Marshal(map[string]any{"input": input})
	if err != nil {
		return draft{}, err
	}
	save, err := json.Marshal(map[string]string{"text": text})
	return draft{save: save, judge: judge}, err
}
