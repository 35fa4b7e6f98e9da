package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"time"

	"zhanping/bench/contest"
)

const floorName = "floor: `zhanping version`"

// spread is a median with the lowest and the highest.
type spread struct{ low, median, high float64 }

func spreadOf(values []float64) spread {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return spread{sorted[0], (sorted[(n-1)/2] + sorted[n/2]) / 2, sorted[n-1]}
}

func (s spread) text(format string) string {
	return fmt.Sprintf(format+" ("+format+"–"+format+")", s.median, s.low, s.high)
}

// over is the spread of a figure over the rounds.
func over(costs []cost, figure func(cost) float64) spread {
	values := make([]float64, len(costs))
	for i, c := range costs {
		values[i] = figure(c)
	}
	return spreadOf(values)
}

// ratios is the spread of theirs over ours, round by round.
func ratios(theirs, ours []cost, figure func(cost) float64) spread {
	values := make([]float64, len(ours))
	for i := range ours {
		values[i] = figure(theirs[i]) / figure(ours[i])
	}
	return spreadOf(values)
}

func seconds(c cost) float64   { return c.wall.Seconds() }
func processor(c cost) float64 { return c.cpu.Seconds() }
func millis(c cost) float64    { return float64(c.wall) / float64(time.Millisecond) }
func megabytes(c cost) float64 { return float64(c.peak) / (1 << 20) }

// report writes the tables of bench/README.md.
func report(w io.Writer, o options, bundles []string, all, one, cold map[string][]cost) error {
	size, err := medianSize(bundles)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d bundles of %.1f KB in the median, %s, %d cores, %s; %d rounds, %d of the cold start; median (lowest–highest).\n\n",
		len(bundles), size/1000, contest.Standard, runtime.NumCPU(), runtime.Version(), o.rounds, o.cold)
	table(w, "every core", len(bundles), all)
	table(w, "one core (GOMAXPROCS=1)", len(bundles), one)

	fmt.Fprint(w, "| one bundle | ms from start to exit | ours is faster by | peak MB |\n|---|---|---|---|\n")
	for _, name := range append(names(), floorName) {
		fmt.Fprintf(w, "| %s | %s | %s | %s |\n", name, over(cold[name], millis).text("%.0f"),
			ratio(name, ratios(cold[name], cold[contest.Ours], millis)), over(cold[name], megabytes).text("%.0f"))
	}
	return nil
}

func table(w io.Writer, title string, n int, costs map[string][]cost) {
	fmt.Fprintf(w, "| %d bundles, %s | seconds | bundles a second | ours is faster by | CPU seconds | to ours | peak MB | to ours |\n"+
		"|---|---|---|---|---|---|---|---|\n", n, title)
	for _, name := range names() {
		theirs, ours := costs[name], costs[contest.Ours]
		fmt.Fprintf(w, "| %s | %s | %.0f | %s | %s | %s | %s | %s |\n", name,
			over(theirs, seconds).text("%.2f"), float64(n)/over(theirs, seconds).median, ratio(name, ratios(theirs, ours, seconds)),
			over(theirs, processor).text("%.2f"), ratio(name, ratios(theirs, ours, processor)),
			over(theirs, megabytes).text("%.0f"), ratio(name, ratios(theirs, ours, megabytes)))
	}
	fmt.Fprintln(w)
}

func ratio(name string, s spread) string {
	if name == contest.Ours {
		return "1"
	}
	return s.text("%.1f")
}

func names() []string {
	var list []string
	for _, program := range contest.Programs() {
		list = append(list, program.Name)
	}
	return list
}

func medianSize(files []string) (float64, error) {
	var sizes []float64
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return 0, err
		}
		sizes = append(sizes, float64(info.Size()))
	}
	return spreadOf(sizes).median, nil
}
