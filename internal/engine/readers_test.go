package engine_test

import (
	"slices"
	"strings"
	"testing"

	"zhanping/internal/engine"
)

func TestReadersNamesTheItemsThatReadAFact(t *testing.T) {
	t.Parallel()
	e := open(t, engine.Sources{})
	applicable, err := e.Catalogue().Applicable("station", "town", day)
	if err != nil {
		t.Fatal(err)
	}
	readers, err := e.Readers(applicable, "town", "", day)
	if err != nil {
		t.Fatal(err)
	}
	for path, list := range readers {
		for _, r := range list {
			_, judge, err := e.Bind(r.Standard, "town", "", day)
			if err != nil {
				t.Fatal(err)
			}
			for _, item := range r.Items {
				if !slices.Contains(judge.Reads(item), path) {
					t.Errorf("%s %s does not read %s", r.Standard.Ref(), item, path)
				}
			}
		}
	}
	asked := e.Asked(readers)
	if len(asked) == 0 || len(asked) > len(e.Schema().Facts()) {
		t.Fatalf("%d facts are asked for", len(asked))
	}
	if len(asked) != len(readers) {
		t.Errorf("%d facts are read and %d of them asked for", len(readers), len(asked))
	}
	words := engine.ReaderWords(readers)["premises.area_sqm"]
	for _, want := range []string{"五级五有 ", "枫桥式退役军人服务站创建标准 "} {
		if !strings.Contains(words, want) {
			t.Errorf("the readers of the area are called %q, without %q", words, want)
		}
	}
}
