package attachment

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"strings"

	"github.com/richardlehane/mscfb"
)

// Bounds of an Office document (a zip archive): what the archive's directory says is checked, nothing is unpacked but
// the table of contents.
const (
	maxParts       = 5_000
	maxUnpacked    = 512 << 20
	maxPacking     = 200 // times smaller than unpacked, above the first megabytes
	packingIgnored = 16 << 20
	maxContents    = 1 << 20
)

// openOffice says whether an archive is an Excel or Word document without macros.
func openOffice(r io.ReaderAt, size int64) (Kind, *Refusal) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return "", refuseBroken("文档")
	}
	parts := map[string]*zip.File{}
	unpacked := uint64(0)
	for _, part := range archive.File {
		if _, twice := parts[part.Name]; twice {
			return "", refuse(Disguised, "文档内部有重名的部分，不是正常的文档", "请用 Word、Excel 或 WPS 重新保存后上传")
		}
		parts[part.Name] = part
		if unpacked += part.UncompressedSize64; unpacked > maxUnpacked || part.UncompressedSize64 > maxUnpacked {
			return "", refuseBomb()
		}
	}
	if len(archive.File) > maxParts || unpacked > packingIgnored && unpacked/maxPacking > uint64(size) {
		return "", refuseBomb()
	}
	contents, ok := parts["[Content_Types].xml"]
	if !ok {
		if _, isOFD := parts["OFD.xml"]; isOFD {
			return "", refuse(Foreign, "这是 OFD 版式文件，不能直接使用", "请用 WPS 或 OFD 阅读器另存为 PDF 后上传")
		}
		return "", refuseArchive()
	}
	for name := range parts {
		if refusal := refusePart(name); refusal != nil {
			return "", refusal
		}
	}
	return mainPart(contents, parts)
}

func mainPart(contents *zip.File, parts map[string]*zip.File) (Kind, *Refusal) {
	in, err := contents.Open()
	if err != nil {
		return "", refuseBroken("文档")
	}
	types, err := io.ReadAll(io.LimitReader(in, maxContents))
	if err != nil {
		return "", refuseBroken("文档")
	}
	for _, main := range []struct {
		kind       Kind
		part, mime string
	}{
		{XLSX, "xl/workbook.xml", "spreadsheetml.sheet.main+xml"},
		{DOCX, "word/document.xml", "wordprocessingml.document.main+xml"},
	} {
		if _, ok := parts[main.part]; ok && bytes.Contains(types, []byte(main.mime)) {
			return main.kind, nil
		}
	}
	if bytes.Contains(types, []byte("macroEnabled")) {
		return "", refuseMacros()
	}
	return "", refuse(Foreign, "这种 Office 文档（演示文稿、模板等）不能作为附件", "请另存为 PDF 后上传")
}

func refusePart(name string) *Refusal {
	lower := strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	switch {
	case strings.HasPrefix(lower, "/"), strings.Contains("/"+lower+"/", "/../"):
		return refuse(Disguised, "文档内部含有指向外面的路径，不是正常的文档", "请用 Word、Excel 或 WPS 重新保存后上传")
	case strings.Contains(lower, "vbaproject"), strings.Contains(lower, "activex"), strings.Contains(lower, "macrosheets/"):
		return refuseMacros()
	}
	switch path.Ext(lower) {
	case ".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".scr", ".hta", ".jar", ".lnk", ".html", ".htm":
		return refuse(Active, "文档里夹带了程序或网页", "请删去夹带的文件，另存后上传")
	}
	return nil
}

func refuseMacros() *Refusal {
	return refuse(Active, "文档带有宏（程序），不能作为附件", "请另存为不带宏的 xlsx、docx，或打印为 PDF 后上传")
}

func refuseBomb() *Refusal {
	return refuse(Oversized, "文档展开后过大，不是正常的文档", "请拆分或打印为 PDF 后上传")
}

// openCompound says whether a compound file (the older binary form) is an Excel or Word document without macros.
func openCompound(r io.ReaderAt, size int64) (kind Kind, refusal *Refusal) {
	defer func() { // a reader of a format this old is not trusted with every broken file
		if recover() != nil {
			kind, refusal = "", refuseBroken("文档")
		}
	}()
	if !plausibleCompound(r, size) {
		return "", refuseBroken("文档")
	}
	compound, err := mscfb.New(io.NewSectionReader(r, 0, size))
	if err != nil {
		return "", refuseBroken("文档")
	}
	for _, stream := range compound.File {
		switch strings.ToLower(stream.Name) {
		case "_vba_project_cur", "vba", "_vba_project", "macros":
			return "", refuseMacros()
		case "encryptedpackage", "encryptioninfo":
			return "", refuse(Locked, "文档设了打开密码", "请去掉密码，另存后上传")
		}
		if len(stream.Path) > 0 {
			continue
		}
		switch stream.Name {
		case "Workbook", "Book":
			kind = XLS
		case "WordDocument":
			kind = DOC
		}
	}
	if kind == "" {
		return "", refuse(Foreign, "这种旧格式文档不能作为附件", "请另存为 xlsx、docx 或打印为 PDF 后上传")
	}
	return kind, nil
}

// plausibleCompound bounds the sector counts of the header by the size of the file, since the reader makes room for
// as many as the header says.
func plausibleCompound(r io.ReaderAt, size int64) bool {
	header := make([]byte, 76)
	if readFull(r, header, 0) != nil {
		return false
	}
	for _, at := range []int{40, 44, 64, 72} { // directory, FAT, mini FAT, DIFAT
		if int64(binary.LittleEndian.Uint32(header[at:])) > size/512 {
			return false
		}
	}
	return true
}
