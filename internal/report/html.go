package report

import (
	"crypto/sha256"
	_ "embed" // the page
	"encoding/base64"
	"html/template"
	"io"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/picture"
)

var (
	//go:embed page/page.html
	pageHTML string
	//go:embed page/page.css
	pageCSS string
	//go:embed page/page.js
	pageJS string
)

// pageTemplate is parsed when the first page is written.
var pageTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(pageHTML)) })

// HTML writes the report as one page that needs nothing else: verdict, map, findings with a filter, coverage, and the pages of the rules.
func HTML(w io.Writer, r *Report, o Options) error {
	v := &view{report: r.Masked(), options: o}
	page, err := v.page()
	if err != nil {
		return err
	}
	return page.write(w)
}

// MapHTML writes nothing but the map and its paths as such a page.
func MapHTML(w io.Writer, m *Map, o Options) error {
	v := &view{report: &Report{}, options: o}
	page := &htmlPage{Title: "Exposure map"}
	if err := v.exposure(page, m); err != nil {
		return err
	}
	return page.write(w)
}

// htmlPage is what the template takes. All texts in it are without secrets and control characters; the template escapes them.
type htmlPage struct {
	Title, Version string
	Verdict        *htmlVerdict
	Counts         []htmlCount
	Sections       []htmlSection

	HasMap  bool
	Picture template.HTML
	Chains  []htmlChain

	HasFindings            bool
	Findings               []htmlFinding
	Levels                 []htmlLevel
	Rules, Files, Services []string

	Problems []htmlProblem
	Coverage *htmlCoverage
	Pages    []htmlRule

	Policy string
	Style  template.CSS
	Script template.JS
}

type htmlVerdict struct {
	IsPass bool
	Text   string
}

type htmlCount struct {
	Class, Name string
	N           int
}

type htmlSection struct{ ID, Name string }

// write writes the page with its style and script, and a policy that lets a browser use these and load nothing.
func (p *htmlPage) write(w io.Writer) error {
	p.Style, p.Script = template.CSS(pageCSS+picture.PageStyleSheet()), template.JS(pageJS)
	p.Policy = strings.Join([]string{
		"default-src 'none'", "style-src " + hash(string(p.Style)), "script-src " + hash(string(p.Script)), "base-uri 'none'",
		"form-action 'none'", "require-trusted-types-for 'script'",
	}, "; ")
	return pageTemplate().Execute(w, p)
}

// hash names a text in a content security policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
