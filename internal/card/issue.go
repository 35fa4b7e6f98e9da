package card

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

const prefix = "ZP1"

// Signed is a card that can be printed.
type Signed struct {
	Text string // what the QR code holds, at most MaxText bytes
	ID   string // what a list of withdrawn cards calls it: 32 hex digits
}

// Issue signs a card. The same card signed by the same key has the same id. With an SM2
// key, which may be nil, a second signature stands beside the first. Errors are for the
// person who fills the certificate in, one line for each fault.
func Issue(c Card, key note.Signer, second *SM2Key) (Signed, error) {
	secondID := ""
	if second != nil {
		secondID = second.id
	}
	raw, err := c.encode(secondID)
	if err != nil {
		return Signed{}, err
	}
	signed := prefix + "." + keyID(key.KeyHash()) + "." + base64url.EncodeToString(raw)
	signature, err := key.Sign([]byte(signed))
	if err != nil {
		return Signed{}, fmt.Errorf("sign card: %w", err)
	}
	text := signed + "." + base64url.EncodeToString(signature)
	if second != nil {
		signature, err := second.sign([]byte(signed))
		if err != nil {
			return Signed{}, fmt.Errorf("sign card by SM2: %w", err)
		}
		text += "." + base64url.EncodeToString(signature)
	}
	if len(text) > MaxText {
		return Signed{}, fmt.Errorf("二维码内容有 %d 个字符，最多 %d 个，否则难以扫描；请缩短站点、标准或发证单位的名称", len(text), MaxText)
	}
	return Signed{Text: text, ID: idOf(signed)}, nil
}

// idOf is the id of the card with these signed bytes.
func idOf(signed string) string {
	sum := sha256.Sum256([]byte(signed))
	return hex.EncodeToString(sum[:16])
}

// keyID is a key's hash as cards spell it.
func keyID(hash uint32) string { return fmt.Sprintf("%08x", hash) }
