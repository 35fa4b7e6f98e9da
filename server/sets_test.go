package server_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"zhanping/policies"
	"zhanping/server/store/storetest"
)

// eachDatabase runs a test on SQLite and on PostgreSQL.
func eachDatabase(t *testing.T, test func(t *testing.T, database string)) {
	t.Helper()
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(t, "")
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		test(t, storetest.PostgreSQL(t))
	})
}

// text is the body of an answer with status 200, as it is.
func (c *client) text(path string) string {
	c.Helper()
	r, err := http.NewRequestWithContext(c.Context(), http.MethodGet, c.url+"/api/v1"+path, nil)
	if err != nil {
		c.Fatal(err)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		c.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		c.Fatalf("GET %s: status %d, %v: %s", path, answer.StatusCode, err, body)
	}
	return string(body)
}

func sampleEvidence(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../evidence/samples/" + name + "/bundle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	own, _, _ := strings.Cut(string(text), "\nfindings:") // an inspector's findings are not the station's to send
	return own + "\n"
}

// edition is the embedded standard as files to hand in, with texts replaced.
func edition(t *testing.T, id string, replace ...string) map[string]any {
	t.Helper()
	found, err := filepath.Glob("../standards/" + id + "/*.yaml")
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: %v", id, err)
	}
	files := map[string]any{}
	for _, name := range found {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = strings.NewReplacer(replace...).Replace(string(text))
	}
	return files
}

// stricter is another edition of fqs-town-76 that asks for much more of one item.
func stricter(t *testing.T) map[string]any {
	return edition(t, "fqs-town-76", `edition: "2026-draft"`, `edition: "2027"`, "params: {min: 4}", "params: {min: 400}",
		"不少于 4 次", "不少于 400 次", "不少于 4 场", "不少于 400 场")
}

func checkFiles(name string) map[string]any {
	files := map[string]any{}
	for file, text := range policies.Template(name) {
		files[name+"/"+file] = string(text)
	}
	return files
}

// authors are two who write standards for everywhere.
func (o *office) authors() (one, other *client) {
	grant := map[string]any{"role": "author", "region": ""}
	return o.admin.person("author-1", grant), o.admin.person("author-2", grant)
}

// publish hands a set in as one author and approves it as the other.
func publish(one, other *client, in map[string]any) string {
	one.Helper()
	set := one.want(201, "POST", "/sets", "", in)["set"].(map[string]any)
	id := set["id"].(string)
	other.want(200, "POST", "/sets/"+id+"/approve", `"1"`, nil)
	return id
}

// batchOf is a batch of this year as it is sent.
func batchOf(region, standard string) map[string]any {
	return map[string]any{
		"title": "年度评定", "region": region, "year": 2026, "standard": standard, "opens_on": "2026-01-01",
		"rules": map[string]any{
			"allow_own_region": true, "assessors": 1, "blind": false, "difference_limit": "", "lowest_grade": "", "publicity_days": 0,
			"quotas": []any{}, "sample_size": 0,
		},
	}
}

// town is the exemplary station, with its clerk and its evidence.
func (o *office) town() (station string, clerk *client) {
	o.Helper()
	station = o.bureau.addStation("exemplary-town", "330499101000")
	clerk = o.admin.person("clerk-2", map[string]any{"role": "station", "station_id": station})
	clerk.want(200, "PUT", "/stations/"+station+"/bundle", `"0"`, map[string]any{"text": sampleEvidence(o.T, "exemplary-town")})
	return station, clerk
}

// declared is a case of a station in a new batch.
func (o *office) declared(clerk *client, station, standard string) string {
	o.Helper()
	batch := o.bureau.want(201, "POST", "/batches", "", batchOf("330499000000", standard))["id"].(string)
	cases := o.bureau.want(201, "POST", "/batches/"+batch+"/cases", "", map[string]any{"stations": []string{station}})
	id := cases["items"].([]any)[0].(map[string]any)["id"].(string)
	clerk.want(200, "POST", "/cases/"+id+"/declare", `"1"`, map[string]any{})
	return id
}

func TestACaseIsJudgedByTheSetsItWasDeclaredUnder(t *testing.T) {
	eachDatabase(t, func(t *testing.T, database string) {
		o := newOffice(t, database)
		one, other := o.authors()
		station, clerk := o.town()
		old := o.declared(clerk, station, "fqs-town-76")
		before := o.bureau.text("/cases/" + old + "/report")

		submitted := one.want(201, "POST", "/sets", "", map[string]any{"files": stricter(t), "note": "按新文件改"})
		set := submitted["set"].(map[string]any)
		id := set["id"].(string)
		impact := other.want(200, "GET", "/sets/"+id+"/impact", "", nil)
		if impact["changed"].(float64) != 1 || !strings.Contains(text(impact), "fqs-town-76@2027") {
			t.Errorf("impact: %s", text(impact))
		}
		if strings.Contains(text(impact), "示例镇") {
			t.Errorf("an author sees a station's name: %s", text(impact))
		}
		one.want(403, "POST", "/sets/"+id+"/approve", `"1"`, nil)
		o.bureau.want(403, "POST", "/sets/"+id+"/approve", `"1"`, nil)
		other.want(409, "POST", "/sets/"+id+"/approve", `"7"`, nil)
		other.want(200, "POST", "/sets/"+id+"/approve", `"1"`, nil)
		other.want(409, "POST", "/sets/"+id+"/approve", `"2"`, nil)
		publish(one, other, map[string]any{"files": checkFiles("ledger_kept")})

		if after := o.bureau.text("/cases/" + old + "/report"); after != before {
			t.Errorf("the old case is judged otherwise:\n%s\n%s", before, after)
		}
		recent := o.declared(clerk, station, "fqs-town-76")
		now := o.bureau.text("/cases/" + recent + "/report")
		if !strings.Contains(now, `"2027"`) || strings.Contains(now, "2026-draft\"") {
			t.Errorf("a new case does not take the new edition: %.300s", now)
		}

		o.restart()
		if after := o.bureau.text("/cases/" + old + "/report"); after != before {
			t.Error("after a restart the old case is judged otherwise")
		}
		if after := o.bureau.text("/cases/" + recent + "/report"); after != now {
			t.Error("after a restart the new case is judged otherwise")
		}

		other.want(200, "POST", "/sets/"+id+"/withdraw", `"2"`, map[string]any{"reason": "阈值写错"})
		o.bureau.want(422, "POST", "/batches", "", batchOf("330499000000", "fqs-town-76@2027"))
		if after := o.bureau.text("/cases/" + recent + "/report"); after != now {
			t.Error("the case under the withdrawn edition is judged otherwise")
		}
		again := o.bureau.want(201, "POST", "/batches", "", batchOf("330499000000", "fqs-town-76"))
		if again["standard"] != "fqs-town-76@2026-draft" {
			t.Errorf("a new batch takes %v", again["standard"])
		}
	})
}

func text(out map[string]any) string {
	b, err := json.Marshal(out)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestWhatIsWrongWithASetIsToldAndNothingIsKept(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	one, _ := o.authors()
	county := o.admin.person("author-3", map[string]any{"role": "author", "region": "330499000000"})
	zipped := func(build func(w *zip.Writer)) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		build(w)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	file := func(name string, size int) []byte {
		return zipped(func(w *zip.Writer) {
			f, _ := w.Create(name)
			_, _ = f.Write(bytes.Repeat([]byte("a"), size))
		})
	}
	broken := checkFiles("ledger_kept")
	broken["ledger_kept/cases.yaml"] = strings.Replace(broken["ledger_kept/cases.yaml"].(string), "facts: {kept: 4}, want: {outcome: satisfied}", "facts: {kept: 4}, want: {outcome: not_satisfied}", 1)
	replaced := checkFiles("count_at_least")
	judge := map[string]any{"judge/judge.rego": "package judge\n"}
	for name, c := range map[string]struct {
		in   map[string]any
		want string
	}{
		"neither":                       {map[string]any{"note": "x"}, "二者之一"},
		"no zip":                        {map[string]any{"archive": []byte("PK")}, "不是 zip"},
		"out of the folder":             {map[string]any{"archive": file("../standard.yaml", 3)}, "不能有 .."},
		"absolute":                      {map[string]any{"archive": file("/etc/standard.yaml", 3)}, "不能以 / 开头"},
		"a file that is too large":      {map[string]any{"archive": file("standard.yaml", 2<<20)}, "解压后太大"},
		"a link":                        {map[string]any{"archive": zipped(func(w *zip.Writer) { link(w, "standard.yaml", "/etc/passwd") })}, "不是普通文件"},
		"one name twice":                {map[string]any{"archive": zipped(func(w *zip.Writer) { _, _ = w.Create("A.yaml"); _, _ = w.Create("a.yaml") })}, "重名"},
		"no set":                        {map[string]any{"files": map[string]any{"readme.txt": "x"}}, "既没有 standard.yaml"},
		"both kinds":                    {map[string]any{"files": map[string]any{"standard.yaml": "x", "a/a.rego": "x"}}, "先提交规则"},
		"an edition that is there":      {map[string]any{"files": edition(t, "fqs-town-76")}, "没有用过的版次"},
		"a standard with faults":        {map[string]any{"files": edition(t, "fqs-town-76", `edition: "2026-draft"`, `edition: "2027"`, "check: document_exists", "check: document_exist", "total: 90", "total: 900")}, "document_exist"},
		"a case that comes out another": {map[string]any{"files": broken}, "恰好达到"},
		"a check of the program":        {map[string]any{"files": replaced}, "count_at_least"},
		"a judge":                       {map[string]any{"files": judge}, "judge"},
		"checks for one region":         {map[string]any{"files": checkFiles("ledger_kept"), "region": "330499000000"}, "不能限于一个区划"},
		"personal numbers in the note":  {map[string]any{"files": checkFiles("ledger_kept"), "note": "联系 13800138000"}, "手机号"},
	} {
		t.Run(name, func(t *testing.T) {
			who := one
			if c.in["region"] != nil {
				who = county
			}
			status, out := who.do("POST", "/sets", "", c.in)
			if status != 422 || !strings.Contains(text(out), c.want) {
				t.Errorf("status %d: %s", status, text(out))
			}
		})
	}
	for _, set := range one.want(200, "GET", "/sets?limit=200", "", nil)["items"].([]any) {
		if state := set.(map[string]any)["state"]; state != "builtin" {
			t.Errorf("a set was kept as %v", state)
		}
	}
	county.want(403, "POST", "/sets", "", map[string]any{"files": checkFiles("ledger_kept")})
	o.bureau.want(403, "POST", "/sets", "", map[string]any{"files": checkFiles("ledger_kept")})
	o.client().want(401, "GET", "/sets", "", nil)
	o.clerk.want(403, "GET", "/sets", "", nil)
}

func link(w *zip.Writer, name, target string) {
	h := &zip.FileHeader{Name: name}
	h.SetMode(os.ModeSymlink | 0o777)
	f, _ := w.CreateHeader(h)
	_, _ = io.WriteString(f, target)
}

func TestAStandardOfACountyCountsThereOnly(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	county := o.admin.person("author-1", map[string]any{"role": "author", "region": "330499000000"})
	elsewhere := o.admin.person("author-2", map[string]any{"role": "author", "region": "330498000000"})
	abroad := o.admin.person("bureau-2", map[string]any{"role": "bureau", "region": "330498000000"})
	set := county.want(201, "POST", "/sets", "", map[string]any{"files": stricter(t), "region": "330499000000"})["set"].(map[string]any)
	path := "/sets/" + set["id"].(string)
	elsewhere.want(403, "GET", path, "", nil)
	elsewhere.want(403, "POST", path+"/approve", `"1"`, nil)
	o.bureau.want(200, "POST", path+"/approve", `"1"`, nil)
	if made := o.bureau.want(201, "POST", "/batches", "", batchOf("330499000000", "fqs-town-76")); made["standard"] != "fqs-town-76@2027" {
		t.Errorf("in the county %v", made["standard"])
	}
	if made := abroad.want(201, "POST", "/batches", "", batchOf("330498000000", "fqs-town-76")); made["standard"] != "fqs-town-76@2026-draft" {
		t.Errorf("elsewhere %v", made["standard"])
	}
	abroad.want(422, "POST", "/batches", "", batchOf("330498000000", "fqs-town-76@2027"))
}

func TestASetIsGivenBackAsItsFiles(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	one, other := o.authors()
	id := publish(one, other, map[string]any{"files": checkFiles("ledger_kept")})
	for _, set := range one.want(200, "GET", "/sets?limit=200", "", nil)["items"].([]any) {
		set := set.(map[string]any)
		packed := one.text("/sets/" + set["id"].(string) + "/archive")
		r, err := zip.NewReader(strings.NewReader(packed), int64(len(packed)))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range r.File {
			names = append(names, f.Name)
		}
		want := "policies/judge/judge.rego"
		if set["kind"] == "standard" {
			want = strings.Split(set["ref"].(string), "@")[0] + "/standard.yaml"
		}
		if set["id"] == id {
			want = "own/checks/ledger_kept/ledger_kept.rego"
		}
		if !slices.Contains(names, want) {
			t.Errorf("%v holds no %s: %v", set["ref"], want, names)
		}
	}
	// the policies stand on each other: the older set is part of the newer one
	newer := publish(one, other, map[string]any{"files": checkFiles("photo_kept")})
	other.want(409, "POST", "/sets/"+id+"/withdraw", `"2"`, map[string]any{"reason": "不再需要"})
	other.want(200, "POST", "/sets/"+newer+"/withdraw", `"2"`, map[string]any{"reason": "不再需要"})
	other.want(200, "POST", "/sets/"+id+"/withdraw", `"2"`, map[string]any{"reason": "不再需要"})
	// drafts made on the same set follow each other only after a look at the first
	first := one.want(201, "POST", "/sets", "", map[string]any{"files": checkFiles("first_kept")})["set"].(map[string]any)
	second := one.want(201, "POST", "/sets", "", map[string]any{"files": checkFiles("second_kept")})["set"].(map[string]any)
	other.want(200, "POST", "/sets/"+first["id"].(string)+"/approve", `"1"`, nil)
	other.want(409, "POST", "/sets/"+second["id"].(string)+"/approve", `"1"`, nil)
	one.want(200, "POST", "/sets/"+second["id"].(string)+"/withdraw", `"1"`, map[string]any{"reason": "重新提交"})
}

func TestAnotherProcessTakesUpWhatWasPublished(t *testing.T) {
	t.Parallel()
	database := storetest.PostgreSQL(t)
	o := newOffice(t, database)
	one, other := o.authors()
	replica := newWorld(t, database)
	publish(one, other, map[string]any{"files": stricter(t)})
	if err := replica.app.Work.RefreshSets(t.Context()); err != nil {
		t.Fatal(err)
	}
	there := replica.client()
	there.want(200, "POST", "/session", "", map[string]any{"login": "bureau", "password": "银杏树下的长椅 bureau"})
	made := there.want(201, "POST", "/batches", "", batchOf("330499000000", "fqs-town-76"))
	if made["standard"] != "fqs-town-76@2027" {
		t.Errorf("the other process chooses %v", made["standard"])
	}
}

func TestAfterAnUpgradeApprovedChecksStandBesideTheNewOnes(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	one, other := o.authors()
	publish(one, other, map[string]any{"files": checkFiles("ledger_kept")})
	station, clerk := o.town()
	id := o.declared(clerk, station, "fqs-town-76")
	before := o.bureau.text("/cases/" + id + "/report")
	newer := fstest.MapFS{}
	for name, data := range policies.Template("photo_kept") {
		newer["photo_kept/"+name] = &fstest.MapFile{Data: data}
	}
	o.config.Sources.Policies = []fs.FS{newer}
	for range 2 {
		o.restart()
		if after := o.bureau.text("/cases/" + id + "/report"); after != before {
			t.Fatal("after an upgrade the case is judged otherwise")
		}
	}
	approved := items(one.want(200, "GET", "/sets?kind=policies&state=approved", "", nil))
	if len(approved) != 2 {
		t.Fatalf("%d sets of approved policies, want the one submitted and the one of the upgrade", len(approved))
	}
	packed := one.text("/sets/" + approved[1]["id"].(string) + "/archive")
	r, err := zip.NewReader(strings.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"own/checks/ledger_kept/ledger_kept.rego", "own/checks/photo_kept/photo_kept.rego"} {
		if _, err := r.Open(name); err != nil {
			t.Errorf("after an upgrade: %v", err)
		}
	}
}
