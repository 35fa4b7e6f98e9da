package contest

import (
	"encoding/json"
	"fmt"
	"io"
)

// ReadServed reads the messages that the OPA server gives for data.main.deny about one bundle.
func ReadServed(r io.Reader, bundle string) (Answers, error) {
	var document struct{ Result []string }
	if err := json.NewDecoder(r).Decode(&document); err != nil {
		return nil, err
	}
	if document.Result == nil {
		return nil, fmt.Errorf("%s: the answer has no result", bundle)
	}
	answers := Answers{}
	return answers, answers.add(bundle, document.Result)
}

// ReadReport reads our report about one bundle and calls it by that name.
func ReadReport(r io.Reader, bundle string) (Answers, error) {
	reports, err := readReports(r)
	if err != nil {
		return nil, err
	}
	if len(reports) != 1 {
		return nil, fmt.Errorf("%s: %d reports instead of one", bundle, len(reports))
	}
	for _, outcomes := range reports {
		return Answers{bundle: outcomes}, nil
	}
	return nil, nil
}
