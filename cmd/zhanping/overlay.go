package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"zhanping/assessment"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// addOverlayFlag is for the commands that judge.
func (s *sources) addOverlayFlag(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&s.overlays, "overlay", nil, "区域加严的`目录`（内有 overlay.yaml），只用于该区域的单位（可重复）")
}

// loadOverlays reads the overlays and lays each over its standard, together with those
// of the wider regions around it, so that loosening is refused before anything is judged.
func (e *engine) loadOverlays(dirs []string) error {
	var errs []error
	for _, dir := range dirs {
		fsys, err := dirFS(dir)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		overlay, err := standards.LoadOverlay(fsys, ".", filepath.ToSlash(dir))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, other := range e.overlays {
			if other.ID == overlay.ID {
				errs = append(errs, yamltext.Faults{{
					At: overlay.At, Code: "duplicate_id", Found: "区域加严 " + overlay.ID + " 有两份，另一份是 " + other.At.File,
					Expected: "不重复的编号", Fix: "改编号",
				}})
			}
		}
		e.overlays = append(e.overlays, overlay)
	}
	if err := joinFaults(errs); err != nil {
		return err
	}
	for _, overlay := range e.overlays {
		std, err := e.catalogue.Find(overlay.Of, "")
		var faults yamltext.Faults
		if errors.As(err, &faults) && strings.HasPrefix(overlay.Of, faults[0].At.File) {
			faults[0].At = overlay.At // where the standard that is not there is named
		}
		if err == nil {
			std, err = e.resolve(std, overlay.Region)
		}
		if err == nil {
			_, err = e.policies.Bind(std)
		}
		errs = append(errs, err)
	}
	return joinFaults(errs)
}

// resolve is the standard with the overlays of a region laid over it.
func (e *engine) resolve(std *standards.Standard, region string) (*standards.Standard, error) {
	for _, overlay := range standards.Chain(e.overlays, std.Ref(), region) {
		var err error
		if std, err = std.With(overlay, e.policies); err != nil {
			return nil, err
		}
	}
	return std, nil
}

// overlayKey names the overlays that apply to a standard in a region.
func (e *engine) overlayKey(std *standards.Standard, region string) string {
	var ids []string
	for _, overlay := range standards.Chain(e.overlays, std.Ref(), region) {
		ids = append(ids, overlay.ID)
	}
	return strings.Join(ids, "+")
}

// tellOverlays notes which overlays a report was made under, and which were given for
// the standard and left aside because the subject lies elsewhere.
func (e *engine) tellOverlays(r *assessment.Report) {
	for _, overlay := range e.overlays {
		switch {
		case overlay.Of != r.Standard.ID+"@"+r.Standard.Edition:
		case overlay.Covers(r.Subject.Region):
			r.Notes = append(r.Notes, fmt.Sprintf("按区域加严 %s（%s）评定：收紧 %d 条，增加 %d 条",
				overlay.ID, overlay.Issuer, len(overlay.Tightened), len(overlay.Added)))
		default:
			r.Notes = append(r.Notes, fmt.Sprintf("区域加严 %s 只用于区划 %s，被评单位在 %s，未采用",
				overlay.ID, overlay.Region, r.Subject.Region))
		}
	}
}
