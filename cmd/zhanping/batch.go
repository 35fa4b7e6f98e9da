package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/yamltext"
)

// progressFrom is the number of bundles from which a progress bar is worth its line.
const progressFrom = 20

// judgedBundle is one bundle under every standard chosen for it; without a file it was
// faulty.
type judgedBundle struct {
	file    string
	subject string // id
	reports []*assessment.Report
	notes   []evidence.Note
}

// assessAll judges every bundle under every standard chosen for it. Reports come in
// input order whatever the number of workers; one faulty bundle means that nothing is
// reported, with the faults of all, unless the faulty ones are to be skipped.
func (p *program) assessAll(
	ctx context.Context, e *engine.Engine, o assessOptions, paths []string, asOf string,
) (reports []*assessment.Report, skipped int, err error) {
	results := make([]judgedBundle, len(paths))
	errs := make([]error, len(paths))
	step, finish := p.progress(len(paths))
	inParallel(min(o.jobs, len(paths)), len(paths), func(i int) {
		results[i], errs[i] = p.assessOne(ctx, e, o.standards, paths[i], asOf)
		step()
	})
	finish()
	for _, err := range errs {
		if err != nil {
			skipped++
		}
	}
	if err := engine.Join(errs); err != nil {
		switch {
		case skipped == len(paths):
			return nil, 0, err
		case !o.skipFaulty:
			return nil, 0, fmt.Errorf("%w\n共 %d 份，%d 份有误，其余 %d 份也没有评定；请改好后再运行，或用 --skip-faulty 跳过有误的",
				err, len(paths), skipped, len(paths)-skipped)
		}
		p.refuse(err)
	}
	var notes []evidence.Note
	for _, result := range results {
		notes = append(notes, result.notes...)
	}
	p.notes(append(notes, twins(results)...))
	for _, result := range results {
		reports = append(reports, result.reports...)
	}
	return reports, skipped, nil
}

// inParallel does work 0 to n-1 with that many workers, and returns when all is done.
func inParallel(workers, n int, work func(i int)) {
	next := make(chan int)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
}

// mostNotes is how many notes a person reads; the rest is counted.
const mostNotes = 40

func (p *program) notes(notes []evidence.Note) {
	for i, note := range notes {
		if i == mostNotes {
			fmt.Fprintf(p.stderr, "另有 %d 处提示；用 zhanping bundle check 逐份查看\n", len(notes)-mostNotes)
			return
		}
		fmt.Fprintf(p.stderr, "%s: 提示：%s\n", note.At, note.Text)
	}
}

// twins notes bundles of the same subject: given twice, or copied and not renamed.
func twins(results []judgedBundle) []evidence.Note {
	var notes []evidence.Note
	first := map[string]string{}
	for _, result := range results {
		if result.file == "" {
			continue
		}
		if other, twice := first[result.subject]; twice {
			notes = append(notes, evidence.Note{
				At:   yamltext.Position{File: result.file},
				Text: fmt.Sprintf("单位编号 %s 与 %s 相同，两份都评定了；请核对是否重复", result.subject, other),
			})
			continue
		}
		first[result.subject] = result.file
	}
	return notes
}

func (p *program) assessOne(ctx context.Context, e *engine.Engine, refs []string, path, asOf string) (judgedBundle, error) {
	bundle, err := p.openBundle(e.Schema(), path)
	if err != nil {
		return judgedBundle{}, err
	}
	chosen, err := e.Choose(refs, bundle, asOf)
	if err != nil {
		return judgedBundle{}, err
	}
	reports, notes, err := e.AssessUnder(ctx, chosen, bundle, asOf)
	if err != nil {
		return judgedBundle{}, err
	}
	return judgedBundle{bundle.File, bundle.Subject.ID, reports, slices.Concat(bundle.Notes, e.NotChosen(refs, bundle, asOf), notes)}, nil
}

// progress is a bar on standard error when that is a terminal and the work is long.
func (p *program) progress(n int) (step, finish func()) {
	file, ok := p.stderr.(*os.File)
	if !ok || n < progressFrom || !term.IsTerminal(int(file.Fd())) {
		return func() {}, func() {}
	}
	bar := progressbar.NewOptions(n, progressbar.OptionSetWriter(file), progressbar.OptionSetDescription("评定"),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	return func() { _ = bar.Add(1) }, func() { _ = bar.Finish() }
}
