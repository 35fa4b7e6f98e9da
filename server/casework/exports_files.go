package casework

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"time"

	"zhanping/assessment"
	"zhanping/internal/papers"
	"zhanping/internal/regions"
	"zhanping/internal/report"
	"zhanping/internal/workbook"
	"zhanping/server/records"
	"zhanping/server/store"
)

// scoreSheets writes the filled score sheet of one case, or those of all in an archive.
func (e *export) scoreSheets(w io.Writer) error {
	if e.only != nil {
		return e.eachCase(func(d dossier) error { return e.scoreSheet(w, d) })
	}
	return e.archive(w, func(add func(name string) (io.Writer, error)) error {
		return e.eachCase(func(d dossier) error {
			to, err := add(d.station.Code + " " + d.station.Name + "评分表.xlsx")
			if err != nil {
				return err
			}
			return e.scoreSheet(to, d)
		})
	})
}

func (e *export) scoreSheet(w io.Writer, d dossier) error {
	if d.RevisionID == "" {
		return refuse(WrongStage, "这一件还没有申报，没有评分表")
	}
	judged, err := e.s.judgeCase(e.ctx, e.tx, d, nil)
	if err != nil {
		return err
	}
	schema := e.s.sets.Current().Schema()
	return report.Write(w, "xlsx", report.Set{AsOf: judged.AsOf, Reports: []*assessment.Report{judged}, FactTitle: func(path string) string {
		fact, _ := schema.Fact(path)
		return fact.Title
	}})
}

// archive writes files into a zip archive, one behind the other.
func (e *export) archive(w io.Writer, fill func(add func(string) (io.Writer, error)) error) error {
	archive := zip.NewWriter(w)
	// One moment for all, so that the same documents give the same archive.
	moment := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	err := fill(func(name string) (io.Writer, error) {
		return archive.CreateHeader(&zip.FileHeader{Name: fileName(name), Method: zip.Store, Modified: moment})
	})
	if err != nil {
		return err
	}
	return archive.Close()
}

// certificates writes the certificate of a case that was named, or those of all in an archive.
func (e *export) certificates(w io.Writer) error {
	of := []store.Condition{store.Equal("batch_id", e.batch.ID), store.Equal("withdrawn", ""), store.StartsWith("region", regions.Prefix(e.region))}
	if e.only != nil {
		of = append(of, store.Equal("case_id", e.only.ID))
	}
	awards, err := store.List[records.Award](e.tx, store.Query{Where: of, Order: []string{"region", "id"}})
	if err != nil {
		return err
	}
	if len(awards) == 0 {
		return refuse(WrongStage, "还没有命名的单位，没有证书可以生成")
	}
	e.run.Total(len(awards))
	if e.only != nil {
		return e.certificate(w, awards[len(awards)-1])
	}
	return e.archive(w, func(add func(string) (io.Writer, error)) error {
		for _, award := range awards {
			to, err := add(award.Number + " 命名证书.docx")
			if err != nil {
				return err
			}
			if err := e.certificate(to, award); err != nil {
				return err
			}
		}
		return nil
	})
}

// modulePixels is how wide one square of a QR code on a certificate is.
const modulePixels = 8

func (e *export) certificate(w io.Writer, award records.Award) error {
	e.in.Paper.Bureau = award.Issuer // who signs it, whatever the region is called
	occasion, err := e.occasion()
	if err != nil {
		return err
	}
	station, err := store.Get[records.Station](e.tx, award.StationID)
	if err != nil {
		return err
	}
	c := papers.Certificate{
		Occasion: occasion, Station: station.Name, Title: award.Title, Number: award.Number,
		Issued: papers.Day(award.IssuedOn), Until: papers.Day(award.ValidUntil),
	}
	if award.Card != "" {
		issued, err := store.Get[records.Card](e.tx, award.CardID)
		switch {
		case errors.Is(err, store.ErrNotFound): // newer than a backup that was restored
		case err != nil:
			return err
		default:
			c.Issued = papers.Day(issued.IssuedOn) // a title that was kept has a new card; both say the same day
		}
		c.Verified = "扫描二维码核验：有效、已到期或已摘牌，以核验结果为准。"
		if c.QR, err = e.s.drawCard(award, modulePixels); err != nil {
			return fmt.Errorf("draw the card of %s: %w", award.ID, err)
		}
	}
	if err := c.WriteDOCX(w); err != nil {
		return err
	}
	return e.step()
}

// stations writes the list of a region's stations, which can be read in again.
func (e *export) stations(w io.Writer) error {
	of := []store.Condition{store.StartsWith("region", regions.Prefix(e.region)), store.Equal("closed", false)}
	total, err := store.Count[records.Station](e.tx, of...)
	if err != nil {
		return err
	}
	e.run.Total(int(total))
	parents := map[string]string{}
	rows := seq(func(yield func(workbook.StationRow) error) error {
		return store.Each(e.tx, store.Query{Where: of, Order: []string{"region", "id"}}, func(station *records.Station) error {
			parent, err := e.parent(parents, station.ParentID)
			if err != nil {
				return err
			}
			if err := yield(workbook.StationRow{
				Code: station.Code, Name: station.Name, Kind: station.Kind, Level: station.Level, Region: station.Region,
				USCC: station.USCC, Parent: parent,
			}); err != nil {
				return err
			}
			return e.step()
		})
	})
	return workbook.WriteStations(w, workbook.Format(e.format), rows)
}

// parent is the code of a station's parent; each is looked up once.
func (e *export) parent(known map[string]string, id string) (string, error) {
	if code, found := known[id]; found || id == "" {
		return code, nil
	}
	station, err := store.Get[records.Station](e.tx, id)
	known[id] = station.Code
	return station.Code, err
}
