package casework

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"zhanping/evidence"
	"zhanping/internal/card"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// Signing is what result cards and lists of withdrawn cards are signed with.
type Signing struct {
	Key    note.Signer
	Public string // every key by which cards of this installation verify, one a line
	Page   string // address of the page that shows a card; it stands before the card in the QR code
}

// issueCards signs a card for every title that a case has, by what was pinned last, and keeps it
// beside the cards before.
func (s *Service) issueCards(tx *store.Tx, who Actor, d dossier) error {
	awards, err := s.standingAwards(tx, d)
	if err != nil {
		return err
	}
	pinned, err := s.lastConclusion(tx, d.ID)
	if err != nil {
		return orMissing(err, "评定件的结论")
	}
	for i := range awards {
		if err := s.issueCard(&awards[i], d, pinned); err != nil {
			return err
		}
		if err := s.update(tx, &awards[i], "命名"); err != nil {
			return err
		}
		issued := records.Card{ID: awards[i].CardID, AwardID: awards[i].ID, Text: awards[i].Card, IssuedOn: s.today()}
		if err := tx.Put(&issued, "id"); err != nil {
			return err
		}
		if err := s.note(tx, who, "card.issue", "award", awards[i].ID, d.Region, map[string]any{
			"card": issued.ID, "report": pinned.ReportDigest, "valid_until": awards[i].ValidUntil,
		}); err != nil {
			return err
		}
	}
	return nil
}

// issueCard signs the result card of an award and puts it into the record.
func (s *Service) issueCard(award *records.Award, d dossier, pinned records.Conclusion) error {
	if s.signing.Key == nil {
		return refuse(Unavailable, "没有签发结果卡的密钥；请系统管理员核对数据目录里的密钥")
	}
	for _, part := range []struct{ field, called, text string }{
		{"body.award.number", "文号或证书编号", award.Number},
		{"body.award.title", "称号", award.Title},
		{"body.award.issuer", "颁发单位", award.Issuer},
		{"station.name", "单位名称", d.station.Name},
	} {
		if found := evidence.Personal(part.text); found != "" {
			return wrong(part.field, "%s里有%s；命名和结果卡要公开，请先改正", part.called, found)
		}
	}
	std, err := d.sets.Find(d.Standard, pinned.AsOf)
	if err != nil {
		return err
	}
	signed, err := card.Issue(card.Card{
		Station: d.station.Name, Region: d.station.Region, Level: d.station.Level, Standard: std.Title, Edition: std.Edition,
		Grade: award.Grade, Total: pinned.Certain, Award: award.Number, Issued: card.Date(s.today()), Until: card.Date(award.ValidUntil),
		Issuer: award.Issuer, Digest: strings.TrimPrefix(pinned.ReportDigest, "sha256:"),
	}, s.signing.Key, nil)
	if err != nil {
		return wrong("body.award", "不能签发结果卡：%s", err.Error())
	}
	award.Card, award.CardID = signed.Text, signed.ID
	return nil
}

// withdrawCards puts every card of a title on the list of withdrawn ones.
func (s *Service) withdrawCards(tx *store.Tx, award records.Award) error {
	cards, err := store.List[records.Card](tx, store.Query{Where: []store.Condition{store.Equal("award_id", award.ID)}})
	if err != nil {
		return err
	}
	for _, issued := range cards {
		if issued.Withdrawn = award.Withdrawn; issued.Withdrawn == "" {
			continue
		}
		if err := tx.Put(&issued, "id"); err != nil {
			return err
		}
	}
	return nil
}

// Award is one title.
func (s *Service) Award(ctx context.Context, who Actor, id string) (ShownAward, error) {
	tx := s.read(ctx)
	award, err := get[records.Award](tx, id, "命名")
	if err != nil {
		return ShownAward{}, err
	}
	if err := s.allow(ctx, who, policies.ActionAwardRead, policies.Resource{Region: award.Region, Station: award.StationID}); err != nil {
		return ShownAward{}, err
	}
	named, err := withStations(tx, []records.Award{award})
	if err != nil {
		return ShownAward{}, err
	}
	return named[0], nil
}

// AwardQR is the QR code of an award's card as PNG, each module some pixels wide.
func (s *Service) AwardQR(ctx context.Context, who Actor, id string, pixels int) ([]byte, error) {
	award, err := s.Award(ctx, who, id)
	if err != nil {
		return nil, err
	}
	if award.Card == "" {
		return nil, refuse(NotFound, "这项命名没有结果卡")
	}
	return s.drawCard(award.Award, pixels)
}

// drawCard is the QR code of an award's card, which leads to the page that shows it.
func (s *Service) drawCard(award records.Award, pixels int) ([]byte, error) {
	content := award.Card
	if s.signing.Page != "" {
		content = s.signing.Page + "#" + award.Card
	}
	return card.PNG(content, pixels)
}

var cardID = regexp.MustCompile(`^[0-9a-f]{32}$`)

// VerifyCard checks a card as it was scanned, or the one of that id: whether it is genuine, in force
// or withdrawn. Anybody may ask.
func (s *Service) VerifyCard(ctx context.Context, who Actor, text string) (card.Result, error) {
	if err := s.allow(ctx, who, policies.ActionCardVerify, policies.Resource{}); err != nil {
		return card.Result{}, err
	}
	text = strings.TrimSpace(text)
	issued := func(id string) (records.Card, error) { return store.Get[records.Card](s.read(ctx), id) }
	if cardID.MatchString(text) {
		one, err := issued(text)
		if errors.Is(err, store.ErrNotFound) {
			return card.Result{}, refuse(NotFound, "没有编号为 %s 的结果卡；请扫二维码，或核对编号", text)
		}
		if err != nil {
			return card.Result{}, err
		}
		text = one.Text
	}
	keys, err := card.ParseKeys(s.signing.Public)
	if err != nil {
		return card.Result{}, fmt.Errorf("read the keys of cards: %w", err)
	}
	on := card.DayOf(s.clock())
	found := card.Verify(text, keys, nil, on)
	if found.ID == "" {
		return found, nil
	}
	list := card.Revocations{Key: found.Key, At: s.clock().UTC()}
	one, err := issued(found.ID)
	switch {
	case errors.Is(err, store.ErrNotFound): // genuine, and newer than a backup that was restored
	case err != nil:
		return card.Result{}, err
	case one.Withdrawn != "":
		list.Cards = []card.Withdrawal{{ID: one.ID, On: card.Date(one.Withdrawn)}}
	}
	return card.Verify(text, keys, []card.Revocations{list}, on), nil
}

// CardKeys is the public keys by which cards and lists of withdrawn cards verify.
func (s *Service) CardKeys(ctx context.Context, who Actor) (string, error) {
	return s.signing.Public, s.allow(ctx, who, policies.ActionPublicRead, policies.Resource{})
}

// Revocations is the signed list of all cards withdrawn so far, as of now.
func (s *Service) Revocations(ctx context.Context, who Actor) ([]byte, error) {
	if err := s.allow(ctx, who, policies.ActionPublicRead, policies.Resource{}); err != nil {
		return nil, err
	}
	if s.signing.Key == nil {
		return nil, refuse(Unavailable, "没有签发结果卡的密钥；请系统管理员核对数据目录里的密钥")
	}
	var gone []card.Withdrawal
	err := store.Each(s.read(ctx), store.Query{
		Where: []store.Condition{store.Unequal("withdrawn", "")},
	}, func(c *records.Card) error {
		gone = append(gone, card.Withdrawal{ID: c.ID, On: card.Date(c.Withdrawn)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return card.SignRevocations(s.signing.Key, s.clock(), gone)
}
