package report_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/standards"
)

func TestTheTreeSaysWhoSetWhat(t *testing.T) {
	t.Parallel()
	r := town()
	r.Standard.Overlays = []standards.OverlayPin{{ID: "city", Issuer: "示例市", Digest: "sha256:00"}}
	r.Items[0].Item.Amended = []standards.Amendment{
		{Overlay: "city", Param: "min"}, {Overlay: "city", Param: "max"}, {Overlay: "county"},
	}
	text := written(t, "json", summed(setOf(r, town())))
	if err := publishedSchema(t).Validate(treeOf(t, text)); err != nil {
		t.Error(err)
	}
	var tree struct {
		Summary []struct{ Standard struct{ Overlays []string } }
		Reports []struct {
			Standard struct {
				Overlays []struct{ ID, Issuer, Digest string }
			}
			Items []struct {
				SetBy []string `json:"set_by"`
			}
		}
	}
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"city", "county"}, tree.Reports[0].Items[0].SetBy); diff != "" {
		t.Errorf("set by (-want +got):\n%s", diff)
	}
	if got := tree.Reports[0].Standard.Overlays; len(got) != 1 || got[0].ID+got[0].Issuer+got[0].Digest != "city示例市sha256:00" {
		t.Errorf("overlays: %v", got)
	}
	if len(tree.Summary) != 2 || len(tree.Summary[0].Standard.Overlays) != 0 || tree.Summary[1].Standard.Overlays[0] != "city" {
		t.Errorf("summary: %+v", tree.Summary)
	}
	if plain := tree.Reports[1]; plain.Items[0].SetBy != nil || plain.Standard.Overlays != nil {
		t.Error("told where there is nothing to tell")
	}
}
