// Package contest says how each of the programs compared is called on the same bundles,
// and how its answers are read. It measures nothing.
package contest

import (
	"io"
	"path/filepath"
)

// AsOf is the day as of which every program judges.
const AsOf = "2026-07-15"

// Standard is the standard whose items are judged.
const Standard = "fqs-town-76"

// Ours is the name of the program that the others are compared with.
const Ours = "zhanping assess"

// Case is what the programs judge by.
type Case struct {
	standard  string
	catalogue string // folder that holds the standard's folder
	peers     string // policies and data of the peers
}

// Real is the standard as it is; bench/generate has written what the peers need of it.
func Real(folder string) Case { return Case{Standard, "standards", filepath.Join(folder, "peers")} }

// Control is the standard with one threshold changed.
func Control(folder string) Case {
	return Case{Standard + "-control", filepath.Join(folder, "control"), filepath.Join(folder, "control-peers")}
}

// Peers is the folder of policies and data that the peers judge by.
func (c Case) Peers() string { return c.peers }

// Bundles is the generated bundles in the folder, in order.
func Bundles(folder string) ([]string, error) {
	return filepath.Glob(filepath.Join(folder, "bundles", "*.yaml"))
}

// Program is one of the programs compared.
type Program struct {
	Name   string
	call   func(c Case) []string
	asJSON []string // the flags for answers that can be read; none where there is no other form
	read   func(r io.Reader) (Answers, error)
}

// Programs lists ours first, then the peers.
func Programs() []Program {
	asJSON := []string{"-o", "json"}
	return []Program{
		{Ours, func(c Case) []string {
			argv := []string{"bin/zhanping", "assess", "--standard", c.standard, "--as-of", AsOf, "--no-fail"}
			if c.standard != Standard {
				argv = append(argv, "--standards", c.catalogue)
			}
			return argv
		}, asJSON, readReports},
		{"the same, no verdict kept", func(c Case) []string {
			return []string{"bin/bench/afresh", "-standards", c.catalogue, "-standard", Standard, "-as-of", AsOf}
		}, nil, readReports},
		{"conftest test", func(c Case) []string {
			return []string{".tools/conftest", "test", "--no-fail", "-p", c.peers, "-d", filepath.Join(c.peers, "data.json")}
		}, asJSON, readConftest},
		{"opa exec", func(c Case) []string {
			return []string{".tools/opa", "exec", "--bundle", c.peers, "--decision", "main/deny"}
		}, nil, readExec},
		{"OPA as a library, naively", func(c Case) []string {
			return []string{"bin/bench/naive", "-policy", c.peers}
		}, nil, readNaive},
	}
}

// Argv is the command line that judges the bundles and writes what a user gets unasked: a
// table of ours, words of conftest, JSON of the others.
func (p Program) Argv(c Case, bundles []string) []string { return append(p.call(c), bundles...) }

// ArgvJSON is the same with answers for Read.
func (p Program) ArgvJSON(c Case, bundles []string) []string {
	return append(append(p.call(c), p.asJSON...), bundles...)
}

// Read reads the answers that the program, called by ArgvJSON, wrote to its standard output.
func (p Program) Read(r io.Reader) (Answers, error) { return p.read(r) }
