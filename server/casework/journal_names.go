package casework

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"zhanping/internal/journal"
	"zhanping/server/records"
	"zhanping/server/store"
)

// JournalLine is an entry with the names that its ids have now. The journal itself holds no name, so
// that nobody has to be struck out of it.
type JournalLine struct {
	journal.Entry
	Name  string // of the actor; "" where the system itself acted
	About string // what the subject, or the station or batch that it belongs to, is called
}

// concern is a record whose name tells what an entry is about.
type concern struct{ kind, id string }

// concernOf is the subject itself where it has a name, and otherwise what its detail says it belongs to.
func concernOf(e journal.Entry) (concern, error) {
	if _, known := namesOf[e.Kind]; known {
		return concern{e.Kind, e.Subject}, nil
	}
	var detail map[string]any
	if err := json.Unmarshal(e.Detail, &detail); err != nil {
		return concern{}, fmt.Errorf("read journal entry %d: %w", e.Seq, err)
	}
	for _, kind := range []string{"case", "station", "person", "batch"} {
		if id, ok := detail[kind].(string); ok && id != "" {
			return concern{kind, id}, nil
		}
	}
	return concern{}, nil
}

// namesOf finds the names of the records of a kind.
var namesOf = map[string]func(tx *store.Tx, ids []string) (map[string]string, error){
	"person":  namesFrom(func(p records.Person) (string, string) { return p.ID, p.Name }),
	"station": namesOfStations,
	"batch":   namesFrom(func(b records.Batch) (string, string) { return b.ID, b.Title }),
	"set":     namesOfSets,
	"case":    namesOfCases,
}

func namesFrom[T any](name func(T) (id, name string)) func(*store.Tx, []string) (map[string]string, error) {
	return func(tx *store.Tx, ids []string) (map[string]string, error) {
		found, err := store.List[T](tx, store.Query{Where: []store.Condition{store.Among("id", ids)}})
		names := make(map[string]string, len(found))
		for _, record := range found {
			id, words := name(record)
			names[id] = words
		}
		return names, err
	}
}

var namesOfStations = namesFrom(func(s records.Station) (string, string) { return s.ID, s.Name })

// namesOfSets does not read their files.
func namesOfSets(tx *store.Tx, ids []string) (map[string]string, error) {
	sets, err := tx.RuleSets(store.Query{Where: []store.Condition{store.Among("id", ids)}})
	names := make(map[string]string, len(sets))
	for _, set := range sets {
		names[set.ID] = strings.TrimSpace(set.Title + " " + set.Ref)
	}
	return names, err
}

// namesOfCases calls a case by its station.
func namesOfCases(tx *store.Tx, ids []string) (map[string]string, error) {
	cases, err := store.List[records.Case](tx, store.Query{Where: []store.Condition{store.Among("id", ids)}})
	if err != nil {
		return nil, err
	}
	stations := make([]string, len(cases))
	for i, c := range cases {
		stations[i] = c.StationID
	}
	found, err := namesOfStations(tx, stations)
	names := make(map[string]string, len(cases))
	for _, c := range cases {
		names[c.ID] = found[c.StationID]
	}
	return names, err
}

// named gives the entries of a page their names, with one query for each kind of record.
func named(tx *store.Tx, found []journal.Entry) ([]JournalLine, error) {
	wanted := map[string][]string{} // ids by kind
	about := make([]concern, len(found))
	for i, e := range found {
		var err error
		if about[i], err = concernOf(e); err != nil {
			return nil, err
		}
		wanted["person"] = append(wanted["person"], e.Actor)
		if about[i].kind != "" {
			wanted[about[i].kind] = append(wanted[about[i].kind], about[i].id)
		}
	}
	names := map[string]string{} // by id
	for kind, ids := range wanted {
		some, err := namesOf[kind](tx, ids)
		if err != nil {
			return nil, err
		}
		maps.Copy(names, some)
	}
	lines := make([]JournalLine, len(found))
	for i, e := range found {
		lines[i] = JournalLine{Entry: e, Name: names[e.Actor], About: names[about[i].id]}
	}
	return lines, nil
}
