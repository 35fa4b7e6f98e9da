package visit_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"zhanping/internal/engine"
	"zhanping/internal/visit"
	"zhanping/standards"
)

const day = "2026-07-15"

// question is a standard with what is asked of it, as a device gets it.
type question struct {
	Archive []byte          `json:"archive"`
	Ask     []visit.Judging `json:"ask"`
	ref     string
}

type answer struct {
	Report string `json:"report"`
	Error  string `json:"error"`
}

// everything is every sample under every standard.
func everything(t *testing.T, e *engine.Engine) []question {
	t.Helper()
	bundles, err := filepath.Glob("../../evidence/samples/*/bundle.yaml")
	if err != nil || len(bundles) < 20 {
		t.Fatalf("samples: %v, %v", bundles, err)
	}
	var all []question
	for _, ref := range e.Catalogue().Refs() {
		std, err := e.Catalogue().Find(ref, "")
		if err != nil {
			t.Fatal(err)
		}
		archive, err := visit.Pack(e, std)
		if err != nil {
			t.Fatal(err)
		}
		q := question{Archive: archive, ref: ref}
		for _, file := range bundles {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			q.Ask = append(q.Ask, visit.Judging{
				File: filepath.Base(filepath.Dir(file)), Text: string(text), Standard: ref, AsOf: day, Findings: found(std),
			})
		}
		all = append(all, q)
	}
	return all
}

// found is what an assessor has recorded of the first item: that it is met.
func found(std *standards.Standard) []visit.Counted {
	for _, chapter := range std.Chapters {
		for _, item := range chapter.Items {
			return []visit.Counted{{
				Item: item.ID, Source: "on_site", Outcome: "satisfied", Reason: "当场看到，符合", By: "assessor", Date: day,
				Shortfalls: []visit.CountedShortfall{},
			}}
		}
	}
	return []visit.Counted{}
}

// here judges as the server does.
func here(t *testing.T, e *engine.Engine, j visit.Judging) answer {
	t.Helper()
	judged, err := j.Judge(t.Context(), e)
	if err != nil {
		return answer{Error: err.Error()}
	}
	document, err := visit.Document(judged)
	if err != nil {
		t.Fatal(err)
	}
	return answer{Report: string(document)}
}

func opened(t *testing.T, own engine.Sources) *engine.Engine {
	t.Helper()
	e, err := engine.Open(own)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEverySampleUnderEveryStandardIsTheSameByteForByteInABrowsersEngine(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds the engine for browsers")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not there")
	}
	e := opened(t, engine.Sources{})
	all := everything(t, e)
	input, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), node, "testdata/away.mjs", starter(t), browsersEngine(t))
	run.Stdin, run.Stderr = bytes.NewReader(input), os.Stderr
	output, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answers [][]answer
	if err := json.Unmarshal(output, &answers); err != nil {
		t.Fatal(err)
	}
	reports := 0
	for i, q := range all {
		for k, j := range q.Ask {
			want := here(t, e, j)
			if want.Report != "" {
				reports++
			}
			if answers[i][k] != want {
				t.Errorf("%s under %s (-server +browser):\n%.2000s", j.File, q.ref, cmp.Diff(want, answers[i][k]))
			}
		}
	}
	if reports < 200 {
		t.Errorf("only %d reports were compared", reports)
	}
}

// starter is the script of the Go installation that starts an engine.
func starter(t *testing.T) string {
	t.Helper()
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatalf("find the Go installation: %v", err)
	}
	return filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/wasm_exec.js")
}

// browsersEngine builds the engine as make does, so that most of it is in the compiler's cache.
func browsersEngine(t *testing.T) string {
	t.Helper()
	wasm := filepath.Join(t.TempDir(), "engine.wasm")
	for _, source := range []string{"../../server/web/engine/main.go", "testdata/away.mjs"} {
		if _, err := os.ReadFile(source); err != nil { // so that the test runs anew when it changes
			t.Fatal(err)
		}
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", wasm, "zhanping/server/web/engine")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=-buildvcs=false")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the engine: %v\n%s", err, out)
	}
	return wasm
}

const overlay = `overlay: shixian-2026
of: fqs-town-76@2026-draft
region: "3304"
issuer: 示例县（虚构）
provenance: draft
add:
  chapter: A
  items:
    - {id: A99, title: 加一条, text: 看。, kind: required, methods: [inspect], rubric: 看, provenance: {topic: [draft]}}
`

func TestAStandardAndAnOverlayOfOnesOwnTravelWithTheVisit(t *testing.T) {
	t.Parallel()
	laid, err := standards.LoadOverlay(fstest.MapFS{"overlay.yaml": {Data: []byte(overlay)}}, ".", "overlay")
	if err != nil {
		t.Fatal(err)
	}
	there := opened(t, engine.Sources{Overlays: []*standards.Overlay{laid}})
	std, err := there.Find("fqs-town-76", day)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := visit.Pack(there, std)
	if err != nil {
		t.Fatal(err)
	}
	away, err := visit.Unpack(archive)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../evidence/samples/incomplete-town/bundle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	j := visit.Judging{File: "f", Text: string(text), Standard: std.Ref(), AsOf: day, Findings: found(std)}
	want, got := here(t, there, j), here(t, away, j)
	if want.Error != "" || got != want || !strings.Contains(got.Report, "shixian-2026") {
		t.Errorf("away: %.200v; there: %.200v", got, want)
	}
	if plain := here(t, opened(t, engine.Sources{}), j); plain.Report == want.Report {
		t.Error("the overlay changes nothing")
	}
}

func TestAnArchiveThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	for name, archive := range map[string][]byte{"nothing": nil, "no zip": []byte("zip"), "no files": {0x50, 0x4b, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := visit.Unpack(archive); err == nil {
				t.Error("it was opened")
			}
		})
	}
}
