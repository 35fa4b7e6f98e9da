package card

import (
	"fmt"

	"github.com/skip2/go-qrcode"
)

// finest is the largest QR version that prints well at 4 cm: 117 × 117 modules.
const finest = 25

// PNG is a QR code with error correction level M, each module pixels wide and high and the
// quiet zone included. The content is a card's text, with or without an address and "#"
// before it.
func PNG(content string, pixels int) ([]byte, error) {
	if pixels < 1 || pixels > 40 {
		return nil, fmt.Errorf("QR code with modules of %d pixels; use 1 to 40", pixels)
	}
	code, err := qrcode.New(content, qrcode.Medium)
	if err != nil || code.VersionNumber > finest {
		return nil, fmt.Errorf("二维码内容有 %d 字节，太密而难以扫描；请缩短结果卡前的网址", len(content))
	}
	return code.PNG(-pixels)
}
