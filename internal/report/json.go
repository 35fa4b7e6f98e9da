package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync"

	"zhanping/assessment"
)

// emptyReports is how a document without reports writes their list.
const emptyReports = `"reports": []`

// writeJSON encodes report by report, a few at a time on every core, so that a batch of
// a thousand stations needs the memory of a few. The bytes are those of the whole
// document encoded at once.
func writeJSON(w io.Writer, set Set) error {
	frame, err := jsonText(documentOf(set.only(nil)), "")
	if err != nil {
		return err
	}
	head, tail, _ := strings.Cut(string(frame), emptyReports)
	if len(set.Reports) == 0 {
		_, err = w.Write(frame)
		return err
	}
	separator := head + strings.TrimSuffix(emptyReports, "]")
	atOnce := 4 * runtime.GOMAXPROCS(0)
	for from := 0; from < len(set.Reports); from += atOnce {
		texts, err := set.jsonReports(set.Reports[from:min(from+atOnce, len(set.Reports))])
		if err != nil {
			return err
		}
		for _, text := range texts {
			if _, err := io.WriteString(w, separator+"\n    "); err != nil {
				return err
			}
			if _, err := w.Write(text); err != nil {
				return err
			}
			separator = ","
		}
	}
	_, err = io.WriteString(w, "\n  ]"+tail)
	return err
}

// jsonReports is each report as it stands in the list of the document.
func (s Set) jsonReports(reports []*assessment.Report) ([][]byte, error) {
	s.Summary = nil // is told once, before them
	texts := make([][]byte, len(reports))
	errs := make([]error, len(reports))
	var all sync.WaitGroup
	for i := range reports {
		all.Go(func() {
			text, err := jsonText(documentOf(s.only(reports[i : i+1])).Reports[0], "    ")
			texts[i], errs[i] = bytes.TrimSuffix(text, []byte("\n")), err
		})
	}
	all.Wait()
	return texts, errors.Join(errs...)
}

// only is the set with these reports.
func (s Set) only(reports []*assessment.Report) Set {
	s.Reports = reports
	return s
}

// jsonText is indented JSON with Chinese as it is and a line break at the end. What a
// terminal could obey is escaped, so that the value stays exact and the bytes are safe.
// Every line but the first begins with the prefix.
func jsonText(tree any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent(prefix, "  ")
	if err := encoder.Encode(tree); err != nil {
		return nil, err
	}
	return escapeHidden(b.Bytes()), nil
}
