package attachment

import (
	"bytes"
	"encoding/binary"
	"io"
)

// Kind is what a file is, by its bytes.
type Kind string

// The kinds that are taken. The two last are the older binary form, in which WPS also writes .et and .wps.
const (
	JPEG Kind = "jpeg"
	PNG  Kind = "png"
	PDF  Kind = "pdf"
	XLSX Kind = "xlsx"
	DOCX Kind = "docx"
	XLS  Kind = "xls"
	DOC  Kind = "doc"
)

// Kinds is every kind that is taken.
func Kinds() []Kind { return []Kind{JPEG, PNG, PDF, XLSX, DOCX, XLS, DOC} }

// Image reports whether the kind is a picture, which has a thumbnail and a fingerprint.
func (k Kind) Image() bool { return k == JPEG || k == PNG }

// MediaType is the Content-Type under which the kind is served, always together with nosniff.
func (k Kind) MediaType() string {
	switch k {
	case JPEG:
		return "image/jpeg"
	case PNG:
		return "image/png"
	case PDF:
		return "application/pdf"
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case DOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case XLS:
		return "application/vnd.ms-excel"
	case DOC:
		return "application/msword"
	}
	return "application/octet-stream"
}

// extensions are the endings a file of the kind may carry, the usual one first.
func (k Kind) extensions() []string {
	switch k {
	case JPEG:
		return []string{".jpg", ".jpeg"}
	case PNG:
		return []string{".png"}
	case PDF:
		return []string{".pdf"}
	case XLSX:
		return []string{".xlsx"}
	case DOCX:
		return []string{".docx"}
	case XLS:
		return []string{".xls", ".et"}
	case DOC:
		return []string{".doc", ".wps"}
	}
	return []string{".bin"}
}

// How many bytes at either end tell the kind: pages are recognised by browsers within the first, and the directory of
// an archive lies within the last.
const (
	headSize = 1024
	tailSize = 22 + 1<<16
)

// ends are the first and the last bytes of a file.
type ends struct{ head, tail []byte }

func readEnds(r io.ReaderAt, size int64) (ends, error) {
	e := ends{head: make([]byte, min(headSize, size)), tail: make([]byte, min(tailSize, size))}
	if err := readFull(r, e.head, 0); err != nil {
		return ends{}, err
	}
	return e, readFull(r, e.tail, size-int64(len(e.tail)))
}

// signatures are the first bytes of what is taken; an archive and a compound file are looked into later.
var signatures = []struct {
	magic string
	kind  Kind
}{
	{"\xff\xd8\xff", JPEG},
	{"\x89PNG\r\n\x1a\n", PNG},
	{"%PDF-", PDF},
	{"PK\x03\x04", XLSX},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", XLS},
}

// sniff says what a file begins as, or why it is not taken.
func sniff(r io.ReaderAt, size int64, e ends) (Kind, *Refusal) {
	for _, s := range signatures {
		if !bytes.HasPrefix(e.head, []byte(s.magic)) {
			continue
		}
		if (s.kind.Image() || s.kind == PDF) && e.hides(r, size) {
			return "", refuse(Disguised, "文件里还藏有另一种文件（网页、程序或压缩包），不能作为附件", "请重新导出或重新拍摄后上传")
		}
		return s.kind, nil
	}
	return "", refuseForeign(e.head)
}

// hides reports whether a file is a second thing to another program: a page to a browser, a document to a reader that
// skips what comes before it, an archive to whatever reads archives from their end. Bytes behind the picture alone are
// no fault: many phones put a second picture or a short film there.
func (e ends) hides(r io.ReaderAt, size int64) bool {
	text := bytes.ToLower(e.head)
	for _, mark := range []string{"<html", "<script", "<svg", "<!doctype", "<?php", "<iframe", "<body"} {
		if bytes.Contains(text, []byte(mark)) {
			return true
		}
	}
	if bytes.LastIndex(e.head, []byte("%PDF-")) > 0 {
		return true
	}
	return e.endsAsArchive(r, size)
}

// endsAsArchive looks near the end of the file for the end of a zip directory whose first entry is where it says.
func (e ends) endsAsArchive(r io.ReaderAt, size int64) bool {
	for tail := e.tail; ; {
		at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
		if at < 0 {
			return false
		}
		record := e.tail[at:]
		if at >= 20 && bytes.HasPrefix(e.tail[at-20:], []byte("PK\x06\x07")) {
			return true // the same in its 64-bit form
		}
		if len(record) >= 22 {
			first := make([]byte, 4)
			start := size - int64(len(record)) - int64(binary.LittleEndian.Uint32(record[12:]))
			if start >= 0 && readFull(r, first, start) == nil && string(first) == "PK\x01\x02" {
				return true
			}
		}
		tail = tail[:at]
	}
}

func readFull(r io.ReaderAt, p []byte, at int64) error {
	n, err := r.ReadAt(p, at)
	if n == len(p) {
		return nil
	}
	return err
}
