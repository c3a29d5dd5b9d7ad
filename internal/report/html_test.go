package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/picture"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// withMap adds a map with a chain whose texts are all the same.
func withMap(r *Report, text string, at source.Span) *Report {
	shown := visible(text)
	r.Map = func() *Map {
		return &Map{
			Chains: []Chain{{Rule: "compose/privileged", Severity: finding.Critical, Deployments: []string{text}, Steps: []Step{{text, at}, {text, at}}}},
			Picture: func(Options) *picture.Picture {
				return &picture.Picture{Title: shown, Panels: []picture.Panel{{
					Title: shown, Subtitle: shown, Left: shown, Right: shown, Nodes: []picture.Node{{ID: "a", Lines: []string{shown, shown}, Hint: shown}},
					Edges: []picture.Edge{{From: picture.Left, To: "a", Label: shown, Hint: shown}},
				}}}
			},
		}
	}
	return r
}

// parsedPage is what a browser would make of a page: its elements, and the texts of style and script.
type parsedPage struct {
	*html.Node
	elements []*html.Node
}

func parsePage(t testing.TB, out []byte) parsedPage {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	p := parsedPage{Node: root}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			p.elements = append(p.elements, n)
		}
	}
	return p
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func (p parsedPage) all(name string) []*html.Node {
	return slices.DeleteFunc(slices.Clone(p.elements), func(n *html.Node) bool { return n.Data != name })
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

var loads = regexp.MustCompile(`(?i)url\(|@import|image-set|src\s*\(`)

// checkPage holds a page to what makes it safe to open: one style and one script, whose hashes the policy has, nothing that is loaded or
// run beside them, every link to a place in the page or to the web, and every id once.
func checkPage(t *testing.T, out []byte) parsedPage {
	t.Helper()
	p := parsePage(t, out)
	styles, scripts := p.all("style"), p.all("script")
	if len(styles) != 1 || len(scripts) != 1 {
		t.Fatalf("%d styles and %d scripts, want one of each", len(styles), len(scripts))
	}
	policy, ids := "", map[string]bool{}
	for _, n := range p.elements {
		if strings.EqualFold(attribute(n, "http-equiv"), "Content-Security-Policy") {
			policy = attribute(n, "content")
		}
		switch n.Data {
		case "link", "img", "image", "iframe", "object", "embed", "base", "audio", "video", "source", "use", "foreignobject", "foreignObject":
			t.Errorf("the element %s could load something", n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" || a.Key == "srcset" || a.Key == "action" || a.Key == "formaction":
				t.Errorf("%s has the attribute %s=%q", n.Data, a.Key, a.Val)
			case a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !isWeb(a.Val):
				t.Errorf("a link leads to %q", a.Val)
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("the id %q is there twice", a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			}
		}
	}
	for _, n := range p.all("a") {
		if name, inside := strings.CutPrefix(attribute(n, "href"), "#"); inside && !ids[name] {
			t.Errorf("a link leads to #%s, which is nowhere", name)
		}
	}
	for directive, text := range map[string]string{"style-src": textOf(styles[0]), "script-src": textOf(scripts[0])} {
		sum := sha256.Sum256([]byte(text))
		want := directive + " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if !slices.Contains(strings.Split(policy, "; "), want) {
			t.Errorf("the policy %q lacks %q", policy, want)
		}
	}
	for _, want := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'"} {
		if !slices.Contains(strings.Split(policy, "; "), want) {
			t.Errorf("the policy %q lacks %q", policy, want)
		}
	}
	if found := loads.FindString(textOf(styles[0])); found != "" {
		t.Errorf("the style has %q", found)
	}
	checkHarmless(t, out)
	return p
}

func TestHTMLTellsEverything(t *testing.T) {
	r := withMap(sample(), "a step", span(source.NewFile("deploy/compose.yml", []byte(compose)), "privileged: true"))
	p := checkPage(t, write(t, "html", r, Options{Help: rules.Markdown}))
	if got, want := len(p.all("article")), len(r.Findings); got != want {
		t.Errorf("%d findings on the page, want all %d", got, want)
	}
	all := textOf(p.Node)
	for _, f := range r.Masked().Findings {
		if !strings.Contains(all, visible(f.Message)) {
			t.Errorf("no %q on the page", f.Message)
		}
	}
	for _, want := range []string{
		"FAIL", "larger than 4 MB", "did not find the end of the list", "Coverage:", "Left out", "a step", "Privileged container",
	} {
		if want == "Left out" && len(r.Coverage.LeftOut) == 0 {
			continue
		}
		if !strings.Contains(all, want) {
			t.Errorf("no %q on the page", want)
		}
	}
	marked := map[string]bool{}
	for _, n := range p.all("mark") {
		marked[textOf(n)] = true
	}
	if !marked["privileged: true"] {
		t.Errorf("the excerpts mark %v, and not what the finding is about", marked)
	}
	for _, landmark := range []string{"header", "nav", "main", "footer", "h1"} {
		if n := len(p.all(landmark)); n != 1 {
			t.Errorf("%d elements %s, want one", n, landmark)
		}
	}
	if svg := p.all("svg"); len(svg) != 1 || attribute(svg[0], "role") != "img" || attribute(svg[0], "aria-label") == "" {
		t.Error("the map is no picture with a name")
	}
}

func TestHTMLOfHostileTexts(t *testing.T) {
	plain := func() *Report {
		r := withMap(hostile(), "x", source.Span{})
		for i := range r.Findings {
			r.Findings[i].Message, r.Findings[i].Because = "x", "x"
		}
		return r
	}
	want := len(checkPage(t, write(t, "html", plain(), Options{})).elements)
	for _, text := range []string{
		evil, `</script><script>alert(1)</script>`, `</style><img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `' onmouseover='alert(1)`,
		`{{.}}`, `<!--`, `]]>`, `javascript:alert(1)`, "\u2028\u2029", `&lt;b&gt;`, `</title></textarea></select>`,
	} {
		f := source.NewFile("a"+text+".yml", []byte("x: "+text+"\n"))
		r := withMap(hostile(), text, f.Span(0, 2))
		for i := range r.Findings {
			r.Findings[i].Message, r.Findings[i].Because = text, text
		}
		r.Findings[0].Path = source.Path{"services", text, "x"}
		p := checkPage(t, write(t, "html", r, Options{DisplayRoot: text}))
		// A service and its file are one more choice each; nothing else may become an element.
		if got := len(p.elements); got < want || got > want+12 {
			t.Errorf("%q makes %d elements of %d", text, got, want)
		}
		if len(p.all("img"))+len(p.all("b")) > len(r.Findings)*8 {
			t.Errorf("%q became an element", text)
		}
	}
}

func TestHTMLHidesSecrets(t *testing.T) {
	out := write(t, "html", withMap(sample(), "x", source.Span{}), Options{})
	if bytes.Contains(out, []byte("hunter2")) {
		t.Error("the page shows a secret")
	}
}

func TestHTMLIsTheSameTwice(t *testing.T) {
	a, b := write(t, "html", sample(), Options{Help: rules.Markdown}), write(t, "html", sample(), Options{Help: rules.Markdown})
	if !bytes.Equal(a, b) {
		t.Error("two pages of the same report differ")
	}
	slow := sample()
	slow.Elapsed *= 2
	if !bytes.Equal(a, write(t, "html", slow, Options{Help: rules.Markdown})) {
		t.Error("the page depends on the clock")
	}
}

func TestRulePagesLoadNothing(t *testing.T) {
	const page = "# Title\n\n![tracker](https://evil.example/x.png) <img src=x> [run](javascript:alert(1)) [file](../../x) " +
		"[web](https://ok.example/) `<b>`\n\n<script>alert(1)</script>\n\n| a |\n|---|\n| b |\n"
	got, err := pageOf(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, unwanted := range []string{"<img", "<script", "javascript:", "../..", "evil.example"} {
		if strings.Contains(string(got), unwanted) {
			t.Errorf("%q is on the page: %s", unwanted, got)
		}
	}
	for _, want := range []string{"tracker", "run", "file", `<a href="https://ok.example/">web</a>`, "&lt;b&gt;", "<table>", "<h3"} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %q on the page: %s", want, got)
		}
	}
}

func TestExcerptOnAPage(t *testing.T) {
	f := source.NewFile("a.yml", []byte("one\ntwo\n\tthree: x # "+strings.Repeat("long ", 200)+"\nfour\nfive\nsix\n"))
	r := (&Report{}).Masked()
	v := &view{report: r}
	var got []string
	for _, l := range v.lines(span(f, "three: x")) {
		got = append(got, fmt.Sprintf("%d %s[%s]%.5s", l.Number, l.Before, l.Marked, l.After))
	}
	if want := []string{"1 []one", "2 []two", "3     [three: x] # lo", "4 []four", "5 []five"}; !slices.Equal(got, want) {
		t.Errorf("the excerpt is %q, want %q", got, want)
	}
	if l := v.lines(span(f, "three: x"))[2]; !strings.HasSuffix(l.After, "…") || len(l.After) > excerptWidth+8 {
		t.Errorf("a long line goes on for %d characters", len(l.After))
	}
	if err := HTML(io.Discard, r, Options{}); err != nil {
		t.Error(err)
	}
}

func TestCodeInATextOfThePage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                          "",
		"Set it":                    "Set it",
		"Set `read_only: true` now": "Set [read_only: true] now",
		"`a` or `b`":                "[a] or [b]",
		"an open ` stays":           "an open ` stays",
		"`a` and ``` and `b`":       "[a] and ``` and `b`",
	} {
		var got strings.Builder
		for _, part := range htmlParts(text) {
			if part.IsCode {
				part.Text = "[" + part.Text + "]"
			}
			got.WriteString(part.Text)
		}
		if got.String() != want {
			t.Errorf("%q: got %q, want %q", text, got.String(), want)
		}
	}
}
