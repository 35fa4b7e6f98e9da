package standards

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

const overlayFile = "overlay.yaml"

// Overlay is what a region asks beyond a standard (区域加严): stricter parameters of some
// items, and items of its own that leave the points as they are.
type Overlay struct {
	ID         string // "jiaxing-2027"
	Of         string // the one edition that it is for, "fqs-town-76@2026-draft"
	Region     string // the first digits of the division codes that it is for
	Issuer     string
	Provenance string // of every number that it sets
	References []Reference
	Note       string
	Tightened  []Tightening
	Chapter    string // of the added items
	Added      []Item
	Digest     string            // "sha256:…" over overlay.yaml
	At         yamltext.Position // where it names its standard
	Text       []byte            // overlay.yaml, as it was read

	page *page
}

// Tightening is what an overlay asks of one part of an item.
type Tightening struct {
	Item   string
	Part   int            // from 1; 0: the only one
	Params map[string]any // as the check's METADATA allows; numbers are json.Number
}

// OverlayPin names an overlay by what it contains.
type OverlayPin struct{ ID, Issuer, Digest string }

// Amendment is one thing that an overlay has changed of an item.
type Amendment struct {
	Overlay  string
	Param    string // "" where the overlay has added the item
	From, To any
}

// LoadOverlay reads the overlay.yaml of a folder; messages name the folder as display.
// Its error is every fault of shape at once, as yamltext.Faults. Whether it tightens is
// found when it is laid over its standard.
func LoadOverlay(fsys fs.FS, dir, display string) (*Overlay, error) {
	shown := path.Join(display, overlayFile)
	data, fault := readFile(fsys, path.Join(dir, overlayFile), shown)
	if fault != nil {
		fault.Expected = "存放区域加严的文件夹，内有 overlay.yaml"
		return nil, yamltext.Faults{*fault}
	}
	p := readPage(shown, data, "overlay")
	if err := p.faults.Err(); err != nil {
		return nil, err
	}
	o := &Overlay{
		ID: p.text("/overlay"), Of: p.text("/of"), Region: p.text("/region"), Issuer: p.text("/issuer"),
		Provenance: p.text("/provenance"), References: decodeReferences(p), Note: p.text("/note"), Chapter: p.text("/add/chapter"),
		Digest: digest([]sourceFile{{name: overlayFile, data: data}}), At: p.at("/of"), Text: data, page: p,
	}
	for _, id := range p.names("/items") {
		at := "/items/" + id
		params, _ := p.places[at+"/params"].value.(map[string]any)
		o.Tightened = append(o.Tightened, Tightening{Item: id, Part: p.integer(at + "/part"), Params: params})
	}
	for i := range p.length("/add/items") {
		o.Added = append(o.Added, decodeItem(p, addedAt(i)))
	}
	if len(o.Tightened)+len(o.Added) == 0 {
		p.fault("", "no_change", "什么也没有收紧", "items 或 add", "补上要收紧或增加的条目")
	}
	return o, p.faults.Err()
}

// Covers reports whether a subject with that division code lies in the overlay's region.
func (o *Overlay) Covers(region string) bool { return strings.HasPrefix(region, o.Region) }

// Chain is the overlays of a standard that apply in a region, the widest region first,
// those of one region by id.
func Chain(overlays []*Overlay, ref, region string) []*Overlay {
	var chain []*Overlay
	for _, o := range overlays {
		if o.Of == ref && o.Covers(region) {
			chain = append(chain, o)
		}
	}
	slices.SortStableFunc(chain, func(a, b *Overlay) int {
		if len(a.Region) != len(b.Region) {
			return len(a.Region) - len(b.Region)
		}
		return strings.Compare(a.ID, b.ID)
	})
	return chain
}
