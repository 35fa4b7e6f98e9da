// Command generate writes what the comparison runs on: invented bundles, the peers'
// policies with the catalogue as data, and the same again with one threshold changed, as
// a control that must differ. The same seed gives the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

type options struct {
	count    int
	seed     uint64
	standard string
	asOf     string
	out      string
}

func main() {
	var o options
	flag.IntVar(&o.count, "n", 1000, "number of bundles")
	flag.Uint64Var(&o.seed, "seed", 76, "seed of the invented facts")
	flag.StringVar(&o.standard, "standard", "fqs-town-76", "standard whose items are judged")
	flag.StringVar(&o.asOf, "as-of", "2026-07-15", "day of judging")
	flag.StringVar(&o.out, "out", "", "folder to write to")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(o options) error {
	schema := evidence.DefaultSchema()
	engine, err := policies.Load(schema, policies.FS)
	if err != nil {
		return err
	}
	folder := filepath.Join("standards", o.standard)
	std, err := standards.Load(os.DirFS("."), folder)
	if err != nil {
		return err
	}
	checks := map[string]policies.Check{}
	for _, check := range engine.Checks() {
		checks[check.Name] = check
	}

	if err := writeBundles(o, schema, std, engine.Checks()); err != nil {
		return err
	}
	if err := writePeers(filepath.Join(o.out, "peers"), std, checks, o.asOf); err != nil {
		return err
	}
	controls := filepath.Join(o.out, "control")
	changed, err := writeControl(controls, folder, std)
	if err != nil {
		return err
	}
	if err := writePeers(filepath.Join(o.out, "control-peers"), changed, checks, o.asOf); err != nil {
		return err
	}
	fmt.Printf("%d items, %d bundles, control: %s\n", len(items(std)), o.count, changed.Note)
	return nil
}

// items is every item of the standard in its order.
func items(std *standards.Standard) []standards.Item {
	var all []standards.Item
	for _, chapter := range std.Chapters {
		all = append(all, chapter.Items...)
	}
	return all
}
