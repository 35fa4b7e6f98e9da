package engine

import (
	"errors"

	"zhanping/internal/yamltext"
)

// Join puts the faults of several inputs into one error, in input order, each once: a
// fault of a standard or a check comes back for every bundle judged by it.
func Join(errs []error) error {
	var faults yamltext.Faults
	var others []error
	told := map[string]bool{}
	for _, err := range errs {
		var found yamltext.Faults
		switch {
		case err == nil:
		case errors.As(err, &found):
			for _, fault := range found {
				if !told[fault.Error()] {
					told[fault.Error()] = true
					faults = append(faults, fault)
				}
			}
		case !told[err.Error()]:
			told[err.Error()] = true
			others = append(others, err)
		}
	}
	if len(faults) > 0 {
		others = append(others, faults)
	}
	return errors.Join(others...)
}
