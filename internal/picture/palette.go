package picture

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/seclint/seclint/internal/finding"
)

// ink is what a mark is drawn with: a name that the style sheet has.
type ink string

// The inks beside those of the severities.
const (
	plainInk ink = "none"
	newInk   ink = "new"
	poleInk  ink = "pole"
	pageInk  ink = "page"
	textInk  ink = "text"
	mutedInk ink = "muted"
)

// inkOf is the ink of something of a severity that may be new.
func inkOf(s finding.Severity, isNew bool) ink {
	switch {
	case s > finding.None:
		return ink(s.String())
	case isNew:
		return newInk
	}
	return plainInk
}

// shade is how an ink looks: its lines and letters, and its areas.
type shade struct{ stroke, fill uint32 }

// shades of one ink on light and on dark ground.
type shades struct {
	ink         ink
	light, dark shade
}

// palette has every ink. Letters have a contrast of at least 4.5 to 1 to the ground and to the areas of their ink.
var palette = []shades{
	{pageInk, shade{0xffffff, 0xffffff}, shade{0x12161d, 0x12161d}},
	{textInk, shade{0x1a212c, 0x1a212c}, shade{0xe6e9ee, 0xe6e9ee}},
	{mutedInk, shade{0x566070, 0x566070}, shade{0xa3adbb, 0xa3adbb}},
	{poleInk, shade{0x39424f, 0xe7eaef}, shade{0xaab4c2, 0x262d38}},
	{plainInk, shade{0x7d8796, 0xf6f7f9}, shade{0x76818f, 0x1c222b}},
	{newInk, shade{0x5b3fc4, 0xece8fc}, shade{0xb4a2ff, 0x272046}},
	{"critical", shade{0xa8002f, 0xffe4ea}, shade{0xff8098, 0x3d1420}},
	{"high", shade{0xad3a05, 0xffedde}, shade{0xff9f5e, 0x3a2110}},
	{"medium", shade{0x7d5a00, 0xfdf3cf}, shade{0xe8c352, 0x332a0c}},
	{"low", shade{0x0b6076, 0xdff3f9}, shade{0x63cbe6, 0x0f2c36}},
	{"note", shade{0x566070, 0xf0f2f5}, shade{0xa3adbb, 0x20262f}},
}

// colours returns what an ink looks like on light ground.
func colours(i ink) (stroke, fill color.RGBA) {
	for _, s := range palette {
		if s.ink == i {
			return rgb(s.light.stroke), rgb(s.light.fill)
		}
	}
	return rgb(0), rgb(0xffffff)
}

// LightColours returns the colours of something of a severity that may be new, on light ground as #rrggbb: of its lines, its area, and
// letters on that.
func LightColours(s finding.Severity, isNew bool) (stroke, fill, letters string) {
	for _, known := range palette {
		switch known.ink {
		case inkOf(s, isNew):
			stroke, fill = hex(known.light.stroke), hex(known.light.fill)
		case textInk:
			letters = hex(known.light.stroke)
		}
	}
	return stroke, fill, letters
}

func rgb(c uint32) color.RGBA { return color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 0xff} }

// shape is the part of the style sheet that is the same on light and dark ground.
func shape(b *strings.Builder) {
	b.WriteString(".picture text{font-family:Go,Verdana,\"DejaVu Sans\",system-ui,sans-serif}\n" +
		".picture .bold,.picture .title{font-weight:bold}\n")
	for f, class := range faceClasses {
		fmt.Fprintf(b, ".picture .%s{font-size:%gpx}\n", class, faceSizes[f])
	}
	b.WriteString(".picture path{fill:none;stroke-width:1.4}\n.picture path.strong{stroke-width:2.4}\n.picture path.head{stroke-width:0}\n" +
		".picture path.dashed{stroke-dasharray:7 5}\n.picture path.dotted{stroke-dasharray:2 4}\n.picture rect{stroke-width:1.2}\n")
}

// StyleSheet is the style sheet of an SVG that stands alone. It follows what the reader's system prefers.
func StyleSheet() string {
	var b strings.Builder
	shape(&b)
	for _, s := range palette {
		rules(&b, s.ink, hex(s.light.stroke), hex(s.light.fill))
	}
	b.WriteString("@media (prefers-color-scheme:dark){\n")
	for _, s := range palette {
		rules(&b, s.ink, hex(s.dark.stroke), hex(s.dark.fill))
	}
	b.WriteString("}\n")
	return b.String()
}

// PageStyleSheet is the style sheet of pictures in a page whose root has the property color-scheme.
func PageStyleSheet() string {
	var b strings.Builder
	shape(&b)
	both := func(light, dark uint32) string { return "light-dark(" + hex(light) + "," + hex(dark) + ")" }
	for _, s := range palette {
		rules(&b, s.ink, both(s.light.stroke, s.dark.stroke), both(s.light.fill, s.dark.fill))
	}
	return b.String()
}

func hex(c uint32) string { return fmt.Sprintf("#%06x", c) }

// rules says how lines, arrow heads, letters and areas of an ink look.
func rules(b *strings.Builder, i ink, stroke, fill string) {
	fmt.Fprintf(b, ".picture path.%s{stroke:%s}.picture path.head.%[1]s,.picture text.%[1]s{fill:%[2]s}.picture rect.%[1]s{stroke:%[2]s;fill:%[3]s}\n",
		i, stroke, fill)
}
