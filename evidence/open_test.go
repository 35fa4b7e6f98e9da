package evidence_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/emmansun/gmsm/sm3"
	"golang.org/x/text/encoding/simplifiedchinese"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

const plate = "a photo of the plate"

// withAttachment is a bundle whose source P1 has a file, and what else is given.
func withAttachment(more string) string {
	return strings.Replace(header, "place: 站门口}", "place: 站门口, file: attachments/plate.jpg"+more+"}", 1) + "  {}\n"
}

func digestLines() string {
	first, second := sha256.Sum256([]byte(plate)), sm3.Sum([]byte(plate))
	return ", sha256: " + hex.EncodeToString(first[:]) + ", sm3: " + strings.ToUpper(hex.EncodeToString(second[:]))
}

func folder(text string) fstest.MapFS {
	return fstest.MapFS{
		"town/bundle.yaml":           {Data: []byte(text)},
		"town/other.yaml":            {Data: []byte(text)},
		"town/attachments/plate.jpg": {Data: []byte(plate)},
	}
}

func openFaults(t *testing.T, fsys fs.FS, name string) yamltext.Faults {
	t.Helper()
	_, err := evidence.Open(fsys, name, evidence.Options{Schema: testSchema()})
	var faults yamltext.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("Open %s gave %v, want faults", name, err)
	}
	return faults
}

func TestFolderFileAndZipHoldTheSameBundle(t *testing.T) {
	t.Parallel()
	text := withAttachment(digestLines())
	fsys := folder(text)
	fsys["flat.zip"] = zipOf(t, stored{"bundle.yaml", text}, stored{"attachments/", ""}, stored{"attachments/plate.jpg", plate})
	fsys["topped.zip"] = zipOf(t, stored{"站/bundle.yaml", text}, stored{"站/attachments/plate.jpg", plate},
		stored{"__MACOSX/站/._bundle.yaml", "x"}, stored{"站/.DS_Store", "x"})
	fsys["named.zip"] = zipOf(t, stored{"我站.yaml", text}, stored{"attachments/plate.jpg", plate}, stored{"说明.txt", "x"})
	fsys["below.zip"] = zipOf(t, stored{"站/我站.yml", text}, stored{"站/attachments/plate.jpg", plate})
	want := read(t, text).Digest
	for name, file := range map[string]string{
		"town": "given/town/bundle.yaml", "town/other.yaml": "given/town/other.yaml", "flat.zip": "given/flat.zip/bundle.yaml", "topped.zip": "given/topped.zip/bundle.yaml",
		"named.zip": "given/named.zip/我站.yaml", "below.zip": "given/below.zip/我站.yml",
	} {
		b, err := evidence.Open(fsys, name, evidence.Options{Schema: testSchema(), Name: "given/" + name})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if b.Digest != want || b.File != file || len(b.Notes) != 0 {
			t.Errorf("%s: digest %s, file %s, notes %v", name, b.Digest, b.File, b.Notes)
		}
	}
}

func TestAttachmentsWithoutDigestsGetThemInANote(t *testing.T) {
	t.Parallel()
	b, err := evidence.Open(folder(withAttachment("")), "town", evidence.Options{Schema: testSchema()})
	if err != nil {
		t.Fatal(err)
	}
	given := strings.TrimPrefix(strings.ToLower(digestLines()), ", ")
	if len(b.Notes) != 1 || !strings.Contains(b.Notes[0].Text, given) || b.Notes[0].At.Line != 10 {
		t.Errorf("got the notes %v, want one on line 10 with %s", b.Notes, given)
	}
}

func TestAttachmentsAreNotCheckedWithoutAFolder(t *testing.T) {
	t.Parallel()
	b := read(t, withAttachment(digestLines()))
	if len(b.Notes) != 1 || !strings.Contains(b.Notes[0].Text, "1 处附件没有核对") {
		t.Errorf("got the notes %v", b.Notes)
	}
}

func TestMissingAndAlteredAttachmentsAreRefused(t *testing.T) {
	t.Parallel()
	altered := folder(withAttachment(digestLines()))
	altered["town/attachments/plate.jpg"] = &fstest.MapFile{Data: []byte("another photo")}
	faults := openFaults(t, altered, "town")
	if len(faults) != 2 || !strings.Contains(faults[0].Found, "SHA-256") || !strings.Contains(faults[1].Found, "SM3") {
		t.Errorf("an altered file gave %v", faults)
	}
	missing := folder(withAttachment(""))
	delete(missing, "town/attachments/plate.jpg")
	if faults := openFaults(t, missing, "town"); len(faults) != 1 || !strings.Contains(faults[0].Found, "不存在") || faults[0].At.Line != 10 {
		t.Errorf("a missing file gave %v", faults)
	}
	directory := folder(withAttachment(""))
	delete(directory, "town/attachments/plate.jpg")
	directory["town/attachments/plate.jpg/x"] = &fstest.MapFile{}
	if faults := openFaults(t, directory, "town"); len(faults) != 1 || !strings.Contains(faults[0].Found, "不是普通文件") {
		t.Errorf("a folder instead of a file gave %v", faults)
	}
	ofFact := folder(header + "  sign: {plate: {date: 2026-01-01, file: attachments/none.jpg}}\n")
	if faults := openFaults(t, ofFact, "town"); len(faults) != 1 || !strings.Contains(faults[0].Found, "不存在") {
		t.Errorf("a missing file of a fact gave %v", faults)
	}
}

func TestWhatIsNoBundleIsRefused(t *testing.T) {
	t.Parallel()
	text := header + "  {}\n"
	fsys := fstest.MapFS{
		"empty/readme.txt":       {Data: []byte("x")},
		"utf16.yaml":             {Data: []byte("\xff\xfea\x00")},
		"broken.zip":             {Data: []byte("PK\x03\x04 and then nothing")},
		"none.zip":               zipOf(t, stored{"readme.txt", "x"}),
		"deep.zip":               zipOf(t, stored{"a/b/bundle.yaml", text}),
		"two.zip":                zipOf(t, stored{"a/bundle.yaml", text}, stored{"b/bundle.yaml", text}),
		"traversal.zip":          zipOf(t, stored{"bundle.yaml", text}, stored{"../evil.sh", "x"}),
		"absolute.zip":           zipOf(t, stored{"bundle.yaml", text}, stored{"/etc/passwd", "x"}),
		"backslash.zip":          zipOf(t, stored{"bundle.yaml", text}, stored{`attachments\plate.jpg`, "x"}),
		"drive.zip":              zipOf(t, stored{"bundle.yaml", text}, stored{"C:/plate.jpg", "x"}),
		"twice.zip":              zipOf(t, stored{"bundle.yaml", text}, stored{"Bundle.yaml", text}),
		"personal.zip":           zipOf(t, stored{"bundle.yaml", text}, stored{"../13800138000.jpg", "x"}),
		"many.zip":               zipOf(t, many(12001)...),
		"bomb.zip":               zipOf(t, stored{"bundle.yaml", text}, stored{"zeros.bin", strings.Repeat("\x00", 2<<20)}),
		"big.zip":                zipOf(t, stored{"bundle.yaml", text}, stored{"big.bin", strings.Repeat("\x00", 33<<20)}),
		"link.zip":               linkZip(t, text),
		"secret.zip":             flagged(t, text),
		"claims.zip":             claiming(t, text),
		"unknown.zip":            zipOf(t, stored{"bundle.yaml", text}, stored{"\xff\xff.jpg", "x"}),
		"inner/bundle.yaml/file": {Data: []byte("x")},
		"several.zip":            zipOf(t, stored{"a.yaml", text}, stored{"b.yml", text}),
		"packed.yaml":            zipOf(t, stored{"bundle.yaml", text}),
		"pipe.yaml":              {Mode: fs.ModeNamedPipe},
		"device":                 {Mode: fs.ModeDevice},
		"long.yaml":              {Data: bytes.Repeat([]byte("#"), yamltext.MaxBytes+1)},
	}
	for name, want := range map[string]string{
		"absent": "不存在", "empty": "没有 bundle.yaml", "utf16.yaml": "UTF-16 小端", "broken.zip": "损坏", "none.zip": "没有 bundle.yaml",
		"deep.zip": "没有 bundle.yaml", "two.zip": "2 份材料（a、b）", "traversal.zip": "材料包之外", "absolute.zip": "绝对路径", "backslash.zip": "反斜杠",
		"drive.zip": "绝对路径", "twice.zip": "重名", "personal.zip": "138********", "many.zip": "12001 个文件", "bomb.zip": "压缩炸弹", "big.zip": "超过 32 MiB",
		"link.zip": "符号链接", "secret.zip": "加了密码", "claims.zip": "读不出来", "unknown.zip": "文件名编码", "inner": "不是普通文件",
		"several.zip": "有 2 个 YAML 文件（a.yaml、b.yml）", "packed.yaml": "扩展名为 .zip", "pipe.yaml": "不是普通文件", "device": "不是普通文件",
		"long.yaml": "超过 8 MiB",
	} {
		faults := openFaults(t, fsys, name)
		if !strings.Contains(faults.Error(), want) || !strings.HasPrefix(faults[0].At.File, name) {
			t.Errorf("%s gave %v, want %s", name, faults, want)
		}
	}
}

func TestAdviceFitsWhatIsWrongWithTheZip(t *testing.T) {
	t.Parallel()
	text := header + "  {}\n"
	fsys := fstest.MapFS{
		"none.zip":    zipOf(t, stored{"readme.txt", "x"}),
		"several.zip": zipOf(t, stored{"a.yaml", text}, stored{"b.yml", text}),
		"big.zip":     zipOf(t, stored{"bundle.yaml", text}, stored{"big.bin", strings.Repeat("\x00", 33<<20)}),
		"link.zip":    linkZip(t, text),
		"secret.zip":  flagged(t, text),
		"broken.zip":  {Data: []byte("PK\x03\x04")},
	}
	for name, want := range map[string]string{
		"none.zip": "改名为 bundle.yaml", "several.zip": "改名为 bundle.yaml", "big.zip": "缩小图片后再打包",
		"link.zip": "放入文件本身", "secret.zip": "不加密码", "broken.zip": "用系统自带的压缩功能重新打包",
	} {
		if faults := openFaults(t, fsys, name); !strings.Contains(faults[0].Fix, want) {
			t.Errorf("%s gave %v, want %s", name, faults, want)
		}
	}
}

func TestLargeAttachmentsAndLinksOutOfTheBundleAreTold(t *testing.T) {
	t.Parallel()
	large := folder(withAttachment(""))
	large["town/attachments/plate.jpg"] = &fstest.MapFile{Data: make([]byte, 33<<20)}
	if faults := openFaults(t, large, "town"); len(faults) != 1 || !strings.HasSuffix(faults[0].Error(), "超过 32 MiB；应为：材料包里的文件；请缩小图片后再放入") {
		t.Errorf("a large attachment gave %v", faults)
	}

	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "outside.jpg"), []byte(plate), 0o600); err != nil {
		t.Fatal(err)
	}
	town := filepath.Join(dir, "town")
	if err := os.MkdirAll(filepath.Join(town, "attachments"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(town, "bundle.yaml"), []byte(withAttachment("")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../../outside.jpg", filepath.Join(town, "attachments", "plate.jpg")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	root, err := os.OpenRoot(town)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }()
	if faults := openFaults(t, root.FS(), "bundle.yaml"); len(faults) != 1 || !strings.Contains(faults[0].Found, "是指向材料包之外的链接") {
		t.Errorf("a link out of the folder gave %v", faults)
	}
}

func TestZipNamesInGBKAreRead(t *testing.T) {
	t.Parallel()
	name, err := simplifiedchinese.GBK.NewEncoder().String("示例站/bundle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{"gbk.zip": zipOf(t, stored{name, header + "  {}\n"})}
	if _, err := evidence.Open(fsys, "gbk.zip", evidence.Options{Schema: testSchema()}); err != nil {
		t.Error(err)
	}
}

type stored struct{ name, text string }

func zipOf(t testing.TB, entries ...stored) *fstest.MapFile {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		f, err := w.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate, NonUTF8: true})
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(e.name, "/") {
			continue
		}
		if _, err := f.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: out.Bytes()}
}

func many(n int) []stored {
	entries := make([]stored, n)
	for i := range entries {
		entries[i] = stored{strings.Repeat("x", i%50) + hex.EncodeToString([]byte{byte(i >> 8), byte(i)}), ""}
	}
	return entries
}

func linkZip(t *testing.T, text string) *fstest.MapFile {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create("bundle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	header := &zip.FileHeader{Name: "attachments/plate.jpg"}
	header.SetMode(fs.ModeSymlink | 0o777)
	if f, err = w.CreateHeader(header); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("/etc/passwd")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: out.Bytes()}
}

// centralHeader is where the central directory record of the first entry begins.
func centralHeader(t *testing.T, data []byte) int {
	t.Helper()
	at := bytes.Index(data, []byte("PK\x01\x02"))
	if at < 0 {
		t.Fatal("no central directory")
	}
	return at
}

// flagged is a zip whose first entry claims to be encrypted.
func flagged(t *testing.T, text string) *fstest.MapFile {
	t.Helper()
	file := zipOf(t, stored{"bundle.yaml", text})
	file.Data[centralHeader(t, file.Data)+8] |= 1
	return file
}

// claiming is a zip whose entry is larger than its header says.
func claiming(t *testing.T, text string) *fstest.MapFile {
	t.Helper()
	file := zipOf(t, stored{"bundle.yaml", text})
	file.Data[centralHeader(t, file.Data)+24] = 3
	file.Data[centralHeader(t, file.Data)+25] = 0
	return file
}

// plainFS hides that its files can be read at any place.
type plainFS struct{ fs.FS }

type plainFile struct{ file fs.File }

func (f plainFile) Stat() (fs.FileInfo, error)    { return f.file.Stat() }
func (f plainFile) Read(into []byte) (int, error) { return f.file.Read(into) }
func (f plainFile) Close() error                  { return f.file.Close() }

func (p plainFS) Open(name string) (fs.File, error) {
	file, err := p.FS.Open(name)
	if err != nil {
		return nil, err
	}
	return plainFile{file}, nil
}

func TestZipIsReadFromAnyFileSystem(t *testing.T) {
	t.Parallel()
	text := withAttachment(digestLines())
	fsys := plainFS{fstest.MapFS{"flat.zip": zipOf(t, stored{"bundle.yaml", text}, stored{"attachments/plate.jpg", plate})}}
	b, err := evidence.Open(fsys, "flat.zip", evidence.Options{Schema: testSchema()})
	if err != nil || b.Digest != read(t, text).Digest {
		t.Errorf("got %v", err)
	}
}
