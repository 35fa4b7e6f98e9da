package papers

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"zhanping/standards"
)

// Ranking is the ranking of a whole batch (汇总排名).
type Ranking struct {
	Occasion
	Chapters []string // titles of the chapters whose sums are shown
	Quotas   []Quota
	// Places gives the stations by rank, those that are not ranked last. It is gone
	// through once and may read from a database; its error ends the writing.
	Places iter.Seq2[Place, error]
}

// WriteXLSX writes the ranking as a spreadsheet; memory does not grow with the number of
// stations. Totals stand twice, exactly as text and as a number to sort by. Ranks that
// go down, or a station with other chapters, are an error.
func (r Ranking) WriteXLSX(w io.Writer) error {
	var f faults
	r.check(&f)
	if err := f.err(); err != nil {
		return err
	}
	s := xlsxSheet{
		name:  "汇总排名",
		title: r.Batch + "评定汇总排名",
		notes: []string{
			strings.Join(filled("依据标准："+r.standard(), labelled("评定时间：", period(r.From, r.To)), "制表单位："+r.Bureau), "    "),
			"“总分（精确）”是准确值，除不尽的写成分数；“总分（数值）”供排序和统计，截去第四位以后的小数（不进位），不作为定等定级的依据。",
		},
		columns: []xlsxColumn{
			{"名次", 11, true},
			{"单位", 34, false},
			{"区域", 24, false},
			{"总分（精确）", 14, true},
			{"总分（数值）", 11, true},
			{"等级", 12, true},
			{"名额", 12, true},
		},
	}
	if len(r.Quotas) > 0 {
		var words []string
		for _, q := range r.Quotas {
			words = append(words, q.words())
		}
		s.notes = append(s.notes, "名额："+strings.Join(words, "；")+"。红色粗线是名额线。")
	}
	if r.Draft {
		s.notes = append(s.notes, draftNote)
	}
	for _, chapter := range r.Chapters {
		s.columns = append(s.columns, xlsxColumn{chapter, 11, true})
	}
	s.columns = append(s.columns, xlsxColumn{"并列与名次说明", 34, false})
	return s.write(w, r.rows())
}

// rows looks one station ahead, since ties and the line of a quota show only then.
func (r Ranking) rows() iter.Seq2[xlsxRow, error] {
	return func(yield func(xlsxRow, error) bool) {
		var held *Place
		before := 0 // the rank above the one held
		for p, err := range r.Places {
			if err == nil {
				err = r.follows(held, p)
			}
			if err != nil {
				yield(xlsxRow{}, err)
				return
			}
			if held != nil {
				if !yield(r.row(*held, before, &p), nil) {
					return
				}
				before = held.Rank
			}
			held = &p
		}
		if held != nil {
			yield(r.row(*held, before, nil), nil)
		}
	}
}

// follows tells whether a station may stand under another.
func (r Ranking) follows(above *Place, p Place) error {
	if len(p.Chapters) != len(r.Chapters) {
		return fmt.Errorf("“%s”有 %d 个大项得分，表头是 %d 个", plain(p.Station), len(p.Chapters), len(r.Chapters))
	}
	if above == nil || p.Rank == 0 || above.Rank != 0 && p.Rank >= above.Rank {
		return nil
	}
	return errors.New("名次没有从前到后排列：“" + plain(p.Station) + "”应在“" + plain(above.Station) + "”之前")
}

func (r Ranking) row(p Place, above int, below *Place) xlsxRow {
	tied := p.Rank > 0 && (above == p.Rank || below != nil && below.Rank == p.Rank)
	cells := []any{any(p.Rank), p.Station, p.Region, p.exact(), numeric(p.Total), orDash(p.Grade), orDash(p.Quota)}
	if p.Rank == 0 || tied {
		cells[0] = rankWords(p.Rank, tied)
	}
	for _, points := range p.Chapters {
		cells = append(cells, pointsCell(points))
	}
	reasons := p.Reasons
	if p.Decided != "" {
		reasons = append([]string{p.Decided}, reasons...)
	}
	return xlsxRow{
		cells:      append(cells, strings.Join(reasons, "；")),
		underlined: p.Quota != "" && (below == nil || below.Quota != p.Quota),
	}
}

// exact is the total without any loss.
func (p Place) exact() string {
	if p.Possible == nil || p.Possible.Equal(p.Total) {
		return p.Total.String()
	}
	return p.Total.String() + "–" + p.Possible.String()
}

// numeric is the number that a cell can sort by, cut to four decimals.
func numeric(p standards.Points) any {
	text := p.Display(4)
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	return value
}

// filled leaves out empty texts.
func filled(texts ...string) []string {
	var list []string
	for _, text := range texts {
		if text != "" {
			list = append(list, text)
		}
	}
	return list
}

// labelled is a text with what it is, nothing where there is none.
func labelled(label, text string) string {
	if text == "" {
		return ""
	}
	return label + text
}
