package graph_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"github.com/awalterschulze/gographviz"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/seclint/seclint/internal/graph"
)

// The lines of the part of Mermaid's flowchart language that is written. A text contains nothing but letters, digits, a few
// marks, character codes and line breaks.
var (
	mermaidText    = `"(?:[\pL\p{Nd} .,/\-+()]|#\d+;|<br/>)*"`
	mermaidNode    = regexp.MustCompile(`^ {2,4}(n\d+|cut)(?:\(\[` + mermaidText + `\]\)|\[\[` + mermaidText + `\]\]|\[/` + mermaidText + `/\]|\[` + mermaidText + `\]|\{\{` + mermaidText + `\}\})$`)
	mermaidGroup   = regexp.MustCompile(`^  subgraph (p\d+)\[` + mermaidText + `\]$`)
	mermaidEdge    = regexp.MustCompile(`^  (n\d+) (?:-->|==>|-\.-)(?:\|` + mermaidText + `\|)? (n\d+)$`)
	mermaidStyle   = regexp.MustCompile(`^  classDef (?:(?:interface|host) stroke-width:\dpx|(?:critical|high|medium|low|note|new) fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},stroke-width:2px,color:#[0-9a-f]{6})$`)
	mermaidClass   = regexp.MustCompile(`^  class (n\d+(?:,n\d+)*) (?:interface|host|critical|high|medium|low|note|new)$`)
	mermaidLinks   = regexp.MustCompile(`^  linkStyle (\d+(?:,\d+)*) stroke:#[0-9a-f]{6},stroke-width:3px$`)
	mermaidHeading = "flowchart LR"
)

// checkMermaid checks a flowchart against the grammar: every line is one of the above, groups are closed, every node is declared
// once and every edge joins declared nodes.
func checkMermaid(text string) error {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != mermaidHeading {
		return fmt.Errorf("begins with %q", lines[0])
	}
	declared, used, depth, edges := map[string]bool{}, map[string]string{}, 0, 0
	for _, line := range lines[1:] {
		if m := mermaidNode.FindStringSubmatch(line); m != nil {
			if declared[m[1]] {
				return fmt.Errorf("%s is declared twice", m[1])
			}
			declared[m[1]] = true
		} else if mermaidGroup.MatchString(line) {
			depth++
		} else if line == "  end" {
			depth--
		} else if m := mermaidEdge.FindStringSubmatch(line); m != nil {
			used[m[1]], used[m[2]] = line, line
			edges++
		} else if m := mermaidClass.FindStringSubmatch(line); m != nil {
			for id := range strings.SplitSeq(m[1], ",") {
				used[id] = line
			}
		} else if m := mermaidLinks.FindStringSubmatch(line); m != nil {
			for number := range strings.SplitSeq(m[1], ",") {
				if n, err := strconv.Atoi(number); err != nil || n >= edges {
					return fmt.Errorf("there is no edge %s: %q", number, line)
				}
			}
		} else if !mermaidStyle.MatchString(line) {
			return fmt.Errorf("not in the grammar: %q", line)
		}
		if depth < 0 || depth > 1 {
			return fmt.Errorf("groups do not match at %q", line)
		}
	}
	for id, line := range used {
		if !declared[id] {
			return fmt.Errorf("%s is not declared: %q", id, line)
		}
	}
	if depth != 0 || edges > 500 || len(text) > 50_000 {
		return fmt.Errorf("depth %d at the end, %d edges, %d characters", depth, edges, len(text))
	}
	return nil
}

// checkDOT parses a drawing with a parser of the DOT language and checks that every edge joins declared nodes.
func checkDOT(text string) error {
	ast, err := gographviz.ParseString(text)
	if err != nil {
		return err
	}
	g := gographviz.NewGraph()
	if err := gographviz.Analyse(ast, g); err != nil {
		return err
	}
	for _, e := range g.Edges.Edges {
		for _, id := range []string{e.Src, e.Dst} {
			if n := g.Nodes.Lookup[id]; n == nil || n.Attrs["label"] == "" {
				return fmt.Errorf("%s is not declared", id)
			}
		}
	}
	return nil
}

// checkAll writes a map in every format and checks that each is well-formed and harmless on a terminal.
func checkAll(t testing.TB, g *graph.Graph) {
	t.Helper()
	for format := range graph.Formats() {
		if format == "png" {
			continue // no text
		}
		text := string(written(t, format, g))
		var err error
		switch format {
		case "mermaid":
			err = checkMermaid(text)
		case "dot":
			err = checkDOT(text)
		case "json":
			err = checkJSON(text)
		case "svg":
			err = checkSVG(text)
		}
		if err != nil {
			t.Errorf("%s is not well-formed: %v\n%.2000s", format, err, text)
		}
		if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsGraphic(r) }); i >= 0 {
			t.Errorf("%s holds the control character %q", format, text[i])
		}
	}
}

// checkSVG parses a picture and refuses what could load or run something.
func checkSVG(text string) error {
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		start, is := token.(xml.StartElement)
		if !is {
			continue
		}
		if !slices.Contains([]string{"svg", "title", "style", "g", "rect", "path", "text"}, start.Name.Local) {
			return fmt.Errorf("the element %s has no place in a picture", start.Name.Local)
		}
		for _, a := range start.Attr {
			if name := a.Name.Local; strings.HasPrefix(name, "on") || name == "href" || name == "style" {
				return fmt.Errorf("the attribute %s has no place in a picture", name)
			}
		}
	}
}

func checkJSON(text string) error {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		return err
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return err
	}
	return schema.Validate(doc)
}

func TestWellFormed(t *testing.T) {
	checkAll(t, mapOf(t, stack(t)))
	checkAll(t, mapOf(t, fstest.MapFS{}))
}

func TestPNG(t *testing.T) {
	if _, err := png.Decode(bytes.NewReader(written(t, "png", mapOf(t, stack(t))))); err != nil {
		t.Error(err)
	}
}

func TestTheGrammarRefuses(t *testing.T) {
	good := string(written(t, "mermaid", mapOf(t, stack(t))))
	for _, spoilt := range []string{
		strings.Replace(good, "  end\n", "", 1),
		strings.Replace(good, `"]`, `""]`, 1),
		strings.Replace(good, "==>", "=>", 1),
		strings.Replace(good, "[\"gateway", "[\"<b>gateway", 1),
		good + "  n999 --> n0\n",
	} {
		if spoilt == good || checkMermaid(spoilt) == nil {
			t.Errorf("accepted:\n%s", spoilt)
		}
	}
	if checkDOT(strings.Replace(string(written(t, "dot", mapOf(t, stack(t)))), `label="`, `label=""`, 1)) == nil {
		t.Error("a broken DOT drawing was accepted")
	}
}

// hostile is a map in which every text is the same.
func hostile(text string) *graph.Graph {
	place := graph.Place{File: text, Line: 1, Column: 1}
	config := graph.Config{File: text, Kind: "envoy", How: "volume", Container: text, At: &place, Listeners: []graph.Listener{
		{Name: text, Address: text, Exposure: "unknown", Because: text, Place: place},
	}}
	return &graph.Graph{
		SchemaVersion: graph.SchemaVersion, Unlinked: []graph.Config{config},
		Problems: []graph.Problem{{Message: text, Place: place}},
		Chains: []graph.Chain{{Rule: "compose/privileged", Deployments: []string{text}, Hops: []graph.Hop{
			{Sort: graph.HopPort, Text: text, Place: place}, {Sort: graph.HopHost, Text: text, Place: place},
		}}},
		Projects: []graph.Project{{File: text, Deployment: text, Networks: []graph.Network{{Name: text, Members: []string{text, "b"}}},
			Services: []graph.Service{{
				Name: text, Place: place, Image: text, Runtime: text, Exposure: "all_interfaces", Networks: []string{text},
				Entries: []graph.Entry{{Interface: "all_interfaces", Address: text, Port: text, Target: text, Text: text, Place: place}},
				Host:    []graph.Access{{Rule: "compose/privileged", Text: text, Place: place}}, Configs: []graph.Config{config},
			}}}},
	}
}

var hostileTexts = []string{
	"", `"`, `\`, `\"`, `"]; evil [label="`, "a\nb", "\x1b[2J\x1b]0;owned\a", "%%{init: {'theme':'dark'}}%%", "end", "style a:b#c;",
	"`**bold**`", "<script>alert(1)</script>", "#quot;", "&lt;", "\\N\\G\\l", "\u202eevil", "\xff\xfe", "]]", "}}", "|", "-->", "🙂é", "\u0000",
	"::error::x", strings.Repeat("long ", 100),
}

func TestHostileTexts(t *testing.T) {
	for _, text := range hostileTexts {
		checkAll(t, hostile(text))
	}
}

func FuzzTexts(f *testing.F) {
	for _, text := range hostileTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkAll(t, hostile(text)) })
}

func TestSecretsAreMasked(t *testing.T) {
	const token = "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789"
	root := stack(t, "image: example/agent:1", "image: https://user:hunter2secret@example.org/"+token+"/agent:1")
	g := mapOf(t, root)
	for format := range graph.Formats() {
		if text := string(written(t, format, g)); strings.Contains(text, token) || strings.Contains(text, "hunter2secret") {
			t.Errorf("%s shows a secret", format)
		}
	}
}

// crowd is a project of many services that are all published, all privileged and all on one network.
func crowd(services int) fstest.MapFS {
	var b strings.Builder
	b.WriteString("services:\n")
	for i := range services {
		fmt.Fprintf(&b, "  s%d:\n    image: example/s:1\n    privileged: true\n    ports: [\"%d:80\"]\n", i, 1024+i)
	}
	return fstest.MapFS{"compose.yaml": {Data: []byte(b.String())}}
}

func TestOutputGrowsWithTheProjectOnly(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const small, large = 2000, 4000
	start := time.Now()
	one, two := mapOf(t, crowd(small)), mapOf(t, crowd(large))
	if took := time.Since(start); took > time.Minute {
		t.Errorf("%d services take %v", large, took)
	}
	for _, format := range []string{"text", "mermaid", "dot", "json", "svg"} {
		a, b := len(written(t, format, one)), len(written(t, format, two))
		if format != "json" && b > a+a/20 || b > 2*a+a/5 {
			t.Errorf("%s grows from %d to %d bytes", format, a, b)
		}
		if cut := "more services"; format != "json" && !strings.Contains(string(written(t, format, two)), cut) {
			t.Errorf("%s does not say what it leaves out", format)
		}
	}
	if err := checkMermaid(string(written(t, "mermaid", two))); err != nil {
		t.Error(err)
	}
	if !slices.ContainsFunc(two.Projects, func(p graph.Project) bool { return len(p.Services) == large }) {
		t.Error("json lacks services")
	}
}
