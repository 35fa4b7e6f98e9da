package attachment_test

import (
	"mime"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"zhanping/internal/attachment"
)

func TestCleanName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("慰问", 200)
	for name, test := range map[string]struct{ given, want string }{
		"an ordinary name stays":                 {"2026年八一慰问照片（1）.jpg", "2026年八一慰问照片（1）.jpg"},
		"folders are dropped":                    {"../../etc/passwd", "passwd"},
		"folders of Windows are dropped":         {`C:\Users\站长\台账.xlsx`, "台账.xlsx"},
		"only folders":                           {"../..", "附件"},
		"nothing":                                {"", "附件"},
		"blanks and dots at the ends":            {" . 照片.jpg . ", "照片.jpg"},
		"control characters are dropped":         {"照\x00片\r\n.jpg\x7f", "照片 .jpg"},
		"a turned reading direction is dropped":  {"照片\u202egpj.exe", "照片gpj.exe"},
		"invisible characters are dropped":       {"照\u200b片\ufeff.jpg", "照片.jpg"},
		"broken UTF-8 is dropped":                {"照\xff片.jpg", "照片.jpg"},
		"what Windows forbids":                   {`a<b>c:d"e|f?g*.pdf`, "a_b_c_d_e_f_g_.pdf"},
		"a device's name":                        {"con.jpg", "_con.jpg"},
		"a device's name with two endings":       {"LPT1.tar.gz", "_LPT1.tar.gz"},
		"nearly a device's name":                 {"COM10.jpg", "COM10.jpg"},
		"a name too long keeps its ending":       {long + ".pdf", string([]rune(long)[:116]) + ".pdf"},
		"an ending too long is part of the name": {"a." + strings.Repeat("b", 200), "a." + strings.Repeat("b", 118)},
		"a decomposed accent is composed":        {"re\u0301sume\u0301.pdf", "résumé.pdf"},
		"a hidden file":                          {".bashrc", "bashrc"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := attachment.CleanName(test.given); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestCleanNameHoldsForEveryName(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.OneOf(rapid.String(), rapid.StringMatching(`[./\\ :conCON1-9\x{202e}\x{0301}]{0,130}`)).Draw(t, "name")
		got := attachment.CleanName(given)
		if again := attachment.CleanName(got); again != got {
			t.Fatalf("cleaned twice: %q, then %q", got, again)
		}
		if n := len([]rune(got)); n == 0 || n > 120 {
			t.Fatalf("%d runes", n)
		}
		if strings.ContainsAny(got, `/\<>:"|?*`) || strings.Trim(got, ". ") != got {
			t.Fatalf("got %q", got)
		}
		for _, r := range got {
			if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) {
				t.Fatalf("%q holds %U", got, r)
			}
		}
	})
}

func TestDispositionNamesTheFileByWhatItIs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		given    string
		kind     attachment.Kind
		inline   bool
		how      string
		filename string
	}{
		"an ending that fits":       {"照片.JPEG", attachment.JPEG, true, "inline", "照片.JPEG"},
		"the ending of a program":   {"照片.exe", attachment.PDF, false, "attachment", "照片.exe.pdf"},
		"no ending":                 {"台账", attachment.XLSX, false, "attachment", "台账.xlsx"},
		"the ending of WPS":         {"台账.et", attachment.XLS, false, "attachment", "台账.et"},
		"a quote and a line break":  {"a\"\r\nSet-Cookie: x.png", attachment.PNG, false, "attachment", "a_ Set-Cookie_ x.png"},
		"a long name keeps its end": {strings.Repeat("长", 200), attachment.DOCX, false, "attachment", strings.Repeat("长", 115) + ".docx"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			how, params, err := mime.ParseMediaType(attachment.Disposition(test.given, test.kind, test.inline))
			if err != nil || how != test.how || params["filename"] != test.filename {
				t.Errorf("got %s %q, %v", how, params, err)
			}
		})
	}
}
