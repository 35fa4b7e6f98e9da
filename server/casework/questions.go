package casework

import (
	"cmp"
	"context"
	"slices"

	"zhanping/evidence"
	"zhanping/server/records"
	"zhanping/standards"
)

// Question is a fact that is asked of a station, once for all standards (填报项).
type Question struct {
	Path     string     `json:"path" doc:"事实的路径"`
	Title    string     `json:"title" doc:"名称"`
	Help     string     `json:"help" doc:"填写说明"`
	Type     string     `json:"type" enum:"boolean,integer,number,string,date,list,document,photo" doc:"种类"`
	ItemType string     `json:"item_type" doc:"列表各项的种类"`
	Members  []Question `json:"members" doc:"列表各项由哪些内容组成" nullable:"false"`
	Unit     string     `json:"unit" doc:"单位"`
	Enum     []string   `json:"enum" doc:"可选的内容" nullable:"false"`
	Minimum  string     `json:"minimum" doc:"最小"`
	Maximum  string     `json:"maximum" doc:"最大"`
	Sources  []string   `json:"sources" doc:"须有这些种类之一的依据；空为可以自填" nullable:"false"`
	Readers  []Reader   `json:"readers" doc:"哪些标准的哪些条目要用" nullable:"false"`
}

// Reader is a standard that reads a fact, and by which items.
type Reader struct {
	Standard string   `json:"standard" doc:"标准，写作 编号@版本"`
	Title    string   `json:"title" doc:"标准的名称"`
	Items    []string `json:"items" doc:"条目编号" nullable:"false"`
}

// QuestionGroup is a part of the form.
type QuestionGroup struct {
	Path      string     `json:"path" doc:"路径"`
	Title     string     `json:"title" doc:"名称"`
	Help      string     `json:"help" doc:"说明"`
	Questions []Question `json:"questions" doc:"各填报项" nullable:"false"`
}

// Questions is what the standards that apply to a station ask of it, section by section: every fact
// that one of them reads, once.
func (s *Service) Questions(ctx context.Context, who Actor, stationID string) ([]QuestionGroup, error) {
	station, err := get[records.Station](s.read(ctx), stationID, "单位")
	if err != nil {
		return nil, err
	}
	if err := s.allow(ctx, who, "bundle.read", resourceOf(station)); err != nil {
		return nil, err
	}
	readers, err := s.readers(station)
	if err != nil {
		return nil, err
	}
	var groups []QuestionGroup
	for _, section := range s.sets.Current().Schema().Sections() {
		group := QuestionGroup{Path: section.Path, Title: cmp.Or(section.Title, "其他"), Help: section.Help}
		for _, fact := range section.Facts {
			if len(readers[fact.Path]) > 0 {
				group.Questions = append(group.Questions, questionOf(fact, readers[fact.Path]))
			}
		}
		if len(group.Questions) > 0 {
			groups = append(groups, group)
		}
	}
	return groups, nil
}

// readers is, for each fact, the standards that apply to a station and read it.
func (s *Service) readers(station records.Station) (map[string][]Reader, error) {
	sets, today := s.sets.Current(), s.today()
	applicable, err := sets.Catalogue().Applicable(station.Kind, station.Level, today)
	if err != nil {
		return nil, err
	}
	readers := map[string][]Reader{}
	for _, std := range applicable {
		variant, judge, err := sets.Bind(std, station.Level, station.Region, today)
		if err != nil {
			return nil, err
		}
		for _, item := range itemsOf(variant) {
			for _, path := range judge.Reads(item) {
				readers[path] = readBy(readers[path], std, item)
			}
		}
	}
	return readers, nil
}

func itemsOf(std *standards.Standard) []string {
	var ids []string
	for _, chapter := range std.Chapters {
		for i := range chapter.Items {
			ids = append(ids, chapter.Items[i].ID)
		}
	}
	return ids
}

func readBy(readers []Reader, std *standards.Standard, item string) []Reader {
	if n := len(readers); n > 0 && readers[n-1].Standard == std.Ref() {
		if !slices.Contains(readers[n-1].Items, item) {
			readers[n-1].Items = append(readers[n-1].Items, item)
		}
		return readers
	}
	return append(readers, Reader{Standard: std.Ref(), Title: std.Title, Items: []string{item}})
}

func questionOf(fact evidence.Fact, readers []Reader) Question {
	q := Question{
		Path: fact.Path, Title: fact.Title, Help: fact.Help, Type: fact.Type, ItemType: fact.ItemType, Unit: fact.Unit,
		Enum: fact.Enum, Minimum: fact.Minimum, Maximum: fact.Maximum, Sources: fact.Sources, Readers: readers, Members: []Question{},
	}
	for _, member := range fact.Members {
		q.Members = append(q.Members, questionOf(member, nil))
	}
	for _, list := range []*[]string{&q.Enum, &q.Sources} {
		if *list == nil {
			*list = []string{}
		}
	}
	if q.Readers == nil {
		q.Readers = []Reader{}
	}
	return q
}
