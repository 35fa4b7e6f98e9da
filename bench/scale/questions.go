package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"zhanping/bench/contest"
)

// question is something that people wait for.
type question struct {
	name  string
	path  string
	query url.Values
}

// question makes one from name=value pairs.
func ask(name, path string, pairs ...string) question {
	q := question{name: name, path: path, query: url.Values{}}
	for _, pair := range pairs {
		key, value, _ := strings.Cut(pair, "=")
		q.query.Set(key, value)
	}
	return q
}

// questions are about everything, a province (55 stations in a hundred), a city or a county.
func (i *installation) questions() []question {
	const province, city, county = "region=410000000000", "region=410100000000", "region=410105000000"
	batch, soon := "/batches/"+i.batch, "2026-07-20"
	return []question{
		ask("stations, first page", "/stations"),
		ask("stations, deep page", "/stations", "after=430000000000~0"),
		ask("stations of a province", "/stations", province),
		ask("stations of a county", "/stations", county),
		ask("stations of a level", "/stations", "level=county"),
		ask("stations by text, many", "/stations", "text=街道"),
		ask("stations by text, none", "/stations", "text=没有这样的站"),
		ask("cases of the batch, first page", "/cases", "batch="+i.batch),
		ask("cases of the batch, deep page", "/cases", "batch="+i.batch, "after=430000000000~0"),
		ask("cases of the batch at a stage, province", "/cases", "batch="+i.batch, "stage=onsite", province),
		ask("cases of a county", "/cases", county),
		ask("cases due", "/cases", "due="+soon),
		ask("cases due, county", "/cases", "due="+soon, county),
		ask("awards of a province", "/awards", province),
		ask("awards with a re-check due", "/awards", "recheck="+soon),
		ask("ranking, first page", batch+"/ranking"),
		ask("ranking, deep page", batch+"/ranking", "from=50000"),
		ask("ranking of a city", batch+"/ranking", city),
		ask("ranking of a county", batch+"/ranking", county),
		ask("summary by province", batch+"/summary"),
		ask("summary of a province by city", batch+"/summary", province),
		ask("summary of a county by town", batch+"/summary", county),
		ask("self-assessment by province", "/summary", "standard="+contest.Standard),
		ask("heat table by province", batch+"/heat"),
		ask("heat table of a province", batch+"/heat", province),
		ask("heat table of a city", batch+"/heat", city),
		ask("notices", "/notices"),
		ask("journal of a province", "/journal", province),
	}
}

// figures are what a question took.
type figures struct {
	wall []time.Duration
	cpu  []time.Duration // of one time, in the mean of a round
}

// askAll asks every question some times, after once that does not count.
func (i *installation) askAll(ctx context.Context, times int, into map[string]*figures) error {
	for _, q := range i.questions() {
		if into[q.name] == nil {
			into[q.name] = &figures{}
		}
		f := into[q.name]
		if err := i.person.ask(ctx, http.MethodGet, q.path, q.query, nil, io.Discard); err != nil {
			return err
		}
		before, err := i.process.CPU(i.parents...)
		if err != nil {
			return err
		}
		for range times {
			start := time.Now()
			if err := i.person.ask(ctx, http.MethodGet, q.path, q.query, nil, io.Discard); err != nil {
				return err
			}
			f.wall = append(f.wall, time.Since(start))
		}
		after, err := i.process.CPU(i.parents...)
		if err != nil {
			return err
		}
		f.cpu = append(f.cpu, (after-before)/time.Duration(times))
	}
	return nil
}

// walk is what it takes to go through everything.
type walk struct {
	pages         int
	took          time.Duration
	before, after int64 // bytes that the server held at most while going through a tenth, and through all
	export        time.Duration
	file          int64
	exportPeak    int64
}

// walk lists every station page by page, and exports the list as a file.
func (i *installation) walk(ctx context.Context) (w walk, err error) {
	if err := i.process.Forget(); err != nil {
		return w, err
	}
	start := time.Now()
	query := url.Values{"limit": {"200"}}
	for {
		var page struct {
			Items []json.RawMessage
			Next  string
		}
		if err := i.person.get(ctx, "/stations", query, &page); err != nil {
			return w, err
		}
		w.pages++
		if w.pages == 50 {
			_, w.before, err = i.process.Memory()
			if err != nil {
				return w, err
			}
		}
		if page.Next == "" {
			break
		}
		query.Set("after", page.Next)
	}
	w.took = time.Since(start)
	if _, w.after, err = i.process.Memory(); err != nil {
		return w, err
	}
	return w, i.export(ctx, &w)
}

// export has the list of all stations written as a workbook.
func (i *installation) export(ctx context.Context, w *walk) error {
	if err := i.process.Forget(); err != nil {
		return err
	}
	start := time.Now()
	var text strings.Builder
	body := []byte(`{"kind": "stations", "format": "xlsx"}`)
	if err := i.person.ask(ctx, http.MethodPost, "/exports", nil, body, &text); err != nil {
		return err
	}
	var job struct{ ID, State, Words string }
	if err := json.Unmarshal([]byte(text.String()), &job); err != nil {
		return err
	}
	for job.State == "waiting" || job.State == "running" {
		time.Sleep(100 * time.Millisecond)
		if err := i.person.get(ctx, "/jobs/"+job.ID, nil, &job); err != nil {
			return err
		}
	}
	if job.State != "done" {
		return fmt.Errorf("the export ended as %s: %s", job.State, job.Words)
	}
	w.export = time.Since(start)
	var size counter
	if err := i.person.ask(ctx, http.MethodGet, "/jobs/"+job.ID+"/file", nil, nil, &size); err != nil {
		return err
	}
	w.file = int64(size)
	var err error
	_, w.exportPeak, err = i.process.Memory()
	fmt.Fprintf(os.Stderr, "%s: walked and exported\n", i.name)
	return err
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
