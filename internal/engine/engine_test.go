package engine_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

const day = "2026-07-15"

func open(t *testing.T, own engine.Sources) *engine.Engine {
	t.Helper()
	e, err := engine.Open(own)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func sample(t *testing.T, e *engine.Engine, name string) *evidence.Bundle {
	t.Helper()
	b, err := evidence.Open(os.DirFS("../../evidence/samples"), name, evidence.Options{Schema: e.Schema(), Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func refsOf(found []*standards.Standard) []string {
	refs := make([]string, len(found))
	for i, std := range found {
		refs[i] = std.Ref()
	}
	return refs
}

// own is a standard of one's own for towns, from the template.
func own() engine.Sources {
	files := fstest.MapFS{}
	for name, data := range standards.Template("our-town") {
		files[name] = &fstest.MapFile{Data: data}
	}
	return engine.Sources{Standards: []standards.Source{{FS: files, Display: "ours"}}}
}

func TestChooseTakesAllThatApplyOrThoseNamed(t *testing.T) {
	t.Parallel()
	e := open(t, own())
	town := sample(t, e, "exemplary-town")
	all, err := e.Choose(nil, town, day)
	if err != nil {
		t.Fatal(err)
	}
	if refs := strings.Join(refsOf(all), " "); !strings.Contains(refs, "our-town@2026-draft") || !strings.Contains(refs, "fqs-town-76@") {
		t.Errorf("chosen by itself: %s", refs)
	}
	named, err := e.Choose([]string{"our-town"}, town, day)
	if diff := cmp.Diff([]string{"our-town@2026-draft"}, refsOf(named)); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestChooseSaysWhyNothingWasChosen(t *testing.T) {
	t.Parallel()
	e := open(t, engine.Sources{})
	for name, test := range map[string]struct {
		refs    []string
		subject evidence.Subject
		day     string
		want    string
	}{
		"no such standard":                 {[]string{"fqs-town-67"}, evidence.Subject{}, day, "改为 fqs-town-76"},
		"before the standard was in force": {nil, evidence.Subject{Name: "某家", Kind: "home", Level: "town"}, "1999-01-01", "没有适用的标准"},
		"a template that nobody filled in": {nil, evidence.Subject{Kind: "volunteer", Level: "town"}, day, "stars-red"},
		"the template by its name":         {[]string{"stars-red"}, evidence.Subject{}, day, "模板"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := e.Choose(test.refs, &evidence.Bundle{Subject: test.subject}, test.day)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestBindGivesAllWhoAskTheSameVariant(t *testing.T) {
	t.Parallel()
	e := open(t, engine.Sources{})
	std, err := e.Find("five-have", day)
	if err != nil {
		t.Fatal(err)
	}
	variants := make([]*standards.Standard, 4)
	var group sync.WaitGroup
	for i := range variants {
		group.Go(func() { variants[i], _, _ = e.Bind(std, "town", "330482", day) })
	}
	group.Wait()
	for _, variant := range variants {
		if variant == nil || variant != variants[0] {
			t.Errorf("bound twice: %p and %p", variant, variants[0])
		}
	}
	village, _, err := e.Bind(std, "village", "330482", day)
	if err != nil || village == variants[0] {
		t.Errorf("the village's sheet is the town's: %v", err)
	}
}

func TestAssessPinsTheChecksAndTellsWhatLiesOutsideTheScope(t *testing.T) {
	t.Parallel()
	e := open(t, engine.Sources{})
	std, err := e.Find("changjie-8@2021", day) // for villages
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Assess(t.Context(), std, sample(t, e, "exemplary-town"), day)
	if err != nil {
		t.Fatal(err)
	}
	if r.Policies.Digest != e.Policies().Digest() || !strings.Contains(r.Standard.OutsideScope, "被评单位是乡镇级") {
		t.Errorf("pins: %+v %+v", r.Policies, r.Standard)
	}
}

func TestAssessUnderRefusesFindingsForAStandardThatDoesNotExist(t *testing.T) {
	t.Parallel()
	e := open(t, engine.Sources{})
	b := sample(t, e, "exemplary-town")
	changed := *b
	changed.Findings = []evidence.Finding{
		{Standard: "five-hav", Item: "A01"}, {Standard: "changjie-8", Item: "1"}, {Standard: "changjie-8", Item: "2"},
	}
	std, err := e.Find("five-have", day)
	if err != nil {
		t.Fatal(err)
	}
	notes, faults := e.CheckFindings(&changed, []*standards.Standard{std})
	if len(faults) != 1 || faults[0].Fix != "改为 five-have" {
		t.Errorf("faults: %v", faults)
	}
	if len(notes) != 1 || !strings.HasPrefix(notes[0].Text, "2 条人工评定是对标准 changjie-8 的") {
		t.Errorf("notes: %v", notes)
	}
	if _, _, err := e.AssessUnder(t.Context(), []*standards.Standard{std}, &changed, day); err == nil {
		t.Error("a finding that is lost was not refused")
	}
}

const city = `overlay: city
of: our-town@2026-draft
region: "3304"
issuer: 示例市
provenance: draft
`

func laid(t *testing.T, text string) *standards.Overlay {
	t.Helper()
	o, err := standards.LoadOverlay(fstest.MapFS{"overlay.yaml": {Data: []byte(text)}}, ".", "over")
	if err != nil {
		t.Fatal(err)
	}
	return o
}

const added = `add:
  chapter: A
  items:
    - {id: A99, title: 加一条, text: 看。, kind: required, methods: [inspect], rubric: 看, provenance: {topic: [draft]}}
`

func TestAnOverlayCountsInItsRegionAlone(t *testing.T) {
	t.Parallel()
	sources := own()
	sources.Overlays = []*standards.Overlay{laid(t, city+added)}
	e := open(t, sources)
	std, err := e.Find("our-town", day)
	if err != nil {
		t.Fatal(err)
	}
	for region, want := range map[string]bool{"330482": true, "370102": false} {
		variant, _, err := e.Bind(std, "town", region, day)
		if err != nil {
			t.Fatal(err)
		}
		if _, found := variant.Item("A99"); found != want {
			t.Errorf("%s: added item there: %v", region, found)
		}
	}
	r, err := e.Assess(t.Context(), std, sample(t, e, "exemplary-town"), day)
	if err != nil || !strings.Contains(strings.Join(r.Notes, "\n"), "区域加严 city") {
		t.Errorf("%v %v", err, r)
	}
}

func TestOpenRefusesOverlaysThatClashOrNameNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		overlays []string
		code     string
	}{
		"the same id twice":         {[]string{city + added, city + added}, "duplicate_id"},
		"a standard that is not":    {[]string{strings.Replace(city, "our-town", "no-town", 1) + added}, "unknown_standard"},
		"an item that is not there": {[]string{city + "items: {Z99: {params: {min: 3}}}\n"}, "unknown_item"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sources := own()
			for _, text := range test.overlays {
				sources.Overlays = append(sources.Overlays, laid(t, text))
			}
			_, err := engine.Open(sources)
			var faults yamltext.Faults
			if !errors.As(err, &faults) || faults[0].Code != test.code {
				t.Errorf("got %v, want %s", err, test.code)
			}
		})
	}
}

func TestJoinTellsEachFaultOnce(t *testing.T) {
	t.Parallel()
	fault := yamltext.Fault{At: yamltext.Position{File: "a.yaml", Line: 3}, Code: "x", Found: "甲"}
	err := engine.Join([]error{nil, yamltext.Faults{fault}, errors.New("乙"), yamltext.Faults{fault}, errors.New("乙")})
	if got := strings.Count(err.Error(), "甲") + strings.Count(err.Error(), "乙"); got != 2 {
		t.Errorf("told %d times:\n%v", got, err)
	}
	if err := engine.Join([]error{nil}); err != nil {
		t.Error(err)
	}
}

func TestTheHeadCountThatChoosesIsRecorded(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{}
	for name, data := range standards.Template("village-300") {
		text := strings.Replace(string(data), "levels: [town, village]", "levels: [village], facts: [{fact: veterans.registered, at_least: 300}]", 1)
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	e := open(t, engine.Sources{Standards: []standards.Source{{FS: files, Display: "ours"}}})
	village := sample(t, e, "tianfu-community") // 122 veterans, as printed
	chosen, err := e.Choose(nil, village, day)
	if err != nil || strings.Contains(strings.Join(refsOf(chosen), " "), "village-300") {
		t.Errorf("chosen for 122: %v, %v", refsOf(chosen), err)
	}
	std, err := e.Find("village-300", day)
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Assess(t.Context(), std, village, day)
	if err != nil {
		t.Fatal(err)
	}
	if want := "本标准适用于在册退役军人数 300 人及以上，被评单位是 122 人"; r.Standard.OutsideScope != want {
		t.Errorf("%q, want %q", r.Standard.OutsideScope, want)
	}
	got := r.Standard.Scope
	if len(got) != 1 || got[0].Value.String() != "122" || got[0].AtLeast.String() != "300" || got[0].State != standards.ScopeOutside {
		t.Errorf("recorded: %+v", got)
	}
	silent := village.Without("veterans.registered")
	notes := e.NotChosen(nil, silent, day)
	if len(notes) != 1 || !strings.Contains(notes[0].Text, "“在册退役军人数”（veterans.registered）") {
		t.Errorf("notes: %v", notes)
	}
	if notes := e.NotChosen([]string{"village-300"}, silent, day); len(notes) > 0 {
		t.Errorf("a standard that is named is not left out: %v", notes)
	}
}

// county is a county system with the bundles of some samples as its stations.
func county(t *testing.T, e *engine.Engine, evidenceText string, stations ...string) *evidence.Bundle {
	t.Helper()
	files := fstest.MapFS{"bundle.yaml": {Data: []byte(`subject: {id: the-county, name: 示例县, kind: county_system, level: county, region: "330499000000", sample: true}
reporting_date: 2026-06-30
` + evidenceText)}}
	for _, name := range stations {
		copied := os.DirFS("../../evidence/samples/" + name)
		err := fs.WalkDir(copied, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.Contains(path, ".golden.") {
				return err
			}
			data, err := fs.ReadFile(copied, path)
			files["stations/"+name+"/"+path] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	b, err := evidence.Open(files, ".", evidence.Options{Schema: e.Schema(), Name: "county"})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestACountysNumberFollowsFromItsStationsOwnResults(t *testing.T) {
	t.Parallel()
	e := open(t, engine.Sources{})
	std, err := e.Find("system-1555", day)
	if err != nil {
		t.Fatal(err)
	}
	const fact = "county.five_have_stations"
	typed := func(n string) string { return "evidence: {county: {five_have_stations: " + n + "}}\n" }
	for name, c := range map[string]struct {
		text     string
		stations []string
		value    string // "" for none
		refused  bool
	}{
		"all settled":                        {"evidence: {}\n", []string{"exemplary-town", "lacking-town", "exemplary-village"}, "2", false},
		"one is open":                        {"evidence: {}\n", []string{"exemplary-town", "incomplete-village"}, "", false},
		"typed in and the same":              {typed("1"), []string{"exemplary-town", "lacking-town"}, "1", false},
		"typed in and not the same":          {typed("2"), []string{"exemplary-town", "lacking-town"}, "", true},
		"typed in, and possible while open":  {typed("2"), []string{"exemplary-town", "incomplete-village"}, "2", false},
		"typed in as less than what is sure": {typed("0"), []string{"exemplary-town", "incomplete-village"}, "", true},
		"no station is judged by it":         {"evidence: {}\n", []string{"exemplary-home"}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := county(t, e, c.text, c.stations...)
			completed, results, err := e.Complete(t.Context(), std, b, day)
			if c.refused {
				var faults yamltext.Faults
				if !errors.As(err, &faults) || faults[0].Code != "member_results" {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if v := completed.Value(fact); v != nil {
				got = v.Text
			}
			if got != c.value {
				t.Errorf("%s is %q, want %q: %+v", fact, got, c.value, results)
			}
			if again, more, err := e.Complete(t.Context(), std, completed, day); again != completed || more != nil || err != nil {
				t.Errorf("completed twice: %v, %v", more, err)
			}
		})
	}
}

func TestWithoutTheNumberThatChoosesNothingIsGuessed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ fact, want string }{
		"the only sheet waits for a number": {"veterans.registered", "没有填“在册退役军人数”（veterans.registered），不能确定是否适用标准 town-people@2026-draft"},
		"there is no such number":           {"veterans.registerd", "事实 veterans.registerd 不存在"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{}
			for name, data := range standards.Template("town-people") {
				text := strings.Replace(string(data), "kind: station, levels: [town, village]", "kind: person, levels: [town], facts: [{fact: "+c.fact+", below: 10}]", 1)
				files[name] = &fstest.MapFile{Data: []byte(text)}
			}
			e := open(t, engine.Sources{Standards: []standards.Source{{FS: files, Display: "ours"}}})
			_, err := e.Choose(nil, &evidence.Bundle{Subject: evidence.Subject{Name: "某人", Kind: "person", Level: "town"}}, day)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}
