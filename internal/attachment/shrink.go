package attachment

import (
	"image"

	"golang.org/x/image/draw"
)

// shrink makes a picture whose long side is at most side, without its old metadata. Whole factors are averaged
// exactly, the rest (less than two) is interpolated: sharp, quick, and in little memory.
func shrink(picture image.Image, side int) *image.RGBA {
	size := picture.Bounds().Size()
	if factor := max(size.X, size.Y) / side; factor > 1 {
		picture = average(picture, factor)
		size = picture.Bounds().Size()
	}
	long := max(size.X, size.Y)
	if long > side {
		size.X, size.Y = max(1, size.X*side/long), max(1, size.Y*side/long)
	} else if done, ok := picture.(*image.RGBA); ok {
		return done
	}
	out := image.NewRGBA(image.Rectangle{Max: size})
	draw.ApproxBiLinear.Scale(out, out.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return out
}

// shrinkMemory is what shrink takes at most besides the picture, for the largest side that is asked for.
func shrinkMemory(width, height int) int64 {
	const widest = 2 * publicSide
	return 4 * (min(int64(width), widest)*min(int64(height), widest) + publicSide*publicSide)
}

// average makes one pixel of each factor × factor pixels; at the far edges, of those that are left.
func average(picture image.Image, factor int) *image.RGBA {
	from := picture.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, (from.Dx()+factor-1)/factor, (from.Dy()+factor-1)/factor))
	strip := image.NewRGBA(image.Rect(0, 0, from.Dx(), factor))
	for y := range out.Rect.Dy() {
		rows := min(factor, from.Dy()-y*factor)
		draw.Draw(strip, image.Rect(0, 0, from.Dx(), rows), picture, from.Min.Add(image.Pt(0, y*factor)), draw.Src)
		for x := range out.Rect.Dx() {
			columns := min(factor, from.Dx()-x*factor)
			averageCell(out.Pix[out.PixOffset(x, y):][:4], strip, x*factor, columns, rows)
		}
	}
	return out
}

func averageCell(pixel []byte, strip *image.RGBA, left, columns, rows int) {
	var sums [4]int
	for row := range rows {
		cells := strip.Pix[strip.PixOffset(left, row):][:4*columns]
		for i := 0; i < len(cells); i += 4 {
			sums[0] += int(cells[i])
			sums[1] += int(cells[i+1])
			sums[2] += int(cells[i+2])
			sums[3] += int(cells[i+3])
		}
	}
	n := rows * columns
	for i := range pixel {
		pixel[i] = byte((sums[i] + n/2) / n)
	}
}

// sideways reports whether a stored picture lies on its side.
func sideways(orientation int) bool { return orientation >= 5 && orientation <= 8 }

// orient holds a stored picture upright, as EXIF's eight orientations say.
func orient(picture *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return picture
	}
	size := picture.Bounds().Size()
	right, bottom := size.X-1, size.Y-1
	if sideways(orientation) {
		size.X, size.Y = size.Y, size.X
	}
	out := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			var fromX, fromY int
			switch orientation {
			case 2:
				fromX, fromY = right-x, y
			case 3:
				fromX, fromY = right-x, bottom-y
			case 4:
				fromX, fromY = x, bottom-y
			case 5:
				fromX, fromY = y, x
			case 6:
				fromX, fromY = y, bottom-x
			case 7:
				fromX, fromY = right-y, bottom-x
			case 8:
				fromX, fromY = right-y, x
			}
			copy(out.Pix[out.PixOffset(x, y):][:4], picture.Pix[picture.PixOffset(fromX, fromY):][:4])
		}
	}
	return out
}
