package graph

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/seclint/seclint/internal/report"
)

// mermaidBudget keeps a flowchart below what Mermaid refuses to draw: 500 edges and 50,000 characters.
var mermaidBudget = budget{services: 60, edges: 200}

// mermaidShapes are the brackets of a node.
var mermaidShapes = map[shape][2]string{
	interfaceShape: {"([", "])"}, serviceShape: {"[", "]"}, networkShape: {"{{", "}}"}, configShape: {"[/", "/]"}, hostShape: {"[[", "]]"},
}

var mermaidArrows = map[style]string{plain: "-->", dangerous: "==>", linked: "-.-"}

var mermaidClasses = map[shape]string{interfaceShape: "interface", hostShape: "host"}

// Mermaid writes the map as a Mermaid flowchart, which GitHub and GitLab draw in Markdown. A large map is cut, and says so.
func Mermaid(w io.Writer, g *Graph, _ report.Options) error {
	d := draw(g, mermaidBudget)
	b := bufio.NewWriter(w)
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(b, format+"\n", args...) } // Flush has the error
	line("flowchart LR")
	nodes := func(indent string, list []node) {
		for _, n := range list {
			brackets := mermaidShapes[n.shape]
			line("%s%s%s%s%s", indent, n.id, brackets[0], mermaidText(n.lines...), brackets[1])
		}
	}
	nodes("  ", d.nodes)
	for _, c := range d.clusters {
		line("  subgraph %s[%s]", c.id, mermaidText(c.label))
		nodes("    ", c.nodes)
		line("  end")
	}
	for _, e := range d.edges {
		if e.label == "" {
			line("  %s %s %s", e.from, mermaidArrows[e.style], e.to)
			continue
		}
		line("  %s %s|%s| %s", e.from, mermaidArrows[e.style], mermaidText(e.label), e.to)
	}
	if d.hidden > 0 {
		line("  cut[%s]", mermaidText(cutNote(d.hidden)))
	}
	line("  classDef interface stroke-width:2px")
	line("  classDef host stroke-width:4px")
	for _, n := range d.nodes {
		if class := mermaidClasses[n.shape]; class != "" {
			line("  class %s %s", n.id, class)
		}
	}
	return b.Flush()
}

// cutNote says that services are left out.
func cutNote(hidden int) string {
	return fmt.Sprintf("%d more services are not drawn (--format json holds all)", hidden)
}

// mermaidText quotes the lines of a label. Only letters, digits and a few marks stay as they are: Mermaid looks for
// directives, styles and Markdown even inside quotes.
func mermaidText(lines ...string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, line := range lines {
		if i > 0 {
			b.WriteString("<br/>")
		}
		for _, r := range line {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" .,/-+()", r) {
				b.WriteRune(r)
			} else {
				fmt.Fprintf(&b, "#%d;", r)
			}
		}
	}
	b.WriteByte('"')
	return b.String()
}
