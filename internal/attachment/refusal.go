package attachment

import (
	"bytes"
	"net/http"
	"strings"
)

// Reason is why a file is not taken.
type Reason string

// The reasons.
const (
	Empty       Reason = "empty"        // no bytes at all
	Foreign     Reason = "foreign"      // a kind of file that is not taken
	Disguised   Reason = "disguised"    // two kinds at once
	Broken      Reason = "broken"       // begins as a kind that is taken and cannot be read
	Oversized   Reason = "oversized"    // would take too much memory to open
	Active      Reason = "active"       // carries a program: macros, scripts, files to be started
	Locked      Reason = "locked"       // opens only with a password
	NotForShow  Reason = "not_for_show" // has no form that others may see
	unsupported        = "请上传 JPG、PNG 照片，PDF 文件，或 Word、Excel、WPS 文档"
)

// Refusal says in words for the person who uploads why a file is not taken and what to do instead.
type Refusal struct {
	Reason Reason
	Words  string // what was found
	Hint   string // what to do
}

func (r *Refusal) Error() string { return r.Words + "。" + r.Hint + "。" }

func refuse(reason Reason, words, hint string) *Refusal {
	return &Refusal{Reason: reason, Words: words, Hint: hint}
}

func refuseBroken(what string) *Refusal {
	return refuse(Broken, what+"已损坏或没有传完，打不开", "请在电脑或手机上确认能打开，再重新上传")
}

// refuseForeign names what people often send and says how to turn it into what is taken.
func refuseForeign(head []byte) *Refusal {
	if len(head) == 0 {
		return refuse(Empty, "文件是空的", "请确认选对了文件，再重新上传")
	}
	if brand, ok := isoBrand(head); ok {
		switch brand {
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis":
			return refuse(Foreign, "这是 HEIC/HEIF 照片（苹果等手机的高效格式），不能直接使用",
				"请在手机“设置－相机－格式”里选“兼容性最佳”后重拍，或用微信、相册转存为 JPG 再上传")
		}
		return refuse(Foreign, "这是视频或音频，不能作为附件", "请截取画面存为 JPG 照片后上传")
	}
	switch kind := http.DetectContentType(head); {
	case kind == "image/webp", kind == "image/gif", kind == "image/bmp",
		bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return refuse(Foreign, "这种图片格式（WebP、GIF、BMP、TIFF）不能使用", "请用看图软件另存为 JPG 或 PNG 后上传")
	case strings.HasPrefix(kind, "text/html"), strings.HasPrefix(kind, "text/xml"), bytes.Contains(bytes.ToLower(head), []byte("<svg")):
		return refuse(Foreign, "这是网页或矢量图文件，可能带有程序，不能作为附件", "请打印为 PDF 后上传")
	case bytes.HasPrefix(head, []byte("MZ")), bytes.HasPrefix(head, []byte("\x7fELF")), bytes.HasPrefix(head, []byte("#!")):
		return refuse(Foreign, "这是程序，不能作为附件", unsupported)
	case kind == "application/x-rar-compressed", kind == "application/x-gzip", bytes.HasPrefix(head, []byte("7z\xbc\xaf'\x1c")):
		return refuseArchive()
	}
	return refuse(Foreign, "这种文件不能作为附件", unsupported)
}

func refuseArchive() *Refusal {
	return refuse(Foreign, "这是压缩包，不能作为附件", "请解压后把里面的文件逐个上传")
}

// isoBrand is the major brand of a file in the ISO base media format: HEIC photos and films.
func isoBrand(head []byte) (string, bool) {
	if len(head) < 12 || string(head[4:8]) != "ftyp" {
		return "", false
	}
	return string(head[8:12]), true
}
