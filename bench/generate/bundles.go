package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"zhanping/bench/invent"
	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

// writeBundles writes bundles/0001.yaml and on.
func writeBundles(o options, schema *evidence.Schema, std *standards.Standard, checks []policies.Check) error {
	dir := filepath.Join(o.out, "bundles")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	asOf, err := time.Parse(time.DateOnly, o.asOf)
	if err != nil {
		return err
	}
	inventor := invent.New(schema, items(std), checks, asOf, o.seed)
	for n := 1; n <= o.count; n++ {
		bundle := inventor.Bundle(uint64(n), invent.Subject{
			ID: fmt.Sprintf("invented-%04d", n), Name: fmt.Sprintf("示例%d镇退役军人服务站", n), Level: "town", Region: "330482106000",
		})
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d.yaml", n)), bundle, 0o644); err != nil {
			return err
		}
	}
	return nil
}
