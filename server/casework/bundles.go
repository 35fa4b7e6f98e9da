package casework

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// bundleName is what messages call the evidence that came over HTTP.
const bundleName = "佐证材料"

// Saved is what saving evidence came to.
type Saved struct {
	Revision records.Revision
	Results  []records.Result // under every standard that applies, in the catalogue's order
	Notes    []string         // what was noticed and is no fault
	Same     bool             // it says what the revision before said, so no new one was made
}

// SaveBundle keeps a new revision of a station's evidence and scores it under every standard that
// applies. base is the number of the revision that the change was made on, 0 where there was none.
// What cannot be read is refused with every fault; nothing is kept then.
func (s *Service) SaveBundle(ctx context.Context, who Actor, stationID string, base int, text []byte) (Saved, error) {
	station, err := get[records.Station](s.read(ctx), stationID, "单位")
	if err != nil {
		return Saved{}, err
	}
	if err := s.allow(ctx, who, "bundle.save", resourceOf(station)); err != nil {
		return Saved{}, err
	}
	bundle, reports, err := s.judgeText(ctx, station, text)
	if err != nil {
		return Saved{}, err
	}
	files, err := s.checkFiles(s.read(ctx), station, bundle)
	if err != nil {
		return Saved{}, err
	}
	saved := Saved{Notes: append(notesOf(bundle, reports), files...)}
	canonical, err := bundle.Canonical()
	if err != nil {
		return Saved{}, fmt.Errorf("write the canonical form: %w", err)
	}
	err = s.within(ctx, func(tx *store.Tx) error {
		// a second try of the transaction starts from what is kept now
		if station, err = get[records.Station](tx, stationID, "单位"); err != nil {
			return err
		}
		if station.Revision != base {
			return s.staleBundle(tx, station)
		}
		if saved.Revision, saved.Same, err = s.unchanged(tx, station, bundle, text); err != nil {
			return err
		}
		if !saved.Same {
			if saved.Revision, err = s.keepRevision(tx, who, &station, bundle, canonical, text); err != nil {
				return err
			}
		}
		if saved.Results, err = s.keepResults(tx, station, saved.Revision, reports); err != nil || saved.Same {
			return err
		}
		// last, since on PostgreSQL everybody else who writes the journal waits from here to the end
		return s.noteRevision(tx, who, station, saved.Revision)
	})
	return saved, err
}

// unchanged is the current revision where the evidence says, and spells, the same.
func (s *Service) unchanged(tx *store.Tx, station records.Station, bundle *evidence.Bundle, text []byte) (records.Revision, bool, error) {
	if station.RevisionID == "" {
		return records.Revision{}, false, nil
	}
	last, err := store.Get[records.Revision](tx, station.RevisionID)
	return last, err == nil && last.Digest == bundle.Digest && last.Text == string(text), err
}

func (s *Service) staleBundle(tx *store.Tx, station records.Station) error {
	current, err := store.Get[records.Revision](tx, station.RevisionID)
	if err != nil {
		return err
	}
	return &Problem{
		Code: Stale, Current: current,
		Words: fmt.Sprintf("佐证材料已有第 %d 版，不是您修改时的那一版；请看现在的内容，合并后再保存", current.Number),
	}
}

func (s *Service) keepRevision(
	tx *store.Tx, who Actor, station *records.Station, bundle *evidence.Bundle, canonical, text []byte,
) (records.Revision, error) {
	revision := records.Revision{
		ID: s.newID(), StationID: station.ID, Number: station.Revision + 1, Text: string(text), Canonical: canonical,
		Digest: bundle.Digest, SM3: bundle.DigestSM3, ReportingDate: bundle.ReportingDate,
		SavedBy: who.Person.ID, SavedAt: s.now(),
	}
	station.RevisionID, station.Revision = revision.ID, revision.Number
	if err := s.update(tx, station, "单位"); err != nil {
		return revision, err
	}
	if err := tx.Insert(&revision); err != nil {
		return revision, err
	}
	return revision, nil
}

func (s *Service) noteRevision(tx *store.Tx, who Actor, station records.Station, revision records.Revision) error {
	return s.note(tx, who, "bundle.save", "revision", revision.ID, station.Region, map[string]any{
		"station": station.ID, "number": revision.Number, "digest": revision.Digest, "sm3": revision.SM3,
	})
}

// keepResults puts what the current evidence comes to in the place of what it came to before.
func (s *Service) keepResults(
	tx *store.Tx, station records.Station, revision records.Revision, reports []*assessment.Report,
) ([]records.Result, error) {
	results := make([]records.Result, 0, len(reports))
	for _, r := range reports {
		results = append(results, s.resultOf(r, station, revision.ID))
	}
	if len(results) == 0 {
		return results, nil
	}
	return s.described(results), tx.Put(&results, "station_id", "standard", "case_id")
}

// judgeText reads evidence for a station and judges it, under all standards that apply, as of today.
func (s *Service) judgeText(ctx context.Context, station records.Station, text []byte) (*evidence.Bundle, []*assessment.Report, error) {
	sets := s.sets.Current()
	bundle, err := readEvidence(sets, string(text))
	if err != nil {
		return nil, nil, faultsOf(err, bundleName)
	}
	if err := belongs(bundle, station); err != nil {
		return nil, nil, err
	}
	today := s.today()
	chosen, err := sets.Choose(nil, bundle, today)
	if err != nil {
		return nil, nil, faultsOf(err, bundleName)
	}
	reports, _, err := sets.AssessUnder(ctx, chosen, bundle, today)
	if err != nil {
		return nil, nil, faultsOf(err, bundleName)
	}
	return bundle, reports, nil
}

// belongs refuses evidence of another subject, and findings that only an inspector may make.
func belongs(bundle *evidence.Bundle, station records.Station) error {
	p := &Problem{Code: Invalid, Words: "佐证材料与单位不符"}
	for _, c := range []struct{ field, called, found, want string }{
		{"subject.id", "编号", bundle.Subject.ID, station.Code},
		{"subject.kind", "类型", bundle.Subject.Kind, station.Kind},
		{"subject.level", "层级", bundle.Subject.Level, station.Level},
		{"subject.region", "区划代码", bundle.Subject.Region, station.Region},
	} {
		if c.found != c.want {
			p.Faults = append(p.Faults, Fault{
				Field: c.field, Code: "other_subject",
				Words: fmt.Sprintf("%s是“%s”，这个单位是“%s”；请核对是否填错了单位", c.called, c.found, c.want),
			})
		}
	}
	for _, f := range bundle.Findings {
		if f.Source != "self" {
			p.Faults = append(p.Faults, Fault{
				Field: "findings", Code: "not_yours", Line: f.At.Line, Column: f.At.Column,
				Words: fmt.Sprintf("条目 %s 的结论来源是核查或复核；单位只能填写自评，请删去这一条", f.Item),
			})
		}
	}
	if len(p.Faults) > 0 {
		return p
	}
	return nil
}

// notesOf is what the reader and the judging noticed, each once.
func notesOf(bundle *evidence.Bundle, reports []*assessment.Report) []string {
	var notes []string
	add := func(text string) {
		if !slices.Contains(notes, text) {
			notes = append(notes, text)
		}
	}
	for _, n := range bundle.Notes {
		add(n.Text)
	}
	for _, r := range reports {
		for _, text := range r.Notes {
			add(text)
		}
	}
	return notes
}

// showing is a station whose evidence the actor may see: whoever assesses one of its cases may.
func (s *Service) showing(ctx context.Context, who Actor, action policies.Action, stationID string) (records.Station, error) {
	station, err := get[records.Station](s.read(ctx), stationID, "单位")
	if err != nil {
		return station, err
	}
	on, err := s.evidenceFor(ctx, who, station)
	if err != nil {
		return station, err
	}
	return station, s.allow(ctx, who, action, on)
}

// caseUnderWay are the stages at which whoever is assigned to a case sees the station's evidence.
var caseUnderWay = []string{
	string(stages.Declared), string(stages.Initial), string(stages.Onsite), string(stages.Decided), string(stages.Publicity),
	string(stages.Review), string(stages.Rectify),
}

// evidenceFor is what the decision about a station's evidence looks at.
func (s *Service) evidenceFor(ctx context.Context, who Actor, station records.Station) (policies.Resource, error) {
	on := resourceOf(station)
	if !who.holds("assessor") {
		return on, nil
	}
	tx := s.read(ctx)
	cases, err := store.List[records.Case](tx, store.Query{
		Where: []store.Condition{store.Equal("station_id", station.ID), store.Among("stage", caseUnderWay)},
	})
	if err != nil {
		return on, err
	}
	ids := make([]string, len(cases))
	for i, c := range cases {
		ids[i] = c.ID
	}
	assigned, err := store.Count[records.Assignment](tx, store.Equal("person_id", who.Person.ID), store.Among("case_id", ids))
	if assigned > 0 {
		on.Assessors = []string{who.Person.ID}
	}
	return on, err
}

// Bundle is a station's evidence: the revision of that number, or with 0 the current one.
func (s *Service) Bundle(ctx context.Context, who Actor, stationID string, number int) (records.Revision, error) {
	station, err := s.showing(ctx, who, "bundle.read", stationID)
	if err != nil {
		return records.Revision{}, err
	}
	if number == 0 {
		number = station.Revision
	}
	revision, err := store.First[records.Revision](s.read(ctx), store.Query{
		Where: []store.Condition{store.Equal("station_id", stationID), store.Equal("number", number)},
	})
	return revision, orMissing(err, "版本的佐证材料")
}

// Revisions is the history of a station's evidence, the newest first, without their texts, with the names
// of those who saved them for whom may learn them.
func (s *Service) Revisions(ctx context.Context, who Actor, stationID string) ([]records.Revision, error) {
	station, err := s.showing(ctx, who, "bundle.read", stationID)
	if err != nil {
		return nil, err
	}
	revisions, err := store.List[records.Revision](s.read(ctx), store.Query{
		Where: []store.Condition{store.Equal("station_id", stationID)}, Order: []string{"-number"},
	})
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{}
	for i := range revisions {
		revisions[i].Text, revisions[i].Canonical = "", nil
		ids[revisions[i].SavedBy] = true
	}
	names, err := s.namesFor(ctx, who, station, ids)
	if err != nil {
		return nil, err
	}
	for i := range revisions {
		revisions[i].SavedByName = names[revisions[i].SavedBy]
	}
	return revisions, nil
}

// namesFor is the names of those who did something for a station: for its own people, and for whom may see
// the people of its region; nobody else learns any.
func (s *Service) namesFor(ctx context.Context, who Actor, station records.Station, ids map[string]bool) (map[string]string, error) {
	if !slices.ContainsFunc(who.Grants, func(g records.Grant) bool { return g.StationID == station.ID }) {
		err := s.allow(ctx, who, policies.ActionPeopleRead, policies.Resource{Region: station.Region})
		if p, refused := errors.AsType[*Problem](err); refused && p.Code == Forbidden {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
	}
	people, err := store.List[records.Person](s.read(ctx), store.Query{Where: []store.Condition{store.Among("id", slices.Sorted(maps.Keys(ids)))}})
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(people))
	for _, person := range people {
		names[person.ID] = person.Name
	}
	return names, nil
}

// Score judges evidence without keeping anything: what would it come to?
func (s *Service) Score(ctx context.Context, who Actor, stationID string, text []byte) ([]*assessment.Report, []string, error) {
	station, err := s.showing(ctx, who, "bundle.score", stationID)
	if err != nil {
		return nil, nil, err
	}
	bundle, reports, err := s.judgeText(ctx, station, text)
	if err != nil {
		return nil, nil, err
	}
	return reports, notesOf(bundle, reports), nil
}

// Results is what a station's current evidence comes to, under every standard that applies.
func (s *Service) Results(ctx context.Context, who Actor, stationID string) ([]records.Result, error) {
	station, err := s.showing(ctx, who, policies.ActionBundleRead, stationID)
	if err != nil {
		return nil, err
	}
	results, err := store.List[records.Result](s.read(ctx), store.Query{
		Where: []store.Condition{store.Equal("station_id", station.ID), store.Equal("case_id", "")}, Order: []string{"standard"},
	})
	return s.described(results), err
}

// Reports is the whole assessment of a station's current evidence, under one standard or, with an
// empty ref, under every one that applies, as of today.
func (s *Service) Reports(ctx context.Context, who Actor, stationID, ref string) ([]*assessment.Report, error) {
	_, reports, err := s.assessed(ctx, who, stationID, ref)
	return reports, err
}

// assessed is a station's current evidence and what Reports tells of it.
func (s *Service) assessed(ctx context.Context, who Actor, stationID, ref string) (*evidence.Bundle, []*assessment.Report, error) {
	revision, err := s.Bundle(ctx, who, stationID, 0)
	if err != nil {
		return nil, nil, err
	}
	sets, today := s.sets.Current(), s.today()
	bundle, err := readEvidence(sets, revision.Text)
	if err != nil {
		return nil, nil, faultsOf(err, bundleName)
	}
	var refs []string
	if ref != "" {
		refs = []string{ref}
	}
	chosen, err := sets.Choose(refs, bundle, today)
	if err != nil {
		return nil, nil, &Problem{Code: Invalid, Words: err.Error()}
	}
	reports, _, err := sets.AssessUnder(ctx, chosen, bundle, today)
	return bundle, reports, faultsOf(err, bundleName)
}

// Plan is the cheapest way from a station's current evidence to a grade of a standard.
func (s *Service) Plan(ctx context.Context, who Actor, stationID, ref, grade string) (*assessment.Plan, *assessment.Report, error) {
	reports, err := s.Reports(ctx, who, stationID, ref)
	if err != nil {
		return nil, nil, err
	}
	if ref == "" || len(reports) != 1 {
		return nil, nil, wrong("standard", "请指明按哪个标准规划")
	}
	sets, report := s.sets.Current(), reports[0]
	std, err := sets.FindIn(ref, report.Subject.Region, s.today())
	if err != nil {
		return nil, nil, &Problem{Code: Invalid, Words: err.Error()}
	}
	std, _, err = sets.Bind(std, report.Subject.Level, report.Subject.Region, s.today())
	if err != nil {
		return nil, nil, err
	}
	plan, err := assessment.PlanTo(std, report, assessment.Goal{Grade: grade})
	if err != nil {
		return nil, nil, &Problem{Code: Invalid, Words: err.Error()}
	}
	return plan, report, nil
}
