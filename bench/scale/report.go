package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"
)

// report writes the tables of bench/README.md.
func report(w io.Writer, o options, all []*installation, answers map[string]map[string]*figures, walks []walk) error {
	fmt.Fprintf(w, "%d stations, each with a revision, a case, two results and one in five with an award; %d cores, %s; "+
		"%d rounds of %d times; ms over HTTP: shortest, median, 99th percentile; CPU ms of server and database.\n\n| asked for |", o.stations, runtime.NumCPU(), runtime.Version(), o.rounds, o.times)
	for _, i := range all {
		fmt.Fprintf(w, " %s min | p50 | p99 | CPU |", i.name)
	}
	fmt.Fprint(w, "\n|---|")
	for range all {
		fmt.Fprint(w, "---|---|---|---|")
	}
	fmt.Fprintln(w)
	for _, q := range all[0].questions() {
		fmt.Fprintf(w, "| %s |", q.name)
		for _, i := range all {
			f := answers[i.name][q.name]
			took, cpu := slices.Sorted(slices.Values(f.wall)), slices.Sorted(slices.Values(f.cpu))
			n := len(took)
			fmt.Fprintf(w, " %s | %s | %s | %s |", ms(took[0]), ms(took[n/2]), ms(took[n*99/100]), ms(cpu[len(cpu)/2]))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(w, "\n| the server | ms to start | MB idle | MB after 50 pages of 200 | MB after all pages | s for all pages | s to export all as .xlsx | MB of it | MB at most meanwhile |\n"+
		"|---|---|---|---|---|---|---|---|---|\n")
	for n, i := range all {
		k := walks[n]
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %.1f | %.1f | %s | %s |\n", i.name, ms(i.process.Started), mb(i.idle), mb(k.before), mb(k.after),
			k.took.Seconds(), k.export.Seconds(), mb(k.file), mb(k.exportPeak))
	}
	return nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d)/float64(time.Millisecond)) }

func mb(bytes int64) string { return fmt.Sprintf("%.0f", float64(bytes)/(1<<20)) }
