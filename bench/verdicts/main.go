// Command verdicts runs every program once on the same bundles and refuses unless all
// give the same outcome for every item of every bundle, and unless a control with one
// threshold changed makes all of them change the same verdicts, and some.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"

	"zhanping/bench/contest"
)

func main() {
	folder := flag.String("in", "", "folder that bench/generate has written")
	flag.Parse()
	if err := run(*folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder string) error {
	bundles, err := contest.Bundles(folder)
	if err != nil {
		return err
	}
	var ours contest.Answers
	var oursChanged map[contest.Place][2]string
	for i, program := range contest.Programs() {
		answers, err := ask(program, contest.Real(folder), bundles)
		if err != nil {
			return err
		}
		control, err := ask(program, contest.Control(folder), bundles)
		if err != nil {
			return err
		}
		changed := contest.Differences(answers, control)
		if i == 0 {
			ours, oursChanged = answers, changed
			summarise(ours, len(changed))
			continue
		}
		if err := same(program.Name, contest.Differences(ours, answers)); err != nil {
			return err
		}
		if !maps.Equal(changed, oursChanged) {
			return fmt.Errorf("%s: the control changes %d verdicts, ours %d, or others", program.Name, len(changed), len(oursChanged))
		}
		fmt.Printf("%s: 0 verdicts differ from ours, %d change under the control\n", program.Name, len(changed))
	}
	if len(oursChanged) == 0 {
		return fmt.Errorf("the control changes no verdict, so that equal verdicts prove nothing")
	}
	return nil
}

// ask runs a program and reads its answers, one for each bundle.
func ask(program contest.Program, c contest.Case, bundles []string) (contest.Answers, error) {
	argv := program.ArgvJSON(c, bundles)
	command := exec.Command(argv[0], argv[1:]...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%.2000s", program.Name, err, stderr.String())
	}
	answers, err := program.Read(&stdout)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", program.Name, err)
	}
	if len(answers) != len(bundles) {
		return nil, fmt.Errorf("%s: %d answers on %d bundles", program.Name, len(answers), len(bundles))
	}
	return answers, nil
}

// summarise tells what the verdicts are, so that a run in which nothing is decided is seen.
func summarise(answers contest.Answers, changed int) {
	counts := map[string]int{}
	for _, outcomes := range answers {
		for _, outcome := range outcomes {
			counts[outcome]++
		}
	}
	fmt.Printf("%s: outcomes other than satisfied: %v, %d change under the control\n", contest.Ours, counts, changed)
}

func same(name string, differences map[contest.Place][2]string) error {
	if len(differences) == 0 {
		return nil
	}
	text := fmt.Sprintf("%s: %d verdicts differ from ours, such as", name, len(differences))
	shown := 0
	for place, pair := range differences {
		if shown++; shown > 10 {
			break
		}
		text += fmt.Sprintf("\n  %s %s: ours %s, theirs %s", place.Bundle, place.Item, pair[0], pair[1])
	}
	return fmt.Errorf("%s", text)
}
