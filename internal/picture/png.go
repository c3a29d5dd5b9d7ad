package picture

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// The bounds of a PNG: twice the size of the SVG, for screens with small pixels, and less where that would be too large.
const (
	pngScale  = 2.0
	pngWidest = 8000.0
	pngArea   = 16e6
)

// strokePoints is how many points of a line are drawn at once.
const strokePoints = 6

// PNG writes a picture as a PNG on light ground.
func PNG(w io.Writer, p *Picture) error {
	s := compose(p)
	scale := min(pngScale, pngWidest/s.width, pngWidest*2/s.height, math.Sqrt(pngArea/(s.width*s.height)))
	c := &canvas{
		RGBA: image.NewRGBA(image.Rect(0, 0, int(math.Ceil(s.width*scale)), int(math.Ceil(s.height*scale)))), scale: scale,
		faces: map[face]font.Face{},
	}
	draw.Draw(c.RGBA, c.Bounds(), image.White, image.Point{}, draw.Src)
	for _, g := range s.groups {
		for i := range g.marks {
			if err := c.mark(&g.marks[i]); err != nil {
				return err
			}
		}
	}
	return png.Encode(w, c.RGBA)
}

// canvas is an image that marks are drawn on.
type canvas struct {
	*image.RGBA
	scale float64
	faces map[face]font.Face
}

func (c *canvas) mark(m *mark) error {
	stroke, fill := colours(m.ink)
	switch {
	case m.text != "":
		return c.text(m, stroke)
	case m.isHead:
		c.fill(flat(m.line), stroke)
	case m.line != nil:
		width := 1.4
		if m.strong {
			width = 2.4
		}
		for _, piece := range dashes(flat(m.line), m.style) {
			for at := 0; at < len(piece)-1; at += strokePoints - 1 { // the area around a short piece is small
				c.stroke(piece[at:min(at+strokePoints, len(piece))], width, stroke)
			}
		}
	default:
		outline := rounded(m.at, m.size, m.round)
		c.fill(outline, fill)
		c.stroke(append(outline, outline[0]), 1.2, stroke)
	}
	return nil
}

// text writes a text. Where it stands it is measured anew: the letters are those that it is drawn with.
func (c *canvas) text(m *mark, ink color.Color) error {
	f := c.faces[m.face]
	if f == nil {
		var err error
		if f, err = opentype.NewFace(m.face.font(), &opentype.FaceOptions{Size: faceSizes[m.face] * c.scale, DPI: 72, Hinting: font.HintingNone}); err != nil {
			return err
		}
		c.faces[m.face] = f
	}
	d := font.Drawer{Dst: c.RGBA, Src: image.NewUniform(ink), Face: f}
	x := m.at.x*c.scale - m.anchor*float64(d.MeasureString(m.text))/64
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(m.at.y * c.scale * 64)}
	d.DrawString(m.text)
	return nil
}

// fill fills an area.
func (c *canvas) fill(outline []point, ink color.Color) {
	low, high := outline[0], outline[0]
	for _, p := range outline {
		low, high = point{min(low.x, p.x), min(low.y, p.y)}, point{max(high.x, p.x), max(high.y, p.y)}
	}
	area := image.Rect(int(low.x*c.scale)-1, int(low.y*c.scale)-1, int(high.x*c.scale)+2, int(high.y*c.scale)+2).Intersect(c.Bounds())
	if area.Empty() {
		return
	}
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	at := func(p point) (x, y float32) {
		return float32(p.x*c.scale - float64(area.Min.X)), float32(p.y*c.scale - float64(area.Min.Y))
	}
	r.MoveTo(at(outline[0]))
	for _, p := range outline[1:] {
		r.LineTo(at(p))
	}
	r.ClosePath()
	r.Draw(c.RGBA, area, image.NewUniform(ink), image.Point{})
}

// stroke draws a line as the area around it.
func (c *canvas) stroke(line []point, width float64, ink color.Color) {
	if len(line) < 2 {
		return
	}
	n := len(line)
	outline := make([]point, 2*n)
	for i, p := range line {
		a, b := line[max(i-1, 0)], line[min(i+1, n-1)]
		dx, dy := b.x-a.x, b.y-a.y
		length := math.Hypot(dx, dy)
		if length == 0 {
			dx, length = 1, 1
		}
		across := point{-dy / length * width / 2, dx / length * width / 2}
		outline[i] = point{p.x + across.x, p.y + across.y}
		outline[2*n-1-i] = point{p.x - across.x, p.y - across.y}
	}
	c.fill(outline, ink)
}
