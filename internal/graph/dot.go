package graph

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/seclint/seclint/internal/report"
)

// dotBudget is what Graphviz lays out in reasonable time.
var dotBudget = budget{services: 1000, edges: 5000}

var dotShapes = map[shape]string{
	interfaceShape: "shape=ellipse, style=bold", serviceShape: "shape=box", networkShape: "shape=hexagon", configShape: "shape=note",
	hostShape: "shape=doubleoctagon, color=red",
}

var dotStyles = map[style]string{plain: "", dangerous: "color=red, penwidth=2", linked: "style=dashed, arrowhead=none"}

// DOT writes the map in the language of Graphviz. A large map is cut, and says so.
func DOT(w io.Writer, g *Graph, _ report.Options) error {
	d := draw(g, dotBudget)
	b := bufio.NewWriter(w)
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(b, format+"\n", args...) } // Flush has the error
	line("digraph exposure {")
	line("  rankdir=LR;")
	nodes := func(indent string, list []node) {
		for _, n := range list {
			line("%s%s [%s, label=%s];", indent, n.id, dotShapes[n.shape], dotText(n.lines...))
		}
	}
	nodes("  ", d.nodes)
	for _, c := range d.clusters {
		line("  subgraph cluster_%s {", c.id)
		line("    label=%s;", dotText(c.label))
		nodes("    ", c.nodes)
		line("  }")
	}
	for _, e := range d.edges {
		attributes := dotStyles[e.style]
		if e.label != "" {
			attributes = strings.TrimPrefix(attributes+", label="+dotText(e.label), ", ")
		}
		if attributes != "" {
			attributes = " [" + attributes + "]"
		}
		line("  %s -> %s%s;", e.from, e.to, attributes)
	}
	if d.hidden > 0 {
		line("  cut [shape=plaintext, label=%s];", dotText(cutNote(d.hidden)))
	}
	line("}")
	return b.Flush()
}

// dotText quotes the lines of a label. A backslash is doubled, because Graphviz reads escapes such as \N in labels.
func dotText(lines ...string) string {
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(line)
	}
	return `"` + strings.Join(escaped, `\n`) + `"`
}
