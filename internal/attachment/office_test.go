package attachment_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"zhanping/internal/attachment"
)

const (
	excelMain = `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`
	wordMain  = `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	macroMain = `<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`
)

func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range parts {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// compound is a compound file with the streams and storages given, all empty, one beside the other.
func compound(names ...string) []byte {
	const sector, free, end = 512, 0xffffffff, 0xfffffffe
	le := binary.LittleEndian
	header := make([]byte, sector)
	copy(header, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le.PutUint16(header[24:], 0x3e)
	le.PutUint16(header[26:], 3)
	le.PutUint16(header[28:], 0xfffe)
	le.PutUint16(header[30:], 9)
	le.PutUint16(header[32:], 6)
	le.PutUint32(header[44:], 1) // one sector of FAT, the first; the directory follows
	le.PutUint32(header[48:], 1)
	le.PutUint32(header[56:], 4096)
	le.PutUint32(header[60:], end)
	le.PutUint32(header[68:], end)
	for at := 80; at < sector; at += 4 {
		le.PutUint32(header[at:], free)
	}
	sectors := len(names)/4 + 1
	fat := bytes.Repeat([]byte{0xff}, sector)
	le.PutUint32(fat, 0xfffffffd)
	for i := range sectors {
		le.PutUint32(fat[4*(i+1):], uint32(i+2))
	}
	le.PutUint32(fat[4*sectors:], end)
	directory := make([]byte, sectors*sector)
	entry := func(i int, name string, kind byte, right, child uint32) {
		e := directory[128*i:]
		for j, unit := range utf16.Encode([]rune(name)) {
			le.PutUint16(e[2*j:], unit)
		}
		le.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66], e[67] = kind, 1
		le.PutUint32(e[68:], free)
		le.PutUint32(e[72:], right)
		le.PutUint32(e[76:], child)
		le.PutUint32(e[116:], end)
	}
	entry(0, "Root Entry", 5, free, 1)
	for i, name := range names {
		right := uint32(i + 2)
		if i == len(names)-1 {
			right = free
		}
		entry(i+1, name, 2, right, free)
	}
	return append(append(header, fat...), directory...)
}

func TestInspectTakesDocuments(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		content []byte
		want    attachment.Kind
	}{
		"a workbook":             {archive(t, map[string]string{"[Content_Types].xml": excelMain, "xl/workbook.xml": "<x/>"}), attachment.XLSX},
		"a text":                 {archive(t, map[string]string{"[Content_Types].xml": wordMain, "word/document.xml": "<x/>"}), attachment.DOCX},
		"an old workbook or .et": {compound("Workbook", "\x05SummaryInformation"), attachment.XLS},
		"an older workbook":      {compound("Book"), attachment.XLS},
		"an old text or .wps":    {compound("1Table", "WordDocument"), attachment.DOC},
		"a PDF":                  {[]byte("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"), attachment.PDF},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := mustInspect(t, test.content); got != (attachment.Info{Kind: test.want}) {
				t.Errorf("got %+v, want %s", got, test.want)
			}
		})
	}
}

func TestInspectRefusesDocuments(t *testing.T) {
	t.Parallel()
	with := func(name, content string) []byte {
		return archive(t, map[string]string{"[Content_Types].xml": excelMain, "xl/workbook.xml": "<x/>", name: content})
	}
	parts := map[string]string{"[Content_Types].xml": excelMain, "xl/workbook.xml": "<x/>"}
	for i := range 5_000 {
		parts[fmt.Sprintf("xl/%d.xml", i)] = ""
	}
	huge := compound("Workbook")
	binary.LittleEndian.PutUint32(huge[44:], 1<<31)
	binary.LittleEndian.PutUint32(huge[64:], 1<<31)
	cycle := compound("Workbook")
	binary.LittleEndian.PutUint32(cycle[512+4:], 1)
	for name, test := range map[string]struct {
		content []byte
		reason  attachment.Reason
	}{
		"macros in a workbook":                              {with("xl/vbaProject.bin", "x"), attachment.Active},
		"macros by what the contents say":                   {archive(t, map[string]string{"[Content_Types].xml": macroMain, "xl/workbook.xml": ""}), attachment.Active},
		"controls in a workbook":                            {with("xl/activeX/activeX1.bin", "x"), attachment.Active},
		"a program in a workbook":                           {with("xl/embeddings/setup.EXE", "MZ"), attachment.Active},
		"a path that leads outside":                         {with("../../etc/passwd", "x"), attachment.Disguised},
		"a path that leads outside, backwards":              {with(`xl\..\..\x`, "x"), attachment.Disguised},
		"slides":                                            {archive(t, map[string]string{"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": ""}), attachment.Foreign},
		"a workbook that packs 32 MB of blanks into little": {with("xl/a.xml", strings.Repeat(" ", 32<<20)), attachment.Oversized},
		"a workbook of thousands of parts":                  {archive(t, parts), attachment.Oversized},
		"macros in an old workbook":                         {compound("Workbook", "_VBA_PROJECT_CUR"), attachment.Active},
		"macros in an old text":                             {compound("WordDocument", "Macros"), attachment.Active},
		"a workbook with a password":                        {compound("EncryptedPackage", "EncryptionInfo"), attachment.Locked},
		"old slides":                                        {compound("PowerPoint Document"), attachment.Foreign},
		"a compound file that wants gigabytes":              {huge, attachment.Broken},
		"a compound file that runs in a circle":             {cycle, attachment.Broken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			info, err := inspect(t, test.content)
			var refusal *attachment.Refusal
			if !errors.As(err, &refusal) || refusal.Reason != test.reason {
				t.Fatalf("got %+v, %v, want a refusal for %s", info, err, test.reason)
			}
		})
	}
}
