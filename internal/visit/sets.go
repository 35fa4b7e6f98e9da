package visit

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"zhanping/internal/engine"
	"zhanping/standards"
)

// Folders of an archive of Pack beside those of the policies: one folder below each for every standard
// and every overlay.
const (
	standardsFolder = "standards"
	overlaysFolder  = "overlays"
)

// Pack is what judging by a standard needs, as one zip: the standard and those whose results it counts,
// the policies with their judge, and the overlays of the standard. The same engine gives the same bytes.
func Pack(e *engine.Engine, std *standards.Standard) ([]byte, error) {
	all, err := e.Tree()
	if err != nil {
		return nil, err
	}
	refs := slices.DeleteFunc(e.Catalogue().Refs(), func(ref string) bool { return !needs(std, ref) })
	for _, ref := range refs {
		files, err := e.Catalogue().Files(ref, "")
		if err != nil {
			return nil, err
		}
		id, _, _ := strings.Cut(ref, "@")
		maps.Copy(all, engine.Files(files).In(path.Join(standardsFolder, ref, id)))
	}
	for _, overlay := range e.Own().Overlays {
		if slices.Contains(refs, overlay.Of) {
			all[path.Join(overlaysFolder, overlay.ID, "overlay.yaml")] = overlay.Text
		}
	}
	return all.Pack()
}

// needs reports whether a standard, by id@edition, is the one or one whose results it counts.
func needs(std *standards.Standard, ref string) bool {
	id, _, _ := strings.Cut(ref, "@")
	return ref == std.Ref() || slices.ContainsFunc(std.MemberResults, func(m standards.MemberResult) bool {
		return m.Standard == ref || m.Standard == id
	})
}

// Unpack is the engine of an archive of Pack. It judges by nothing else.
func Unpack(archive []byte) (*engine.Engine, error) {
	files, err := engine.Unpack(archive)
	if err != nil {
		return nil, err
	}
	var only engine.Sources
	if only.Policies, err = engine.TreeSources(files); err != nil {
		return nil, err
	}
	for _, folder := range folders(files, standardsFolder) {
		fsys, err := files.Under(folder).FS()
		if err != nil {
			return nil, err
		}
		only.Standards = append(only.Standards, standards.Source{FS: fsys, Display: standardsFolder})
	}
	for _, folder := range folders(files, overlaysFolder) {
		overlay, err := openOverlay(files.Under(folder), folder)
		if err != nil {
			return nil, err
		}
		only.Overlays = append(only.Overlays, overlay)
	}
	return engine.OpenOnly(only)
}

func openOverlay(files engine.Files, folder string) (*standards.Overlay, error) {
	fsys, err := files.FS()
	if err != nil {
		return nil, err
	}
	overlay, err := standards.LoadOverlay(fsys, ".", folder)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", folder, err)
	}
	return overlay, nil
}

// folders is those below one, in order.
func folders(files engine.Files, in string) []string {
	found := map[string]bool{}
	for name := range files {
		if rest, below := strings.CutPrefix(name, in+"/"); below {
			first, _, _ := strings.Cut(rest, "/")
			found[path.Join(in, first)] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}
