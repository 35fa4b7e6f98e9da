package policies_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

func TestZZ(t *testing.T) {
	s := evidence.DefaultSchema()
	a := time.Now()
	e, err := policies.Load(s, policies.FS)
	fmt.Println("load", time.Since(a))
	if err != nil {
		t.Fatal(err)
	}
	a = time.Now()
	err = e.Verify()
	fmt.Println("verify", time.Since(a))
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.RunCases(policies.FS)
	if err != nil {
		t.Error(err)
	}
	fmt.Println(len(r), "cases")
	for _, x := range r {
		for _, d := range x.Differences {
			t.Error(x.At, x.Check, x.Name, d)
		}
	}
}

func TestZB(t *testing.T) {
	a := time.Now()
	std, err := standards.Load(standards.Embedded(), "fqs-town-76")
	fmt.Println("std", time.Since(a))
	if err != nil {
		t.Fatal(err)
	}
	a = time.Now()
	s := evidence.DefaultSchema()
	e, err := policies.Load(s, policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("schema+load", time.Since(a))
	a = time.Now()
	j, err := e.Bind(std)
	fmt.Println("bind", time.Since(a))
	if err != nil {
		t.Fatal(err)
	}
	_ = j
}

func BenchmarkLoadBind(b *testing.B) {
	std, err := standards.Load(standards.Embedded(), "fqs-town-76")
	if err != nil {
		b.Fatal(err)
	}
	s := evidence.DefaultSchema()
	for b.Loop() {
		e, err := policies.Load(s, policies.FS)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := e.Bind(std); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	std, err := standards.Load(standards.Embedded(), "fqs-town-76")
	if err != nil {
		b.Fatal(err)
	}
	s := evidence.DefaultSchema()
	e, _ := policies.Load(s, policies.FS)
	j, err := e.Bind(std)
	if err != nil {
		b.Fatal(err)
	}
	bundle, err := evidence.Open(os.DirFS("../evidence/samples"), "exemplary-town", evidence.Options{})
	if err != nil {
		b.Fatal(err)
	}
	f, _ := j.Judge(context.Background(), bundle, "2026-06-30")
	n := map[assessment.Outcome]int{}
	for _, x := range f {
		for _, p := range x.Parts {
			n[p.Outcome]++
		}
	}
	fmt.Println(n)
	for name, judge := range map[string]*policies.Judge{"afresh": j.Afresh(), "kept": j} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				judge.Judge(context.Background(), bundle, "2026-06-30")
			}
		})
	}
}
