package lsp

import (
	"context"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

type completionItem struct {
	Label         string    `json:"label"`
	Kind          int       `json:"kind"`
	Detail        string    `json:"detail,omitempty"`
	Documentation string    `json:"documentation,omitempty"`
	SortText      string    `json:"sortText,omitempty"`
	TextEdit      *textEdit `json:"textEdit"`
}

// The kinds of completions.
const (
	kindProperty  = 10
	kindValue     = 12
	kindReference = 18
)

// completion offers ids of rules in comments that ignore them, and in the config what its schema and the catalogue know.
func (s *server) completion(ctx context.Context, params positionParams) (any, error) {
	d, found, err := s.resultFor(ctx, params.TextDocument.URI)
	if d == nil || err != nil || found.catalogue == nil {
		return []completionItem{}, err
	}
	t := newText(d.text)
	at := t.offset(params.Position, s.encoding)
	var items []completionItem
	if slices.Contains(config.Names(), d.name) {
		items = configItems(d.text, at, found.catalogue)
	} else if listBegins(d, at) {
		items = ruleItems(found.catalogue, found.remarks[d.name])
	}
	if items == nil {
		return []completionItem{}, nil
	}
	word := textRange{Start: t.position(wordStart(d.text, at), s.encoding), End: t.position(wordEnd(d.text, at), s.encoding)}
	for i := range items {
		items[i].TextEdit = &textEdit{Range: word, NewText: items[i].Label}
	}
	return items, nil
}

// inList finds that the text in front of a place is a list of rules behind seclint:ignore.
var inList = lazyregexp.New(`seclint:ignore:?[ \t]+(?:[^\s,]+[ \t]*,[ \t]*)*[^\s,]*$`)

// listBegins reports whether a place is where a comment names the rules that it ignores.
func listBegins(d *document, at int) bool {
	c, ok := commentAt(d, at)
	return ok && inList.Match(d.text[c.Start:at])
}

// commentAt returns the comment that a place is in.
func commentAt(d *document, at int) (source.Comment, bool) {
	for _, c := range source.NewFile(d.name, d.text).Comments() {
		if c.Start < at && at <= c.End {
			return c, true
		}
	}
	return source.Comment{}, false
}

// ruleItems are all rules, those first that have something to say about the file.
func ruleItems(catalogue *rules.Catalogue, remarks []remark) []completionItem {
	var items []completionItem
	for _, rule := range catalogue.Match("*") {
		item := completionItem{Label: rule.ID, Kind: kindReference, Detail: rule.Title, SortText: "2" + rule.ID}
		if slices.ContainsFunc(remarks, func(r remark) bool { return r.rule != nil && r.rule.ID == rule.ID }) {
			item.SortText = "1" + rule.ID
		}
		items = append(items, item)
	}
	return items
}

// isWord reports whether a character is part of what is completed.
func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("_/*.-", c) >= 0
}

func wordStart(content []byte, at int) int {
	for at > 0 && isWord(content[at-1]) {
		at--
	}
	return at
}

func wordEnd(content []byte, at int) int {
	for at < len(content) && isWord(content[at]) {
		at++
	}
	return at
}

// ruleAt returns the rule whose id a comment that ignores it has at a place, nil for none.
func ruleAt(d *document, at int, catalogue *rules.Catalogue) *rules.Rule {
	c, ok := commentAt(d, at)
	if !ok || !strings.Contains(c.Text, "seclint:ignore") {
		return nil
	}
	rule, _ := catalogue.Get(string(d.text[wordStart(d.text, at):wordEnd(d.text, at)]))
	return rule
}
