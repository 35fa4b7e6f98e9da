package card

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

const listTitle = "zhanping withdrawn cards v1"

// Withdrawal says that a card does not count any more (摘牌), and since when.
type Withdrawal struct {
	ID string // of the card
	On Date
}

func (w Withdrawal) valid() bool {
	raw, err := hex.DecodeString(w.ID)
	return err == nil && len(raw) == 16 && hex.EncodeToString(raw) == w.ID && w.On.valid()
}

// Revocations is a list of all cards withdrawn so far (摘牌名单). A card that once stood on
// a list stays withdrawn; a station that is named again gets a new card.
type Revocations struct {
	Key   string    // name of the key that signed it
	At    time.Time // when it was made: UTC, whole seconds
	Cards []Withdrawal
}

// find is the card's withdrawal, if it is on the list.
func (r Revocations) find(id string) (Withdrawal, bool) {
	i, ok := slices.BinarySearchFunc(r.Cards, id, func(w Withdrawal, id string) int { return cmp.Compare(w.ID, id) })
	if !ok {
		return Withdrawal{}, false
	}
	return r.Cards[i], true
}

// SignRevocations is the signed list as of at, as text that anyone may pass on.
func SignRevocations(key note.Signer, at time.Time, cards []Withdrawal) ([]byte, error) {
	sorted := slices.Clone(cards)
	slices.SortFunc(sorted, func(a, b Withdrawal) int { return cmp.Compare(a.ID, b.ID) })
	for i, w := range sorted {
		if !w.valid() {
			return nil, fmt.Errorf("摘牌名单里的卡 %.80q（%.40q）不对；应为 32 位小写十六进制编号和 2026-11-21 样式的日期", w.ID, w.On)
		}
		if i > 0 && sorted[i-1].ID == w.ID {
			return nil, fmt.Errorf("摘牌名单里的卡 %s 出现两次；请只保留一次", w.ID)
		}
	}
	signed, err := note.Sign(&note.Note{Text: listText(at, sorted)}, key)
	if err != nil {
		return nil, fmt.Errorf("sign the list of withdrawn cards: %w", err)
	}
	return signed, nil
}

func listText(at time.Time, cards []Withdrawal) string {
	var b strings.Builder
	b.WriteString(listTitle + "\n" + at.UTC().Format(time.RFC3339) + "\n")
	for _, w := range cards {
		b.WriteString(w.ID + " " + string(w.On) + "\n")
	}
	return b.String()
}

// ParseRevocations reads a signed list. It accepts only what SignRevocations writes, signed
// by one of the keys; its errors are for the person who chose the file.
func ParseRevocations(text []byte, keys Keys) (Revocations, error) {
	opened, err := note.Open(text, keys)
	var unknown *note.UnverifiedNoteError
	var forged *note.InvalidSignatureError
	switch {
	case errors.As(err, &unknown):
		return Revocations{}, errors.New("摘牌名单不是由可信的公钥签的名；请向发证单位索取名单和公钥")
	case errors.As(err, &forged):
		return Revocations{}, fmt.Errorf("摘牌名单的签名（%s）与内容不符：名单被改动过；请向发证单位另取一份", forged.Name)
	case err != nil:
		return Revocations{}, errors.New("这不是一份摘牌名单：应为若干行文字、一个空行和以“— ”开头的签名；请检查文件是否完整")
	}
	list := Revocations{Key: opened.Sigs[0].Name}
	other := errors.New("签名有效，但内容不是摘牌名单；请检查是否选错了文件")
	lines := strings.Split(strings.TrimSuffix(opened.Text, "\n"), "\n")
	if len(lines) < 2 {
		return Revocations{}, other
	}
	if list.At, err = time.Parse(time.RFC3339, lines[1]); err != nil {
		return Revocations{}, other
	}
	previous := ""
	for _, line := range lines[2:] {
		id, on, _ := strings.Cut(line, " ")
		w := Withdrawal{ID: id, On: Date(on)}
		if !w.valid() || id <= previous {
			return Revocations{}, other
		}
		list.Cards = append(list.Cards, w)
		previous = id
	}
	if listText(list.At, list.Cards) != opened.Text {
		return Revocations{}, other
	}
	return list, nil
}
