package papers

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"strings"
)

// Certificate is the certificate of a station that was named (命名证书), one A4 landscape
// page.
type Certificate struct {
	Occasion
	Station  string
	Title    string // the title awarded: “示范型退役军人服务站”
	Number   string // of the certificate
	Issued   Day
	Until    Day    // the last day of validity; "" where none is laid down
	QR       []byte // a PNG with the signed result card; nil for none
	Verified string // Chinese: how to verify, under the QR code
}

// WriteDOCX writes the certificate. It returns Faults, before the first byte, where
// something is lacking, the picture is no PNG or a text holds a personal number.
func (c Certificate) WriteDOCX(w io.Writer) error {
	if err := c.check(); err != nil {
		return err
	}
	p := tablePage()
	p.top, p.bottom, p.left, p.right = twips(25), twips(22), twips(32), twips(32)
	p.numbered, p.framed = false, true
	d := newDocx(w, c.Station+"命名证书", p, c.QR)
	d.text(styleAward, "命名证书")
	d.raw(paragraph(styleAwardText, `<w:ind w:firstLineChars="0" w:firstLine="0"/>`, runs(c.Station+"：")))
	d.text(styleAwardText, fmt.Sprintf("经依据%s评定，你单位在%s评定中达到规定条件，现命名为", c.standard(), c.Batch))
	d.text(styleAwardName, c.Title)
	d.text(styleAwardText, c.validity())
	d.raw(c.foot(p))
	d.text(styleAwardSmall, labelled("说明：", c.note()))
	return d.close()
}

func (c Certificate) check() error {
	var f faults
	c.Occasion.check(&f)
	f.need("单位", c.Station)
	f.need("命名称号", c.Title)
	f.need("证书编号", c.Number)
	f.period("证书有效期", c.Issued, c.Until)
	f.text("单位", c.Station)
	f.text("命名称号", c.Title)
	f.text("证书编号", c.Number)
	f.text("核验说明", c.Verified)
	if c.QR != nil {
		if _, err := png.DecodeConfig(bytes.NewReader(c.QR)); err != nil {
			f.add("二维码", "不是 PNG 图片", "请重新生成二维码后再打印证书")
		}
	}
	return f.err()
}

func (c Certificate) validity() string {
	text := "期内复核不合格的，按规定限期整改或者摘牌。"
	if c.Until == "" {
		return text
	}
	if c.Issued == "" {
		return "有效期至" + c.Until.words() + "，" + text
	}
	return "有效期自" + period(c.Issued, c.Until) + "，" + text
}

func (c Certificate) note() string {
	if c.Draft {
		return draftNote
	}
	return ""
}

// foot is the picture with the number on the left and the signature on the right, in a
// table without lines.
func (c Certificate) foot(p page) string {
	var left strings.Builder
	if c.QR != nil {
		left.WriteString(paragraph(styleAwardSmall, `<w:spacing w:line="240" w:lineRule="auto"/>`, inline(25, "核验二维码")))
	}
	left.WriteString(paragraph(styleAwardSmall, "", runs("证书编号："+c.Number)))
	if c.Verified != "" {
		left.WriteString(paragraph(styleAwardSmall, "", runs(c.Verified)))
	}
	center := `<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>`
	right := paragraph(styleAwardText, center, runs(c.Bureau)) + paragraph(styleAwardText, center, runs(c.Issued.words()))
	half := p.room() / 2
	cell := func(content string) string {
		return fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>%s</w:tc>`, half, content)
	}
	return fmt.Sprintf(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="%d"/><w:gridCol w:w="%d"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>%s%s</w:tr></w:tbl>`,
		2*half, half, half, cell(left.String()), cell(right))
}
