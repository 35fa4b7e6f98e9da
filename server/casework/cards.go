package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/card"
	"zhanping/internal/report"
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

// issueCard signs the result card of an award and puts it into the record.
func (s *Service) issueCard(award *records.Award, station records.Station, r *assessment.Report) error {
	if s.signing.Key == nil {
		return refuse(Unavailable, "没有签发结果卡的密钥；请系统管理员核对数据目录里的密钥")
	}
	for field, text := range map[string]string{
		"award.number": award.Number, "award.title": award.Title, "award.issuer": award.Issuer, "station.name": station.Name,
	} {
		if found := evidence.Personal(text); found != "" {
			return wrong(field, "“%s”里有%s，命名和结果卡要公开，不能写；请改正", text, found)
		}
	}
	text, err := reportText(r)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(text)
	c := card.Card{
		Station: station.Name, Region: station.Region, Level: station.Level, Standard: r.Standard.Title, Edition: r.Standard.Edition,
		Grade: award.Grade, Award: award.Number, Issued: card.Date(award.IssuedOn), Until: card.Date(award.ValidUntil),
		Issuer: award.Issuer, Digest: hex.EncodeToString(digest[:]),
	}
	if r.Total != nil {
		c.Total = r.Total.Certain.String()
	}
	signed, err := card.Issue(c, s.signing.Key, nil)
	if err != nil {
		return wrong("award", "不能签发结果卡：%s", err.Error())
	}
	award.Card, award.CardID = signed.Text, signed.ID
	return nil
}

// reportText is a report as it is kept and shown.
func reportText(r *assessment.Report) ([]byte, error) {
	var text bytes.Buffer
	if err := report.Write(&text, "json", report.Set{AsOf: r.AsOf, Reports: []*assessment.Report{r}}); err != nil {
		return nil, fmt.Errorf("write the report: %w", err)
	}
	return text.Bytes(), nil
}

// Award is one title.
func (s *Service) Award(ctx context.Context, who Actor, id string) (records.Award, error) {
	award, err := get[records.Award](s.read(ctx), id, "命名")
	if err != nil {
		return award, err
	}
	return award, s.allow(ctx, who, policies.ActionAwardRead, policies.Resource{Region: award.Region, Station: award.StationID})
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
	if cardID.MatchString(text) {
		award, err := s.awardOfCard(ctx, text)
		if errors.Is(err, store.ErrNotFound) {
			return card.Result{}, refuse(NotFound, "没有编号为 %s 的结果卡；请扫二维码，或核对编号", text)
		}
		if err != nil {
			return card.Result{}, err
		}
		text = award.Card
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
	award, err := s.awardOfCard(ctx, found.ID)
	switch {
	case errors.Is(err, store.ErrNotFound): // genuine, from before a backup was restored
	case err != nil:
		return card.Result{}, err
	case award.Withdrawn != "":
		list.Cards = []card.Withdrawal{{ID: award.CardID, On: card.Date(award.Withdrawn)}}
	}
	return card.Verify(text, keys, []card.Revocations{list}, on), nil
}

func (s *Service) awardOfCard(ctx context.Context, id string) (records.Award, error) {
	return store.First[records.Award](s.read(ctx), store.Query{Where: []store.Condition{store.Equal("card_id", id)}})
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
		Where: []store.Condition{store.Unequal("withdrawn", ""), store.Unequal("card_id", "")}, Order: []string{"card_id"},
	}, func(a *records.Award) error {
		gone = append(gone, card.Withdrawal{ID: a.CardID, On: card.Date(a.Withdrawn)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return card.SignRevocations(s.signing.Key, s.clock(), gone)
}
