package api

import (
	"context"

	"zhanping/internal/card"
	"zhanping/server/casework"
)

func (h *Handlers) award(ctx context.Context, in *ID) (*Answer[casework.ShownAward], error) {
	return answer(h.work.Award(ctx, actor(ctx), in.ID))
}

func (h *Handlers) awardQR(ctx context.Context, in *struct {
	ID
	Pixels int `query:"pixels" minimum:"1" maximum:"20" default:"6" doc:"每格几个像素"`
},
) (*Bytes, error) {
	image, err := h.work.AwardQR(ctx, actor(ctx), in.ID.ID, in.Pixels)
	return &Bytes{Type: "image/png", Disposition: "inline", Body: image}, err
}

// CardCheck says what became of a card.
type CardCheck struct {
	Status    card.Status  `json:"status" enum:"valid,withdrawn,expired,unknown_key,forged,unreadable" doc:"有效、已摘牌、已过有效期、密钥不可信、伪造或被改动、不是结果卡"`
	Words     string       `json:"words" doc:"给扫码人的一句话"`
	ID        string       `json:"id" doc:"结果卡编号；不真的卡为空"`
	Withdrawn string       `json:"withdrawn" doc:"摘牌日；空为没有"`
	Card      *CardContent `json:"card" doc:"卡上写的；不真的卡为空"`
}

// CardContent is what a genuine card says.
type CardContent struct {
	_        struct{} `nullable:"true"`
	Station  string   `json:"station" doc:"单位名称"`
	Region   string   `json:"region" doc:"区划代码"`
	Level    string   `json:"level" doc:"层级"`
	Standard string   `json:"standard" doc:"标准"`
	Edition  string   `json:"edition" doc:"版本"`
	Grade    string   `json:"grade" doc:"等级"`
	Total    string   `json:"total" doc:"总分；不计分的为空"`
	Award    string   `json:"award" doc:"文号或证书编号"`
	Issuer   string   `json:"issuer" doc:"颁发单位"`
	Issued   string   `json:"issued" doc:"颁发日"`
	Until    string   `json:"until" doc:"有效期至；空为长期"`
	Digest   string   `json:"digest" doc:"评定结果的 SHA-256"`
}

func (h *Handlers) checkCard(ctx context.Context, text string) (*Answer[CardCheck], error) {
	found, err := h.work.VerifyCard(ctx, actor(ctx), text)
	check := CardCheck{Status: found.Status, Words: found.String(), ID: found.ID, Withdrawn: string(found.Withdrawn)}
	if c := found.Card; found.ID != "" {
		check.Card = &CardContent{
			Station: c.Station, Region: c.Region, Level: c.Level, Standard: c.Standard, Edition: c.Edition, Grade: c.Grade,
			Total: c.Total, Award: c.Award, Issuer: c.Issuer, Issued: string(c.Issued), Until: string(c.Until), Digest: c.Digest,
		}
	}
	return &Answer[CardCheck]{Body: check}, err
}

func (h *Handlers) publicCard(ctx context.Context, in *struct {
	Card string `path:"card" maxLength:"1200" made:"card" doc:"结果卡编号，或卡上的文字"`
},
) (*Answer[CardCheck], error) {
	return h.checkCard(ctx, in.Card)
}

func (h *Handlers) verifyCard(ctx context.Context, in *struct {
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"1200" made:"card" doc:"扫二维码得到的文字，可以带网址"`
	}
},
) (*Answer[CardCheck], error) {
	return h.checkCard(ctx, in.Body.Text)
}

const plainType = "text/plain; charset=utf-8"

func (h *Handlers) cardKeys(ctx context.Context, _ *struct{}) (*Bytes, error) {
	text, err := h.work.CardKeys(ctx, actor(ctx))
	return &Bytes{Type: plainType, Disposition: "inline", Body: []byte(text + "\n")}, err
}

func (h *Handlers) revocations(ctx context.Context, _ *struct{}) (*Bytes, error) {
	text, err := h.work.Revocations(ctx, actor(ctx))
	return &Bytes{Type: plainType, Disposition: "inline", Body: text}, err
}
