package contest

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Satisfied is the outcome of an item about which a peer says nothing.
const Satisfied = "satisfied"

// Answers is the outcome of each item other than satisfied, by bundle and item.
type Answers map[string]map[string]string

func readReports(r io.Reader) (Answers, error) {
	var document struct {
		Reports []struct {
			Bundle struct{ File string }
			Items  []struct{ ID, Outcome string }
		}
	}
	if err := json.NewDecoder(r).Decode(&document); err != nil {
		return nil, err
	}
	answers := Answers{}
	for _, report := range document.Reports {
		outcomes := map[string]string{}
		for _, item := range report.Items {
			if item.Outcome != Satisfied {
				outcomes[item.ID] = item.Outcome
			}
		}
		answers[filepath.Base(report.Bundle.File)] = outcomes
	}
	return answers, nil
}

func readConftest(r io.Reader) (Answers, error) {
	var results []struct {
		Filename string
		Failures []struct{ Msg string }
	}
	if err := json.NewDecoder(r).Decode(&results); err != nil {
		return nil, err
	}
	answers := Answers{}
	for _, result := range results {
		messages := make([]string, len(result.Failures))
		for i, failure := range result.Failures {
			messages[i] = failure.Msg
		}
		if err := answers.add(result.Filename, messages); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

func readExec(r io.Reader) (Answers, error) {
	var document struct {
		Result []struct {
			Path   string
			Result []string
			Error  any
		}
	}
	if err := json.NewDecoder(r).Decode(&document); err != nil {
		return nil, err
	}
	answers := Answers{}
	for _, result := range document.Result {
		if result.Error != nil {
			return nil, fmt.Errorf("%s: %v", result.Path, result.Error)
		}
		if err := answers.add(result.Path, result.Result); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

func readNaive(r io.Reader) (Answers, error) {
	var results []struct {
		File     string
		Messages []string
	}
	if err := json.NewDecoder(r).Decode(&results); err != nil {
		return nil, err
	}
	answers := Answers{}
	for _, result := range results {
		if err := answers.add(result.File, result.Messages); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// add reads messages of the form "item outcome words"; all messages about one item of a
// bundle must name the same outcome.
func (a Answers) add(file string, messages []string) error {
	outcomes := map[string]string{}
	for _, message := range messages {
		words := strings.SplitN(message, " ", 3)
		if len(words) < 3 {
			return fmt.Errorf("%s: message without an outcome: %q", file, message)
		}
		if known, ok := outcomes[words[0]]; ok && known != words[1] {
			return fmt.Errorf("%s: item %s is both %s and %s", file, words[0], known, words[1])
		}
		outcomes[words[0]] = words[1]
	}
	a[filepath.Base(file)] = outcomes
	return nil
}

// Place is one item of one bundle.
type Place struct{ Bundle, Item string }

// Differences is every place where a and b do not say the same, with both outcomes; a
// bundle that only one of them answered counts with every item of the other's answer.
func Differences(a, b Answers) map[Place][2]string {
	found := map[Place][2]string{}
	compare := func(bundle string, x, y map[string]string, swapped bool) {
		for item, outcome := range x {
			other, ok := y[item]
			if !ok {
				other = Satisfied
			}
			if outcome == other {
				continue
			}
			pair := [2]string{outcome, other}
			if swapped {
				pair = [2]string{other, outcome}
			}
			found[Place{bundle, item}] = pair
		}
	}
	for bundle, outcomes := range a {
		compare(bundle, outcomes, b[bundle], false)
	}
	for bundle, outcomes := range b {
		compare(bundle, outcomes, a[bundle], true)
	}
	return found
}
