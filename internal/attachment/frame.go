package attachment

import (
	"bufio"
	"image/jpeg"
	"io"
)

// frame is the head of a JPEG picture.
type frame struct {
	width, height int
	progressive   bool
	jfif          bool // its colours are never RGB, which the decoder would copy
	components    []component
}

// component is how often a colour is sampled in each direction.
type component struct{ across, down int64 }

// readFrame walks the segments of a JPEG file up to the frame header.
func readFrame(in *bufio.Reader) (frame, error) {
	jfif := false
	if _, err := in.Discard(2); err != nil {
		return frame{}, err
	}
	for {
		marker, err := nextMarker(in)
		if err != nil {
			return frame{}, err
		}
		if marker == 0x01 || marker >= 0xd0 && marker <= 0xd8 {
			continue // stands alone
		}
		length, err := readUint16(in)
		if err != nil {
			return frame{}, err
		}
		if length < 2 {
			return frame{}, jpeg.FormatError("short segment")
		}
		switch marker {
		case 0xc0, 0xc1, 0xc2:
			return readFrameHeader(in, length-2, frame{progressive: marker == 0xc2, jfif: jfif})
		case 0xd9, 0xda:
			return frame{}, jpeg.FormatError("no frame header")
		}
		if marker == 0xe0 && length >= 7 {
			mark, _ := in.Peek(5)
			jfif = jfif || string(mark) == "JFIF\x00"
		}
		if _, err := in.Discard(length - 2); err != nil {
			return frame{}, err
		}
	}
}

func nextMarker(in *bufio.Reader) (byte, error) {
	for {
		b, err := in.ReadByte()
		if err != nil {
			return 0, err
		}
		if b != 0xff {
			continue
		}
		for b == 0xff {
			if b, err = in.ReadByte(); err != nil {
				return 0, err
			}
		}
		if b != 0 {
			return b, nil
		}
	}
}

func readUint16(in *bufio.Reader) (int, error) {
	high, err := in.ReadByte()
	if err != nil {
		return 0, err
	}
	low, err := in.ReadByte()
	return int(high)<<8 | int(low), err
}

func readFrameHeader(in *bufio.Reader, length int, f frame) (frame, error) {
	head := make([]byte, length)
	if _, err := io.ReadFull(in, head); err != nil {
		return frame{}, err
	}
	if length < 6 || length < 6+3*int(head[5]) {
		return frame{}, jpeg.FormatError("short frame header")
	}
	f.height, f.width = int(head[1])<<8|int(head[2]), int(head[3])<<8|int(head[4])
	for i := range int(head[5]) {
		sampling := head[6+3*i+1]
		f.components = append(f.components, component{across: int64(sampling >> 4), down: int64(sampling & 15)})
	}
	return f, nil
}

// memory is what the decoder takes at most: a byte for each sample of whole blocks and, where the picture comes in
// several passes, four more for its coefficient.
func (f frame) memory() int64 {
	widest, highest := int64(1), int64(1)
	for _, c := range f.components {
		widest, highest = max(widest, c.across), max(highest, c.down)
	}
	blocks := (int64(f.width)/(8*widest) + 1) * (int64(f.height)/(8*highest) + 1)
	samples := int64(0)
	for _, c := range f.components {
		samples += blocks * c.across * c.down * 64
	}
	memory := samples
	if f.progressive {
		memory += 4 * samples
	}
	if len(f.components) == 4 || len(f.components) == 3 && !f.jfif {
		memory += 4 * int64(f.width) * int64(f.height) // CMYK and RGB are copied once more
	}
	return memory
}
