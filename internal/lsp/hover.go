package lsp

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/seclint/seclint/rules"
)

// hover shows the pages of the rules that found something at a place.
func (s *server) hover(ctx context.Context, params positionParams) (any, error) {
	d, found, err := s.resultFor(ctx, params.TextDocument.URI)
	if d == nil || err != nil {
		return nil, err
	}
	var pages []string
	var shown *textRange
	var seen []*rules.Rule
	for _, r := range found.remarks[d.name] {
		if r.rule == nil || !r.Range.contains(params.Position) || slices.Contains(seen, r.rule) {
			continue
		}
		seen = append(seen, r.rule)
		if shown == nil {
			shown = &r.Range
		}
		pages = append(pages, page(r.rule))
	}
	if len(pages) == 0 {
		return nil, nil
	}
	return hover{Contents: s.markup(strings.Join(pages, "\n\n---\n\n"), seen), Range: shown}, nil
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
func (s *server) markup(text string, from []*rules.Rule) markup {
	isScanned := slices.ContainsFunc(from, func(r *rules.Rule) bool { return r.IsScanned })
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
