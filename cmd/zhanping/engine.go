package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"zhanping/internal/engine"
	"zhanping/policies"
	"zhanping/standards"
)

// sources are the folders of one's own that stand beside the embedded ones.
type sources struct {
	standards []string
	policies  []string
	overlays  []string
}

func (s *sources) addFlags(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&s.standards, "standards", nil, "自备标准的`目录`，与内置标准并用（可重复）")
	cmd.Flags().StringArrayVar(&s.policies, "policies", nil, "自备判定规则的`目录`，与内置规则并用（可重复）")
}

// addOverlayFlag is for the commands that judge.
func (s *sources) addOverlayFlag(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&s.overlays, "overlay", nil, "区域加严的`目录`（内有 overlay.yaml），只用于该区域的单位（可重复）")
}

// loadEngine reads the embedded standards and checks and those of one's own.
func loadEngine(s sources) (*engine.Engine, error) {
	own, err := s.load()
	if err != nil {
		return nil, err
	}
	return engine.Open(own)
}

// load finds the folders of one's own.
func (s sources) load() (engine.Sources, error) {
	var own engine.Sources
	for _, dir := range s.standards {
		fsys, err := dirFS(dir)
		if err != nil {
			return own, err
		}
		own.Standards = append(own.Standards, standards.Source{FS: fsys, Display: filepath.ToSlash(dir)})
	}
	var err error
	if own.Policies, err = s.policyFolders(); err != nil {
		return own, err
	}
	var errs []error
	for _, dir := range s.overlays {
		overlay, err := readOverlay(dir)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		own.Overlays = append(own.Overlays, overlay)
	}
	return own, engine.Join(errs)
}

// policyFolders are the checks of one's own.
func (s sources) policyFolders() ([]fs.FS, error) {
	var folders []fs.FS
	for _, dir := range s.policies {
		fsys, err := dirFS(dir)
		if err != nil {
			return nil, err
		}
		folders = append(folders, policies.Named{FS: fsys, Prefix: filepath.ToSlash(dir)})
	}
	return folders, nil
}

func readOverlay(dir string) (*standards.Overlay, error) {
	fsys, err := dirFS(dir)
	if err != nil {
		return nil, err
	}
	return standards.LoadOverlay(fsys, ".", filepath.ToSlash(dir))
}

// dirFS is the folder as a file system; a path that is no folder is refused in words.
func dirFS(dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: 找不到目录；请核对路径", dir)
	case !info.IsDir():
		return nil, fmt.Errorf("%s: 不是目录；请给出存放标准或规则的目录", dir)
	}
	return os.DirFS(dir), nil
}
