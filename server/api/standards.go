package api

import (
	"context"

	"zhanping/evidence"
	"zhanping/internal/explain"
)

func (h *Handlers) standards(ctx context.Context, _ *struct{}) (*Listing[explain.StandardHead], error) {
	return listing(h.work.Standards(ctx, actor(ctx)))
}

// Ref names a standard.
type Ref struct {
	Ref string `path:"ref" maxLength:"120" doc:"标准，写作 编号 或 编号@版本"`
}

func (h *Handlers) standard(ctx context.Context, in *struct {
	Ref
	Level  string `query:"level" enum:"province,city,county,town,village" doc:"哪一级的评分表；空为各级合在一起"`
	Region string `query:"region" pattern:"^([0-9]{12})?$" doc:"区划代码，用于区域加严"`
},
) (*Answer[explain.Structure], error) {
	return answer(h.work.Standard(ctx, actor(ctx), in.Ref.Ref, in.Level, in.Region))
}

func (h *Handlers) standardChecks(ctx context.Context, in *Ref) (*Listing[explain.Check], error) {
	return listing(h.work.StandardChecks(ctx, actor(ctx), in.Ref))
}

const yamlText = "text/plain; charset=utf-8"

func (h *Handlers) itemSource(ctx context.Context, in *struct {
	Ref
	Item string `path:"item" maxLength:"40" doc:"条目编号"`
},
) (*Bytes, error) {
	text, err := h.work.ItemSource(ctx, actor(ctx), in.Ref.Ref, in.Item)
	return &Bytes{Type: yamlText, Disposition: "inline", Body: []byte(text)}, err
}

const markdownType = "text/markdown; charset=utf-8"

func (h *Handlers) standardPage(ctx context.Context, in *Ref) (*Bytes, error) {
	text, err := h.work.StandardPage(ctx, actor(ctx), in.Ref)
	return &Bytes{Type: markdownType, Disposition: "inline", Body: text}, err
}

// EvidenceForm is the evidence schema as a form needs it.
type EvidenceForm struct {
	Kinds    []string      `json:"kinds" doc:"单位类型" nullable:"false"`
	Levels   []string      `json:"levels" doc:"层级，从高到低" nullable:"false"`
	Sections []FormSection `json:"sections" doc:"各部分" nullable:"false"`
}

// FormSection is a part of the form.
type FormSection struct {
	Path  string     `json:"path" doc:"路径"`
	Title string     `json:"title" doc:"名称"`
	Help  string     `json:"help" doc:"填报说明"`
	Facts []FormFact `json:"facts" doc:"事实" nullable:"false"`
}

// FormFact is a fact to fill in.
type FormFact struct {
	FormValue
	Sources     []string             `json:"sources" doc:"可以作为依据的种类；空为可直接填写" nullable:"false"`
	Sensitivity string               `json:"sensitivity" doc:"可否公开"`
	Computed    bool                 `json:"computed" doc:"县域的值由各站汇总得出"`
	AtMost      string               `json:"at_most" doc:"不得超过哪一项"`
	Members     []FormValue          `json:"members" doc:"列表每一项的内容" nullable:"false"`
	Readers     []explain.FactReader `json:"readers" doc:"哪些标准的哪些条目要用它" nullable:"false"`
}

// FormValue is a value and how it is written.
type FormValue struct {
	Path     string   `json:"path" doc:"路径"`
	Title    string   `json:"title" doc:"名称"`
	Help     string   `json:"help" doc:"填报说明"`
	Type     string   `json:"type" doc:"boolean、integer、number、string、date、list、document、photo"`
	ItemType string   `json:"item_type" doc:"列表每一项的类型"`
	Unit     string   `json:"unit" doc:"单位"`
	Enum     []string `json:"enum" doc:"可选的值" nullable:"false"`
	Minimum  string   `json:"minimum" doc:"最小值"`
	Maximum  string   `json:"maximum" doc:"最大值"`
}

func (h *Handlers) evidenceForm(ctx context.Context, in *struct {
	Kind   string `query:"kind" maxLength:"40" doc:"单位类型；空为不列出由哪些条目使用"`
	Level  string `query:"level" enum:"province,city,county,town,village" doc:"层级"`
	Region string `query:"region" pattern:"^([0-9]{12})?$" doc:"区划代码"`
},
) (*Answer[EvidenceForm], error) {
	found, err := h.work.EvidenceForm(ctx, actor(ctx), in.Kind, in.Level, in.Region)
	if err != nil {
		return nil, err
	}
	form := EvidenceForm{Kinds: found.Schema.SubjectKinds(), Levels: found.Schema.SubjectLevels(), Sections: []FormSection{}}
	for _, section := range found.Schema.Sections() {
		out := FormSection{Path: section.Path, Title: section.Title, Help: section.Help, Facts: []FormFact{}}
		for _, fact := range section.Facts {
			out.Facts = append(out.Facts, formFact(fact, found.Readers[fact.Path]))
		}
		form.Sections = append(form.Sections, out)
	}
	return &Answer[EvidenceForm]{Body: form}, nil
}

func formFact(fact evidence.Fact, readers []explain.FactReader) FormFact {
	out := FormFact{
		FormValue: formValue(fact), Sources: append([]string{}, fact.Sources...), Sensitivity: fact.Sensitivity,
		Computed: fact.Rollup != nil, AtMost: fact.AtMost, Members: []FormValue{}, Readers: append([]explain.FactReader{}, readers...),
	}
	for _, member := range fact.Members {
		out.Members = append(out.Members, formValue(member))
	}
	return out
}

func formValue(fact evidence.Fact) FormValue {
	return FormValue{
		Path: fact.Path, Title: fact.Title, Help: fact.Help, Type: fact.Type, ItemType: fact.ItemType, Unit: fact.Unit,
		Enum: append([]string{}, fact.Enum...), Minimum: fact.Minimum, Maximum: fact.Maximum,
	}
}
