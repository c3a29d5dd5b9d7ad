package graph

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/picture"
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
	styles(d, line)
	return b.Flush()
}

// styles gives nodes and edges their colours. Areas have letters of their own, so that they can be read on dark ground, too.
func styles(d drawing, line func(format string, args ...any)) {
	line("  classDef interface stroke-width:2px")
	line("  classDef host stroke-width:4px")
	for _, n := range d.nodes {
		if class := mermaidClasses[n.shape]; class != "" {
			line("  class %s %s", n.id, class)
		}
	}
	for _, class := range colourClasses() {
		stroke, fill, letters := picture.LightColours(class.severity, class.isNew)
		var nodes, edges []string
		for _, c := range d.clusters {
			for _, n := range c.nodes {
				if class.has(n.severity, n.isNew) {
					nodes = append(nodes, n.id)
				}
			}
		}
		for i, e := range d.edges {
			if class.has(e.severity, e.isNew) {
				edges = append(edges, strconv.Itoa(i))
			}
		}
		if nodes != nil {
			line("  classDef %s fill:%s,stroke:%s,stroke-width:2px,color:%s", class.name, fill, stroke, letters)
			line("  class %s %s", strings.Join(nodes, ","), class.name)
		}
		if edges != nil {
			line("  linkStyle %s stroke:%s,stroke-width:3px", strings.Join(edges, ","), stroke)
		}
	}
}

// colourClass is what has a colour: all of a severity, or what is new and of none.
type colourClass struct {
	name     string
	severity finding.Severity
	isNew    bool
}

func (c colourClass) has(severity finding.Severity, isNew bool) bool {
	return severity == c.severity && (severity > finding.None || isNew)
}

func colourClasses() []colourClass {
	var all []colourClass
	for severity := finding.Critical; severity > finding.None; severity-- {
		all = append(all, colourClass{name: severity.String(), severity: severity})
	}
	return append(all, colourClass{name: "new", isNew: true})
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
