package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"zhanping/bench/contest"
)

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

func over(turns []turn, figure func(turn) float64) spread {
	values := make([]float64, len(turns))
	for i, t := range turns {
		values[i] = figure(t)
	}
	return spreadOf(values)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// report writes the table of bench/README.md. The last server is the peer that ours are compared with,
// round by round.
func report(w io.Writer, o options, servers []*contestant, turns map[string][]turn) error {
	what := "one fact changed by each save"
	if o.whole {
		what = "other evidence altogether with each save"
	}
	_, err := fmt.Fprintf(w, "%d people at once, %s, %s, %d cores, %s; %d rounds of at most %s and %d saves; median (lowest–highest).\n\n"+
		"| save and score | p50 ms | p99 ms | p99 to OPA's | a second | to OPA's | peak MB | ms to start |\n|---|---|---|---|---|---|---|---|\n",
		o.users, what, contest.Standard, runtime.NumCPU(), runtime.Version(), o.rounds, o.length, o.requests)
	if err != nil {
		return err
	}
	peers := turns[servers[len(servers)-1].name]
	for _, s := range servers {
		own := turns[s.name]
		late, often := make([]float64, len(own)), make([]float64, len(own))
		for i := range own {
			late[i] = float64(own[i].p99) / float64(peers[i].p99)
			often[i] = own[i].perSecond() / peers[i].perSecond()
		}
		_, err := fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s | %.0f |\n", s.name,
			over(own, func(t turn) float64 { return milliseconds(t.p50) }).text("%.0f"),
			over(own, func(t turn) float64 { return milliseconds(t.p99) }).text("%.0f"), spreadOf(late).text("%.2f"),
			over(own, turn.perSecond).text("%.0f"), spreadOf(often).text("%.2f"),
			over(own, func(t turn) float64 { return float64(t.peak) / (1 << 20) }).text("%.0f"), milliseconds(s.process.Started))
		if err != nil {
			return err
		}
	}
	return nil
}
