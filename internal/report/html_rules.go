package report

import (
	"html/template"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	markdowntext "github.com/yuin/goldmark/text"

	"github.com/seclint/seclint/rules"
)

type htmlRule struct {
	Anchor, ID, Title string
	Page              template.HTML
}

// rules adds the pages of the rules that found something.
func (v *view) rules(p *htmlPage) error {
	v.anchors = map[string]string{}
	found := map[string]bool{}
	for i := range v.report.Findings {
		found[v.report.Findings[i].Rule] = true
	}
	if v.report.Map != nil {
		for _, c := range v.report.Map().Chains {
			found[c.Rule] = true
		}
	}
	for _, rule := range v.report.Rules {
		if !found[rule.ID] {
			continue
		}
		markdown := rule.Description + "\n\n" + rule.Remediation
		if v.options.Help != nil {
			markdown = v.options.Help(rule)
		}
		page, err := pageOf(markdown)
		if err != nil {
			return err
		}
		anchor := anchorOf(rule)
		v.anchors[rule.ID] = anchor
		p.Pages = append(p.Pages, htmlRule{anchor, visible(rule.ID), visible(rule.Title), page})
	}
	return nil
}

// anchorOf is the id of a rule's page in the document.
func anchorOf(rule *rules.Rule) string {
	return "rule-" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, rule.ID)
}

// pageOf turns Markdown, which may come with the scanned files, into HTML that loads nothing: HTML in it is left out, a picture becomes
// its text, and a link leads to https or http or is none.
func pageOf(markdown string) (template.HTML, error) {
	lines := strings.Split(markdown, "\n")
	for i := range lines {
		lines[i] = shownLine(lines[i])
	}
	from := []byte(strings.Join(lines, "\n"))
	md := goldmark.New(goldmark.WithExtensions(extension.Table))
	doc := md.Parser().Parse(markdowntext.NewReader(from))
	var refused []ast.Node
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = min(n.Level+2, 6)
		case *ast.Image:
			refused = append(refused, n)
		case *ast.Link:
			if !isWeb(string(n.Destination)) {
				refused = append(refused, n)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return "", err
	}
	for _, n := range slices.Backward(refused) {
		parent := n.Parent()
		for child := n.FirstChild(); child != nil; {
			next := child.NextSibling()
			parent.InsertBefore(parent, n, child)
			child = next
		}
		parent.RemoveChild(parent, n)
	}
	var b strings.Builder
	if err := md.Renderer().Render(&b, from, doc); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil // goldmark escapes texts and leaves HTML out
}

func isWeb(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}
