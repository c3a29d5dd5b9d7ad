package lsp

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

type codeActionParams struct {
	TextDocument documentID `json:"textDocument"`
	Range        textRange  `json:"range"`
	Context      struct {
		Only []string `json:"only"`
	} `json:"context"`
}

type codeAction struct {
	Title       string         `json:"title"`
	Kind        string         `json:"kind"`
	Diagnostics []diagnostic   `json:"diagnostics,omitempty"`
	IsPreferred bool           `json:"isPreferred,omitempty"`
	Edit        *workspaceEdit `json:"edit"`
}

// quickFix is the kind of an action that answers a diagnostic.
const quickFix = "quickfix"

// workspaceEdit has changes by URI for clients that know no versions, and documentChanges for all others.
type workspaceEdit struct {
	Changes         map[string][]textEdit `json:"changes,omitempty"`
	DocumentChanges []any                 `json:"documentChanges,omitempty"`
}

type textDocumentEdit struct {
	TextDocument versionedID `json:"textDocument"`
	Edits        []textEdit  `json:"edits"`
}

type versionedID struct {
	URI     string `json:"uri"`
	Version *int32 `json:"version"`
}

type textEdit struct {
	Range   textRange `json:"range"`
	NewText string    `json:"newText"`
}

// codeActions offers what can be done about the findings in a range.
func (s *server) codeActions(ctx context.Context, params codeActionParams) (any, error) {
	actions := []codeAction{}
	if only := params.Context.Only; only != nil && !slices.Contains(only, quickFix) && !slices.Contains(only, "") {
		return actions, nil
	}
	d, found, err := s.resultFor(ctx, params.TextDocument.URI)
	if d == nil || err != nil {
		return actions, err
	}
	type comment struct {
		rule string
		line uint32
	}
	offered := map[comment]bool{}
	for _, r := range found.remarks[d.name] {
		if r.rule == nil || !r.Range.touches(params.Range) {
			continue
		}
		if fix := r.fix; fix != nil {
			actions = append(actions, codeAction{
				Title: fix.title, Kind: quickFix, Diagnostics: []diagnostic{r.diagnostic}, IsPreferred: fix.isSafe, Edit: s.edit(d, fix.edits...),
			})
		}
		key := comment{r.rule.ID, r.Range.Start.Line}
		if edit := ignoring(d, r, s.encoding); edit != nil && !offered[key] {
			offered[key] = true
			actions = append(actions, codeAction{
				Title: "Ignore " + r.rule.ID + " here: add a comment, and write the reason", Kind: quickFix,
				Diagnostics: []diagnostic{r.diagnostic}, Edit: s.edit(d, fileEdit{d.uri, *edit}),
			})
		}
	}
	return actions, nil
}

// edit makes one edit of all, for the version of the document where the client knows versions.
func (s *server) edit(d *document, edits ...fileEdit) *workspaceEdit {
	byFile := map[string][]textEdit{}
	for _, e := range edits {
		byFile[e.uri] = append(byFile[e.uri], e.textEdit)
	}
	if !s.client.Workspace.WorkspaceEdit.DocumentChanges {
		return &workspaceEdit{Changes: byFile}
	}
	all := &workspaceEdit{}
	for _, uri := range slices.Sorted(maps.Keys(byFile)) {
		id := versionedID{URI: uri}
		if uri == d.uri {
			id.Version = &d.version
		}
		all.DocumentChanges = append(all.DocumentChanges, textDocumentEdit{id, byFile[uri]})
	}
	return all
}

// ignoring returns the edit that adds a comment which suppresses a finding once it has a reason; nil where the file can have none.
// Without a reason a comment has no effect: nobody but a person knows one.
func ignoring(d *document, r remark, e encoding) *textEdit {
	marker := source.FormatOf(d.name).Marker()
	t := newText(d.text)
	line := int(r.Range.Start.Line)
	if marker == "" || line >= len(t.starts) {
		return nil
	}
	comment := marker + " seclint:ignore " + r.rule.ID + " "
	if end := t.end(line); !continues(t, line) && isComment(d, end, "  "+comment, line, false) {
		at := t.position(end, e)
		return &textEdit{Range: textRange{at, at}, NewText: "  " + comment}
	}
	start := t.starts[line]
	text := t.line(line)
	above := text[:len(text)-len(strings.TrimLeft(text, " \t"))] + comment + t.lineBreak()
	if (line == 0 || !continues(t, line-1)) && isComment(d, start, above, line, true) {
		at := t.position(start, e)
		return &textEdit{Range: textRange{at, at}, NewText: above}
	}
	return nil
}

// continues reports whether a line goes on in the next one.
func continues(t *text, line int) bool { return strings.HasSuffix(t.line(line), `\`) }

// isComment reports whether a text that is inserted at an offset is a comment of its own there, on a line.
func isComment(d *document, offset int, inserted string, line int, alone bool) bool {
	content := slices.Concat(d.text[:offset], []byte(inserted), d.text[offset:])
	want := strings.TrimSpace(inserted)
	for _, c := range source.NewFile(d.name, content).Comments() {
		if c.Start == offset+strings.Index(inserted, want) {
			return c.Alone == alone && strings.TrimSpace(string(content[c.Start:c.End])) == want
		}
	}
	return false
}
