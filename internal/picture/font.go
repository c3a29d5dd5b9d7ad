package picture

import (
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is a size and weight of text.
type face uint8

// The faces.
const (
	regular face = iota
	bold
	small
	title
	faceCount
)

var faceSizes = [faceCount]float64{regular: textSize, bold: textSize, small: smallSize, title: titleSize}

func (f face) isBold() bool { return f == bold || f == title }

// lineStyle is the face of a line of a box.
func lineStyle(line int) face {
	if line == 0 {
		return bold
	}
	return small
}

// fonts are the Go fonts. Their licence is that of Go; they are among the wider ones, so that what is measured with them fits in others.
var fonts = sync.OnceValue(func() (parsed [2]*sfnt.Font) {
	for i, data := range [][]byte{goregular.TTF, gobold.TTF} {
		f, err := opentype.Parse(data)
		if err != nil {
			panic(err) // built in
		}
		parsed[i] = f
	}
	return parsed
})

func (f face) font() *sfnt.Font {
	if f.isBold() {
		return fonts()[1]
	}
	return fonts()[0]
}

// slack is how much wider than measured a text may be in the font of whoever looks at it: DejaVu Sans, the widest of the usual ones, is a
// tenth wider than Go, and a quarter in bold.
var slack = map[bool]float64{false: 1.12, true: 1.26}

// textWidth returns how wide a text is at most.
func textWidth(text string, f face) float64 {
	var b sfnt.Buffer
	from := f.font()
	size := fixed.Int26_6(faceSizes[f] * 64)
	width := fixed.Int26_6(0)
	for _, r := range text {
		glyph, _ := from.GlyphIndex(&b, r)
		advance, err := from.GlyphAdvance(&b, glyph, size, font.HintingNone)
		if err != nil {
			advance = size
		}
		if glyph == 0 { // another font draws it, perhaps as wide as high
			advance = max(advance, size)
		}
		width += advance
	}
	return float64(width) / 64 * slack[f.isBold()]
}
