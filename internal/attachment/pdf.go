package attachment

import (
	"bytes"
	"io"
)

// checkPDF refuses a PDF that is cut off or that carries scripts, programs to start or other files. What lies inside
// compressed streams is not seen; viewers run none of it without asking, and this keeps the common cases out.
func checkPDF(r io.ReaderAt, size int64, e ends) (*Refusal, error) {
	if !bytes.Contains(e.tail, []byte("%%EOF")) {
		return refuseBroken("PDF 文件"), nil
	}
	for _, mark := range []string{"/JavaScript", "/Launch", "/EmbeddedFile"} {
		found, err := count(r, size, []byte(mark))
		if err != nil {
			return nil, err
		}
		if found > 0 {
			return refuse(Active, "PDF 文件带有脚本、可启动的程序或夹带的文件", "请用“打印到 PDF”重新生成后上传"), nil
		}
	}
	return nil, nil
}

// count says how often a mark occurs in a file, and reads it with a small buffer.
func count(r io.ReaderAt, size int64, mark []byte) (int, error) {
	const step = 1 << 18
	found := 0
	buffer := make([]byte, step+len(mark)-1) // a mark may lie across two steps
	for at := int64(0); at < size; at += step {
		window := buffer[:min(int64(len(buffer)), size-at)]
		if err := readFull(r, window, at); err != nil {
			return 0, err
		}
		found += bytes.Count(window, mark)
	}
	return found, nil
}
