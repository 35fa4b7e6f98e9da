package demo

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"zhanping/evidence"
	"zhanping/server/casework"
	"zhanping/server/records"
)

// station is a unit of the demonstration with its evidence as its clerk writes it.
type station struct {
	subject evidence.Subject
	before  string // what it said the year before; "" where it took no part then
	text    string
	id      string
}

// filling is the station whose clerk has a place of their own in the demonstration.
const filling = "incomplete-town"

// modelTown is the sample that the invented towns are like.
const modelTown = "exemplary-town"

// enterStations enters the samples and the invented towns with those who fill in for them.
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
		if folder.Name() == filling {
			own += l.expiring()
		}
		if err := l.enterStation(ctx, "", own); err != nil {
			return fmt.Errorf("%s: %w", folder.Name(), err)
		}
		if folder.Name() == modelTown {
			if err := l.enterTowns(ctx, own); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *loader) enterTowns(ctx context.Context, model string) error {
	for _, town := range towns {
		text, err := town.like(model, town.lacks)
		if err != nil {
			return fmt.Errorf("%s: %w", town.code, err)
		}
		before := ""
		if town.lacked != "" {
			if before, err = town.like(model, town.lacked); err != nil {
				return fmt.Errorf("%s: %w", town.code, err)
			}
			before = yearBefore(before)
		}
		if err := l.enterStation(ctx, before, text); err != nil {
			return fmt.Errorf("%s: %w", town.code, err)
		}
	}
	return nil
}

// expiring is a document that is about to expire on whatever day the demonstration is looked at.
func (l *loader) expiring() string {
	return fmt.Sprintf("  legal:\n    agreement: {title: 法律顾问服务协议, date: %s, valid_until: %s}\n    duty_12m: 12\n", l.day(-345), l.day(20))
}

// ownPart is evidence without the findings of inspectors, which a station does not write.
func ownPart(text string) string {
	for _, key := range []string{"\nfindings:", "\n人工评定:"} {
		text, _, _ = strings.Cut(text, key)
	}
	return strings.TrimRight(text, "\n") + "\n"
}

// enterStation enters the subject of a bundle.
func (l *loader) enterStation(ctx context.Context, before, text string) error {
	bundle, err := evidence.Read(evidence.BundleFile, []byte(text), evidence.Options{Schema: evidence.DefaultSchema()})
	if err != nil {
		return err
	}
	kept, err := l.entered(ctx, bundle.Subject)
	if err != nil {
		return err
	}
	whose := whoFills(bundle.Subject.ID)
	if err := l.give(ctx, l.people[whose].Person.ID, casework.GrantInput{Role: "station", StationID: kept.ID}); err != nil {
		return err
	}
	if l.people[whose], err = l.work.Actor(ctx, l.people[whose].Person.ID); err != nil {
		return err
	}
	l.stations[kept.Code] = station{bundle.Subject, before, text, kept.ID}
	l.codes = append(l.codes, kept.Code)
	return nil
}

func whoFills(code string) string {
	if code == filling {
		return clerk
	}
	return clerks
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

// fillBefore has the towns that took part the year before say what they said then.
func (l *loader) fillBefore(ctx context.Context) error {
	for _, code := range l.codes {
		if one := l.stations[code]; one.before != "" {
			if err := l.fill(ctx, one, 0, one.before); err != nil {
				return fmt.Errorf("%s: %w", code, err)
			}
		}
	}
	return nil
}

// fillNow has every station say what it says now.
func (l *loader) fillNow(ctx context.Context) error {
	for _, code := range l.codes {
		one, after := l.stations[code], 0
		if one.before != "" {
			after = 1
		}
		if err := l.fill(ctx, one, after, one.text); err != nil {
			return fmt.Errorf("%s: %w", code, err)
		}
	}
	return nil
}

// fill saves a station's evidence where as many revisions as that are saved.
func (l *loader) fill(ctx context.Context, one station, after int, text string) error {
	who := l.people[whoFills(one.subject.ID)]
	kept, err := l.work.Station(ctx, who, one.id)
	if err != nil || kept.Revision != after {
		return err
	}
	l.changed = true
	_, err = l.work.SaveBundle(ctx, who, one.id, after, []byte(text))
	return err
}

// day is so many days after the day on which the demonstration is loaded; on a machine whose clock
// is late, after a day on which the year's work can have come as far as that.
func (l *loader) day(after int) string {
	today, err := time.Parse(time.DateOnly, max(l.app.Work.Today(), "2026-10-26"))
	if err != nil {
		panic(err) // a day of our own making
	}
	return today.AddDate(0, 0, after).Format(time.DateOnly)
}
