package papers

import (
	"fmt"
	"strings"
)

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordNS    = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relNS     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relType   = relNS + "/"
	drawingNS = `xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
	packageNS = "http://schemas.openxmlformats.org/package/2006/"
	wordType  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

const contentTypes = xmlHead + `<Types xmlns="` + packageNS + `content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Default Extension="png" ContentType="image/png"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="` + wordType + `settings+xml"/>` +
	`<Override PartName="/word/fontTable.xml" ContentType="` + wordType + `fontTable+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="` + wordType + `footer+xml"/>` +
	`<Override PartName="/word/footer2.xml" ContentType="` + wordType + `footer+xml"/></Types>`

const packageRels = xmlHead + `<Relationships xmlns="` + packageNS + `relationships">` +
	`<Relationship Id="rId1" Type="` + relType + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="` + packageNS + `relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

// documentRels lacks its end, since a picture may follow.
const documentRels = xmlHead + `<Relationships xmlns="` + packageNS + `relationships">` +
	`<Relationship Id="rIdStyles" Type="` + relType + `styles" Target="styles.xml"/>` +
	`<Relationship Id="rIdSettings" Type="` + relType + `settings" Target="settings.xml"/>` +
	`<Relationship Id="rIdFonts" Type="` + relType + `fontTable" Target="fontTable.xml"/>` +
	`<Relationship Id="rIdOdd" Type="` + relType + `footer" Target="footer1.xml"/>` +
	`<Relationship Id="rIdEven" Type="` + relType + `footer" Target="footer2.xml"/>`

const settingsPart = xmlHead + `<w:settings xmlns:w="` + wordNS + `"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>` +
	`<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

// footerPart is “— 1 —”, one character away from the outer edge.
func footerPart(side string) string {
	return xmlHead + `<w:ftr xmlns:w="` + wordNS + `">` +
		paragraph(styleFooter, `<w:ind w:`+side+`="280"/><w:jc w:val="`+side+`"/>`,
			runs("— ")+`<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>`+runs(" —")) + `</w:ftr>`
}

// font is a typeface that official papers ask for.
type font string

const (
	fontTitle font = "方正小标宋简体"
	fontBody  font = "仿宋_GB2312"
	fontKai   font = "楷体_GB2312"
	fontHei   font = "黑体"
	fontSong  font = "宋体"
)

// others is what a machine without the font takes in its place.
func (f font) others() string {
	switch f {
	case fontTitle:
		return "方正小标宋_GBK,小标宋,华文中宋,宋体"
	case fontBody:
		return "仿宋,方正仿宋_GBK,FangSong"
	case fontKai:
		return "楷体,方正楷体_GBK,KaiTi"
	case fontHei:
		return "方正黑体_GBK,SimHei"
	case fontSong:
		return "SimSun,新宋体"
	}
	return ""
}

func (f font) runFonts() string {
	return fmt.Sprintf(`<w:rFonts w:hint="eastAsia" w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[1]s" w:cs="%[1]s"/>`, f)
}

func fontsPart() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:fonts xmlns:w="` + wordNS + `">`)
	for _, f := range []font{fontTitle, fontBody, fontKai, fontHei, fontSong} {
		fmt.Fprintf(&b, `<w:font w:name="%s"><w:altName w:val="%s"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>`, f, f.others())
	}
	b.WriteString(`</w:fonts>`)
	return b.String()
}
