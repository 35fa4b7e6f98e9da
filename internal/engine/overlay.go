package engine

import (
	"errors"
	"fmt"
	"strings"

	"zhanping/assessment"
	"zhanping/internal/yamltext"
	"zhanping/policies"
	"zhanping/standards"
)

// CheckOverlays is what Open does with overlays, for those who have no engine.
func CheckOverlays(catalogue *standards.Catalogue, checks *policies.Engine, overlays []*standards.Overlay) error {
	return (&Engine{catalogue: catalogue, policies: checks, overlays: overlays}).checkOverlays()
}

// checkOverlays refuses overlays of one id, of a standard that is not there, and those
// that loosen or do not fit the checks.
func (e *Engine) checkOverlays() error {
	var errs []error
	for i, overlay := range e.overlays {
		for _, other := range e.overlays[:i] {
			if other.ID == overlay.ID {
				errs = append(errs, yamltext.Faults{{
					At: overlay.At, Code: "duplicate_id", Found: "区域加严 " + overlay.ID + " 有两份，另一份是 " + other.At.File,
					Expected: "不重复的编号", Fix: "改编号",
				}})
			}
		}
	}
	if err := Join(errs); err != nil {
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
	return Join(errs)
}

// resolve is the standard with the overlays of a region laid over it.
func (e *Engine) resolve(std *standards.Standard, region string) (*standards.Standard, error) {
	for _, overlay := range standards.Chain(e.overlays, std.Ref(), region) {
		var err error
		if std, err = std.With(overlay, e.policies); err != nil {
			return nil, err
		}
	}
	return std, nil
}

// overlayKey names the overlays that apply to a standard in a region.
func (e *Engine) overlayKey(std *standards.Standard, region string) string {
	return e.OverlaysOn(std.Ref(), region)
}

// OverlaysOn names the overlays that apply to a standard ("id@edition") in a region; "" is none. Bundles
// of the same level and day are judged by the same items where it is the same.
func (e *Engine) OverlaysOn(ref, region string) string {
	var ids []string
	for _, overlay := range standards.Chain(e.overlays, ref, region) {
		ids = append(ids, overlay.ID)
	}
	return strings.Join(ids, "+")
}

// tellOverlays notes which overlays a report was made under, and which were given for
// the standard and left aside because the subject lies elsewhere.
func (e *Engine) tellOverlays(r *assessment.Report) {
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
