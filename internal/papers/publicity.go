package papers

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
)

// Publicity is the list that is shown to everybody (公示). It has no place for persons:
// it names stations and their grades, and a personal number in any of its texts is
// refused rather than masked, because differently masked lists can be put together again.
type Publicity struct {
	Occasion
	Title    string // "" makes one of the occasion
	Opens    Day    // 公示期
	Closes   Day
	Contact  string // how to object: office, address and the office's telephone
	Stations []PublicStation
	Date     Day // 成文日期; "" leaves room for it
}

// PublicStation is all that is published about a station.
type PublicStation struct {
	Name   string
	Region string
	Grade  string
}

// check goes through everything before the first byte is written.
func (p Publicity) check() error {
	var f faults
	p.Occasion.check(&f)
	f.period("公示期", p.Opens, p.Closes)
	f.day("成文日期", p.Date)
	f.need("异议受理方式", p.Contact)
	f.text("标题", p.Title)
	f.text("异议受理方式", p.Contact)
	if len(p.Stations) == 0 {
		f.add("公示名单", "没有单位", "请先确定评定结果，再生成公示")
	}
	for i, s := range p.Stations {
		row := fmt.Sprintf("公示名单第 %d 行", i+1)
		f.need(row+"单位", s.Name)
		f.text(row+"单位", s.Name)
		f.text(row+"区域", s.Region)
		f.text(row+"等级", s.Grade)
	}
	return f.err()
}

func (p Publicity) title() string { return strings.Join(p.titleParts(), "") }

// titleParts is the title, cut where a line may break.
func (p Publicity) titleParts() []string {
	if p.Title != "" {
		return []string{p.Title}
	}
	return []string{"关于" + p.Batch, "评定结果的公示"}
}

// lines is the text above the list.
func (p Publicity) lines() []string {
	when := ""
	if p.Opens != "" || p.Closes != "" {
		when = "公示期为" + period(p.Opens, p.Closes) + "。"
	}
	lines := []string{
		fmt.Sprintf("根据%s，%s组织开展了%s评定，现将%d个单位的评定结果予以公示。", p.standard(), p.Bureau, p.Batch, len(p.Stations)),
		when + "对公示内容有异议的，请在公示期内向" + p.Bureau + "反映。受理方式：" + strings.TrimRight(p.Contact, "。") + "。",
	}
	if p.Draft {
		lines = append(lines, "说明："+draftNote)
	}
	return lines
}

// WriteDOCX writes the list laid out by GB/T 9704-2012. Like the other formats it returns
// Faults, before the first byte, where the list may not be published.
func (p Publicity) WriteDOCX(w io.Writer) error {
	if err := p.check(); err != nil {
		return err
	}
	d := newDocx(w, p.title(), officialPage(), nil)
	d.title(p.titleParts()...)
	d.blank(1)
	for _, text := range p.lines() {
		d.texts(styleBody, text)
	}
	d.blank(1)
	t := d.table([]docxColumn{{"序号", 12, true}, {"单位", 46, false}, {"区域", 28, false}, {"评定结果", 18, true}})
	for i, s := range p.Stations {
		t.row(fmt.Sprint(i+1), s.Name, s.Region, orDash(s.Grade))
	}
	t.end()
	d.signature(p.Bureau, p.Date)
	return d.close()
}

// WriteXLSX writes the list as a spreadsheet.
func (p Publicity) WriteXLSX(w io.Writer) error {
	if err := p.check(); err != nil {
		return err
	}
	s := xlsxSheet{
		name: "公示名单", title: p.title(), notes: append(p.lines(), p.Bureau+"    "+p.Date.words()),
		columns: []xlsxColumn{{"序号", 8, true}, {"单位", 46, false}, {"区域", 36, false}, {"评定结果", 20, true}},
	}
	return s.write(w, func(yield func(xlsxRow, error) bool) {
		for i, one := range p.Stations {
			if !yield(xlsxRow{cells: []any{float64(i + 1), one.Name, one.Region, orDash(one.Grade)}}, nil) {
				return
			}
		}
	})
}

//go:embed publicity.html
var publicityPage string

// WriteHTML writes the list as one page without script, picture or request.
func (p Publicity) WriteHTML(w io.Writer) error {
	if err := p.check(); err != nil {
		return err
	}
	page, err := template.New("publicity.html").Funcs(template.FuncMap{
		"plain": plain, "orDash": orDash, "number": func(i int) int { return i + 1 },
	}).Parse(publicityPage)
	if err != nil {
		return err
	}
	return page.Execute(w, map[string]any{
		"Title": p.title(), "Lines": p.lines(), "Stations": p.Stations, "Bureau": p.Bureau, "Date": p.Date.words(),
	})
}
