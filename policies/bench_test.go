package policies_test

import (
	"os"
	"testing"

	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

// BenchmarkStart is what a process does before its first score.
func BenchmarkStart(b *testing.B) {
	std, err := standards.Load(standards.Embedded(), "fqs-town-76")
	if err != nil {
		b.Fatal(err)
	}
	schema := evidence.DefaultSchema()
	for b.Loop() {
		engine, err := policies.Load(schema, policies.FS)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := engine.Bind(std); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkJudge is one bundle under the 76 criteria: with every check run, and with the
// verdicts that are kept.
func BenchmarkJudge(b *testing.B) {
	std, err := standards.Load(standards.Embedded(), "fqs-town-76")
	if err != nil {
		b.Fatal(err)
	}
	engine, err := policies.Load(evidence.DefaultSchema(), policies.FS)
	if err != nil {
		b.Fatal(err)
	}
	judge, err := engine.Bind(std)
	if err != nil {
		b.Fatal(err)
	}
	bundle, err := evidence.Open(os.DirFS("../evidence/samples"), "exemplary-town", evidence.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for name, judge := range map[string]*policies.Judge{"afresh": judge.Afresh(), "kept": judge} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := judge.Judge(b.Context(), bundle, day); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
