package demo

import (
	"context"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"zhanping/evidence"
	"zhanping/server/casework"
	"zhanping/server/records"
)

// station is a unit of the demonstration with its evidence as its clerk writes it.
type station struct {
	subject evidence.Subject
	text    string
	id      string
}

// filling is the station whose clerk has a place of their own in the demonstration.
const filling = "incomplete-town"

// towns are invented towns beside the samples, which show what exemplary-town shows: a batch needs more
// stations that reach a grade than there are samples.
var towns = []struct{ code, name, region string }{
	{"demo-town-wu", "示例县戊镇退役军人服务站", "330499105000"},
	{"demo-town-ji", "示例县己镇退役军人服务站", "330499106000"},
	{"demo-town-geng", "示例县庚镇退役军人服务站", "330499107000"},
}

// modelTown is the sample that the invented towns are like.
const modelTown = "exemplary-town"

func (l *loader) enterStations(ctx context.Context) error {
	folders, err := fs.ReadDir(l.samples, ".")
	if err != nil {
		return err
	}
	for _, folder := range folders {
		text, err := fs.ReadFile(l.samples, folder.Name()+"/"+evidence.BundleFile)
		if err != nil {
			return err
		}
		own := ownPart(string(text))
		if err := l.enterStation(ctx, own); err != nil {
			return fmt.Errorf("%s: %w", folder.Name(), err)
		}
		if folder.Name() != modelTown {
			continue
		}
		for _, town := range towns {
			if err := l.enterStation(ctx, like(own, town.code, town.name, town.region)); err != nil {
				return fmt.Errorf("%s: %w", town.code, err)
			}
		}
	}
	return nil
}

// ownPart is evidence without the findings of inspectors, which a station does not write.
func ownPart(text string) string {
	for _, key := range []string{"\nfindings:", "\n人工评定:"} {
		text, _, _ = strings.Cut(text, key)
	}
	return strings.TrimRight(text, "\n") + "\n"
}

var (
	codeLine   = regexp.MustCompile(`(?m)^  id: .*$`)
	nameLine   = regexp.MustCompile(`(?m)^  name: .*$`)
	regionLine = regexp.MustCompile(`(?m)^  region: .*$`)
)

// like is the same evidence of another subject. The subject comes first in a bundle.
func like(text, code, name, region string) string {
	for _, line := range []struct {
		form *regexp.Regexp
		with string
	}{{codeLine, "  id: " + code}, {nameLine, "  name: " + name}, {regionLine, `  region: "` + region + `"`}} {
		if at := line.form.FindStringIndex(text); at != nil {
			text = text[:at[0]] + line.with + text[at[1]:]
		}
	}
	return text
}

// enterStation enters the subject of a bundle and has its clerk save the evidence.
func (l *loader) enterStation(ctx context.Context, text string) error {
	bundle, err := evidence.Read(evidence.BundleFile, []byte(text), evidence.Options{Schema: evidence.DefaultSchema()})
	if err != nil {
		return err
	}
	kept, err := l.entered(ctx, bundle.Subject)
	if err != nil {
		return err
	}
	whose := clerks
	if bundle.Subject.ID == filling {
		whose = clerk
	}
	if err := l.give(ctx, l.people[whose].Person.ID, casework.GrantInput{Role: "station", StationID: kept.ID}); err != nil {
		return err
	}
	if l.people[whose], err = l.work.Actor(ctx, l.people[whose].Person.ID); err != nil {
		return err
	}
	l.stations[kept.Code] = station{bundle.Subject, text, kept.ID}
	if kept.Revision > 0 {
		return nil
	}
	l.changed = true
	_, err = l.work.SaveBundle(ctx, l.people[whose], kept.ID, 0, []byte(text))
	return err
}

// entered is the station of a subject, entered where it is not yet.
func (l *loader) entered(ctx context.Context, subject evidence.Subject) (records.Station, error) {
	found, err := l.work.Stations(ctx, l.people[higher], casework.StationFilter{Text: subject.ID, Closed: true})
	if err != nil {
		return records.Station{}, err
	}
	for _, one := range found {
		if one.Code == subject.ID {
			return one, nil
		}
	}
	l.changed = true
	return l.work.AddStation(ctx, l.people[higher], casework.StationInput{
		Code: subject.ID, Name: subject.Name, Kind: subject.Kind, Level: subject.Level, Region: subject.Region, Sample: subject.Sample,
	})
}
