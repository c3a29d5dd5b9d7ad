package lsp

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/rules"
)

// hover shows the pages of the rules that found something at a place, or that it names, and in the config what a key is for.
func (s *server) hover(ctx context.Context, params positionParams) (any, error) {
	d, found, err := s.resultFor(ctx, params.TextDocument.URI)
	if d == nil || err != nil {
		return nil, err
	}
	t := newText(d.text)
	at := t.offset(params.Position, s.encoding)
	if found.catalogue != nil && slices.Contains(config.Names(), d.name) {
		text, rule, span := configHover(d.text, at, found.catalogue)
		if rule != nil {
			text = page(rule)
		}
		if text != "" {
			shown := t.textRange(span, s.encoding)
			return hover{Contents: s.markup(text, rule), Range: &shown}, nil
		}
	} else if found.catalogue != nil {
		if rule := ruleAt(d, at, found.catalogue); rule != nil {
			return hover{Contents: s.markup(page(rule), rule)}, nil
		}
	}
	return s.findingHover(found.remarks[d.name], params.Position), nil
}

// findingHover shows the page of each rule that found something at a place, nil where none did.
func (s *server) findingHover(remarks []remark, at position) any {
	var pages []string
	var shown *textRange
	var seen []*rules.Rule
	for _, r := range remarks {
		if r.rule == nil || !r.Range.contains(at) || slices.Contains(seen, r.rule) {
			continue
		}
		seen = append(seen, r.rule)
		if shown == nil {
			shown = &r.Range
		}
		pages = append(pages, page(r.rule))
	}
	if len(pages) == 0 {
		return nil
	}
	return hover{Contents: s.markup(strings.Join(pages, "\n\n---\n\n"), seen...), Range: shown}
}

// page returns the page of a rule, in which nothing is invisible.
func page(r *rules.Rule) string {
	return strings.Map(func(c rune) rune {
		if c == '\n' || c == '\t' || unicode.IsPrint(c) {
			return c
		}
		return unicode.ReplacementChar
	}, strings.TrimSpace(rules.Markdown(r)))
}

// markup returns a text as Markdown, where the client takes it and nobody but we or the user wrote it: an editor would load the
// pictures in a page that comes with the files.
func (s *server) markup(text string, from ...*rules.Rule) markup {
	isScanned := slices.ContainsFunc(from, func(r *rules.Rule) bool { return r != nil && r.IsScanned })
	s.mu.Lock()
	defer s.mu.Unlock()
	if isScanned || !slices.Contains(s.client.TextDocument.Hover.ContentFormat, "markdown") {
		return markup{Kind: "plaintext", Value: text}
	}
	return markup{Kind: "markdown", Value: text}
}

// resultFor returns a copy of an open document with what came of its project as it is now; nil where there is no such document.
func (s *server) resultFor(ctx context.Context, uri string) (*document, *result, error) {
	s.mu.Lock()
	d := s.documents[uri]
	if d == nil || d.project == nil {
		s.mu.Unlock()
		return nil, nil, nil
	}
	copied := *d
	s.mu.Unlock()
	found, err := s.fresh(ctx, copied.project)
	return &copied, found, err
}
