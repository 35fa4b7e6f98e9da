package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

// MembersFolder is the folder beside the bundle of a county system that holds the
// stations' own bundles: stations/<name>/bundle.yaml or stations/<name>.yaml.
const MembersFolder = "stations"

// The kinds of subject that the roll-up tells apart.
const (
	kindStation      = "station"
	kindHome         = "home"
	kindCountySystem = "county_system"
)

// Bounds of what one county may bring.
const (
	maxMembers     = 5000
	maxMemberBytes = 256 << 20 // of all their YAML together
)

// Member is one station or home whose own bundle lies in the bundle of a county system.
type Member struct {
	ID     string
	Name   string
	Kind   string // station, home
	Level  string
	Region string
	File   string // as the county's file was given
	Digest string // of its own bundle
}

// regionDigits is how many leading digits of a 12-digit code name a place of that level.
var regionDigits = map[string]int{"province": 2, "city": 4, "county": 6, "town": 9, "village": 12}

// contains says whether the other subject lies in the region of s.
func (s Subject) contains(other Subject) bool {
	n := min(regionDigits[s.Level], len(s.Region))
	return n > 0 && strings.HasPrefix(other.Region, s.Region[:n])
}

// rollUpFrom reads the members beside the bundle and rolls their facts up. It gives the
// faults of the bundle and of all members at once.
func (b *Bundle) rollUpFrom(folder fs.FS, options Options, err error) error {
	var faults yamltext.Faults
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	g := gathering{county: b, folder: folder, options: options, faults: slices.Clone(faults), ids: map[string]string{}}
	g.gather()
	if len(g.faults) == 0 {
		g.faults = b.rollUp(options.Schema, g.members)
	}
	if len(g.faults) > maxFaults {
		g.faults = g.faults[:maxFaults]
	}
	return maskAll(g.faults).Err()
}

// noteUnread notes that stations lie beside a bundle that they are not rolled up into.
func (b *Bundle) noteUnread(folder fs.FS) {
	if entries, err := fs.ReadDir(folder, MembersFolder); err == nil && len(entries) > 0 {
		b.Notes = append(b.Notes, Note{
			At:   yamltext.Position{File: b.File},
			Text: "类别不是县域体系（county_system），没有汇总 " + MembersFolder + " 里的材料",
		})
	}
}

// gathering reads the members of one county.
type gathering struct {
	county  *Bundle
	folder  fs.FS
	options Options

	members []*Bundle
	faults  yamltext.Faults
	ids     map[string]string // file by id
	size    int
}

func (g *gathering) gather() {
	g.ids[g.county.Subject.ID] = g.county.File
	files := g.files()
	if len(files) > maxMembers {
		g.fault(yamltext.Position{File: g.display(MembersFolder)}, fmt.Sprintf("有 %d 份站的材料，太多", len(files)),
			fmt.Sprintf("不超过 %d 份", maxMembers), "分成几个县域体系的材料")
		return
	}
	for _, file := range files {
		if !g.read(file) {
			return
		}
	}
}

// files is where the members' bundles lie, in the order of their names.
func (g *gathering) files() []string {
	entries, err := fs.ReadDir(g.folder, MembersFolder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		g.unread(MembersFolder, err, "存放各站材料的文件夹", "核对文件夹")
		return nil
	}
	var files []string
	for _, entry := range entries {
		name := path.Join(MembersFolder, entry.Name())
		extension := strings.ToLower(path.Ext(name))
		switch {
		case strings.HasPrefix(entry.Name(), ".") || skipped(name) || entry.IsDir() && entry.Name() == "attachments":
		case entry.IsDir() && g.holdsBundle(name):
			files = append(files, path.Join(name, BundleFile))
		case !entry.IsDir() && (extension == ".yaml" || extension == ".yml"):
			files = append(files, name)
		default:
			g.fault(yamltext.Position{File: g.display(name)}, "“"+shown(name)+"”不是站的材料",
				MembersFolder+"/站/"+BundleFile+" 或 "+MembersFolder+"/站.yaml", "zip 先解压成文件夹；附件放进 attachments；别的移到 "+MembersFolder+" 之外")
		}
	}
	return files
}

// unread is the fault of a file or folder that could not be read.
func (g *gathering) unread(name string, err error, expected, fix string) {
	found, better := fileTrouble(g.folder, name, err)
	if better != "" {
		fix = better
	}
	g.fault(yamltext.Position{File: g.display(name)}, "“"+shown(name)+"”"+found, expected, fix)
}

func (g *gathering) holdsBundle(dir string) bool {
	file, err := g.folder.Open(path.Join(dir, BundleFile))
	if err != nil {
		return false
	}
	_ = file.Close() // nothing was written
	return true
}

// read reads one member; it is false where reading on is no use.
func (g *gathering) read(file string) bool {
	at := yamltext.Position{File: g.display(file)}
	data, err := readBounded(g.folder, file, yamltext.MaxBytes)
	if err != nil {
		g.unread(file, err, "站的材料", "核对文件")
		return true
	}
	if g.size += len(data); g.size > maxMemberBytes {
		g.fault(at, "各站材料合计太大", fmt.Sprintf("不超过 %d MiB", maxMemberBytes>>20), "分成几个县域体系的材料")
		return false
	}
	options := g.options
	options.Name = at.File
	if options.Attachments, err = fs.Sub(g.folder, path.Dir(file)); err != nil {
		g.unread(file, err, "站的材料", "核对文件")
		return true
	}
	m, subject, err := readText(file, data, options)
	var faults yamltext.Faults
	errors.As(err, &faults)
	g.faults = append(g.faults, faults...)
	if m != nil && subject != nil {
		g.admit(m, subject)
	}
	if err == nil {
		g.members = append(g.members, m)
	}
	return len(g.faults) < maxFaults
}

// admit refuses a member that does not belong to the county.
func (g *gathering) admit(m *Bundle, subject *Value) {
	county := g.county.Subject
	place := func(name string) yamltext.Position {
		if v := subject.Field(name); v != nil {
			return v.At
		}
		return subject.At
	}
	if kind := m.Subject.Kind; kind != "" && kind != kindStation && kind != kindHome {
		g.fault(place("kind"), "县域体系里的材料是“"+kind+"”", "station（服务中心（站））或 home（老兵壹家）", "移到 "+MembersFolder+" 之外")
	}
	if m.Subject.Region != "" && county.Region != "" && !county.contains(m.Subject) {
		g.fault(place("region"), "区划代码“"+m.Subject.Region+"”不在“"+county.Name+"”（"+county.Region+"）之内",
			fmt.Sprintf("前 %d 位与县域体系相同", regionDigits[county.Level]), "核对区划代码，或移到所属县的材料里")
	}
	if m.Subject.Sample != county.Sample {
		g.fault(place("sample"), "虚构示例与真实单位混在一份县域材料里", "同为虚构示例，或同为真实单位", "核对 sample（虚构示例）")
	}
	if id := m.Subject.ID; id != "" {
		if first, taken := g.ids[id]; taken {
			g.fault(place("id"), "编号“"+id+"”与 "+first+" 的重复", "各不相同的编号", "改用本站自己的编号")
			return
		}
		g.ids[id] = m.File
	}
}

// display is how messages name a file beside the county's bundle.
func (g *gathering) display(name string) string { return path.Join(path.Dir(g.options.Name), name) }

func (g *gathering) fault(at yamltext.Position, found, expected, fix string) {
	g.faults = append(g.faults, yamltext.Fault{At: at, Code: codeMember, Found: found, Expected: expected, Fix: fix})
}
