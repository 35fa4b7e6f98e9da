package papers

import (
	"fmt"
	"strings"
)

// style is a paragraph style of the documents, by its identifier. Whoever edits a draft
// changes the style once instead of every paragraph.
type style string

const (
	stylePlain       style = "Normal"
	styleBody        style = "OfficialBody"     // 3号仿宋, two characters in
	styleLetterhead  style = "Letterhead"       // 发文机关标志
	styleNumber      style = "DocumentNumber"   // 发文字号 over the red line
	styleTitle       style = "OfficialTitle"    // 2号小标宋
	styleMark        style = "DraftMark"        // （代拟稿）
	styleAddressee   style = "Addressee"        // 主送机关
	styleAnnexList   style = "AnnexList"        // 附件说明
	styleHeading1    style = "OfficialHeading1" // 一、
	styleHeading2    style = "OfficialHeading2" // （一）
	styleSigned      style = "Signed"           // 署名、成文日期
	styleAnnex       style = "Annex"            // “附件1”
	styleNote        style = "TableNote"        // under tables and for warnings
	styleTable       style = "TableText"
	styleTableCenter style = "TableCenter"
	styleTableHead   style = "TableHead"
	styleFooter      style = "PageNumber"
	styleAward       style = "AwardTitle" // 命名证书
	styleAwardName   style = "AwardName"
	styleAwardText   style = "AwardText"
	styleAwardSmall  style = "AwardSmall"
)

// styleLook is what a style looks like.
type styleLook struct {
	id     style
	name   string // as the word processor lists it
	font   font
	size   int    // half points
	align  string // both, center, left or right
	first  int    // indent of the first line, in characters
	line   int    // exact height of a line; 0 for what the font needs
	before int    // room above
	color  string
	level  int // in the outline, from 1; 0 for none
	keep   bool
	border string // pBdr
}

func styleLooks() []styleLook {
	const red = "FF0000"
	return []styleLook{
		{id: stylePlain, name: "Normal", font: fontBody, size: 32, align: "both", line: line},
		{id: styleBody, name: "公文正文", font: fontBody, size: 32, align: "both", first: 2, line: line},
		{id: styleLetterhead, name: "发文机关标志", font: fontTitle, size: 72, align: "center", before: twips(35), color: red},
		{
			id: styleNumber, name: "发文字号", font: fontBody, size: 32, align: "center", line: line,
			border: `<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="` + red + `"/></w:pBdr>`,
		},
		{id: styleTitle, name: "公文标题", font: fontTitle, size: 44, align: "center", line: 660, keep: true},
		{id: styleMark, name: "文稿标记", font: fontKai, size: 32, align: "center", line: line},
		{id: styleAddressee, name: "主送机关", font: fontBody, size: 32, align: "left", line: line},
		{id: styleAnnexList, name: "附件说明", font: fontBody, size: 32, align: "left", line: line, keep: true},
		{id: styleHeading1, name: "公文一级标题", font: fontHei, size: 32, align: "both", first: 2, line: line, level: 1, keep: true},
		{id: styleHeading2, name: "公文二级标题", font: fontKai, size: 32, align: "both", first: 2, line: line, level: 2, keep: true},
		{id: styleSigned, name: "署名日期", font: fontBody, size: 32, align: "right", line: line, keep: true},
		{id: styleAnnex, name: "附件标记", font: fontHei, size: 32, align: "left", line: line, keep: true},
		{id: styleNote, name: "表注", font: fontBody, size: 24, align: "both", line: 360},
		{id: styleTable, name: "表格文字", font: fontBody, size: 24, align: "left", line: 320},
		{id: styleTableCenter, name: "表格居中", font: fontBody, size: 24, align: "center", line: 320},
		{id: styleTableHead, name: "表头", font: fontHei, size: 24, align: "center", line: 320},
		{id: styleFooter, name: "公文页码", font: fontSong, size: 28, align: "center", line: 360},
		{id: styleAward, name: "证书标题", font: fontTitle, size: 96, align: "center", color: "C00000", line: 1200},
		{id: styleAwardName, name: "证书称号", font: fontTitle, size: 64, align: "center", color: "C00000", line: 900},
		{id: styleAwardText, name: "证书正文", font: fontBody, size: 36, align: "both", first: 2, line: 600},
		{id: styleAwardSmall, name: "证书小字", font: fontBody, size: 24, align: "left", line: 360},
	}
}

func stylesPart() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles xmlns:w="` + wordNS + `"><w:docDefaults><w:rPrDefault><w:rPr>` + fontBody.runFonts() +
		`<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`)
	for _, look := range styleLooks() {
		b.WriteString(look.xml())
	}
	b.WriteString(`</w:styles>`)
	return b.String()
}

// xml is the style with its properties in the order of the schema. The page declares the
// grid of 22 lines and 28 characters; the styles keep to it by themselves (579 twentieths
// of a point a line, a quarter of a point less between 3号 characters), because word
// processors snap to a grid in different ways.
func (l styleLook) xml() string {
	var b strings.Builder
	kind := `w:type="paragraph" w:customStyle="1"`
	based := `<w:basedOn w:val="` + string(stylePlain) + `"/>`
	if l.id == stylePlain {
		kind, based = `w:type="paragraph" w:default="1"`, ""
	}
	fmt.Fprintf(&b, `<w:style %s w:styleId="%s"><w:name w:val="%s"/>%s<w:qFormat/><w:pPr>`, kind, l.id, l.name, based)
	if l.keep {
		b.WriteString(`<w:keepNext/>`)
	}
	b.WriteString(l.border + `<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>`)
	height := `w:lineRule="auto" w:line="240"`
	if l.line > 0 {
		height = fmt.Sprintf(`w:lineRule="exact" w:line="%d"`, l.line)
	}
	fmt.Fprintf(&b, `<w:spacing w:before="%d" w:after="0" %s/>`, l.before, height)
	if l.first > 0 {
		fmt.Fprintf(&b, `<w:ind w:firstLineChars="%d" w:firstLine="%d"/>`, l.first*100, l.first*l.size*10)
	}
	fmt.Fprintf(&b, `<w:jc w:val="%s"/>`, l.align)
	if l.level > 0 {
		fmt.Fprintf(&b, `<w:outlineLvl w:val="%d"/>`, l.level-1)
	}
	b.WriteString(`</w:pPr><w:rPr>` + l.font.runFonts())
	if l.color != "" {
		b.WriteString(`<w:color w:val="` + l.color + `"/>`)
	}
	if l.size == 32 {
		b.WriteString(`<w:spacing w:val="-5"/>`)
	}
	fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr></w:style>`, l.size, l.size)
	return b.String()
}
