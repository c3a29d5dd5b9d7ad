package mask

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/source"
)

// secrets are what is secret in a file or text: where, joined, and the texts themselves.
type secrets struct {
	hidden []stretch
	texts  []string
}

// inFile returns what is secret in a file: by its tree where it has one, else by its text alone.
func inFile(f *source.File) secrets {
	content := string(f.Content)
	if !hasSigns(content) {
		return secrets{}
	}
	if roots, ok := treesOf(f); ok {
		return inTrees(f, roots, 0)
	}
	found := secrets{hidden: findIn(f.Path, content)}
	for _, s := range found.hidden {
		found.texts = append(found.texts, content[s.from:s.to])
	}
	return found
}

// treesOf returns the trees of a file as it is written; ok is false where it is in no format that has one, or broken.
func treesOf(f *source.File) (roots []*source.Node, ok bool) {
	if f.Roots != nil {
		return f.Roots, true
	}
	format := source.FormatOf(f.Path)
	if format == nil || format.IsTemplate() {
		return nil, false
	}
	roots, err := format.ReadLenient(f, source.DefaultLimits())
	return roots, err == nil
}

// inTrees returns what is secret in a file with trees: in their keys and scalars, and between these, such as
// comments. depth is how many texts the file is inside of.
func inTrees(f *source.File, roots []*source.Node, depth int) secrets {
	w := walkers.Get().(*walker)
	defer walkers.Put(w)
	clear(w.seen)
	w.pieces, w.depth = w.pieces[:0], depth
	for _, root := range roots {
		w.document(root)
	}
	slices.SortFunc(w.pieces, func(a, b piece) int { return comparePositions(a.span.Start, b.span.Start) })
	content := string(f.Content)
	offsets := offsets{file: f}
	var found secrets
	done, column := 0, 0
	for _, p := range w.pieces {
		if p.span.File != f {
			continue
		}
		from := offsets.of(p.span.Start)
		to := max(from, offsets.of(p.span.End))
		found.between(content, done, from, column)
		if to >= done {
			done, column = to, int(p.span.End.Column)-1
		}
		found.piece(content[from:to], p, from)
	}
	found.between(content, done, len(content), column)
	found.hidden = joined(found.hidden)
	found.texts = withoutPublic(found.texts, w.pieces)
	return found
}

// withoutPublic drops the secrets that a file has as keys too: messages name what these are the names of.
func withoutPublic(texts []string, pieces []piece) []string {
	if len(texts) == 0 {
		return nil
	}
	public := make(map[string]bool, len(texts))
	for _, text := range texts {
		public[text] = false
	}
	for _, p := range pieces {
		if _, asked := public[p.text]; asked && p.isKey && len(p.hidden) == 0 {
			public[p.text] = true
		}
	}
	return slices.DeleteFunc(texts, func(text string) bool { return public[text] })
}

// piece notes what is secret in a piece: all of it where its text does not fit what is written.
func (found *secrets) piece(raw string, p piece, from int) {
	if len(p.hidden) == 0 {
		return
	}
	places, ok := align(raw, p.text)
	if !ok {
		found.hidden = append(found.hidden, stretch{from, from + len(raw)})
	}
	for _, s := range p.hidden {
		found.texts = append(found.texts, p.text[s.from:s.to])
		if ok {
			part := places.part(s)
			found.hidden = append(found.hidden, stretch{from + part.from, from + part.to})
		}
	}
}

// between notes what is secret in a part of a file that no key or scalar covers, and that begins in some column of its line.
func (found *secrets) between(content string, from, to, column int) {
	if from >= to || skip(content[:to], from, " \t\r\n-:,{}[]\"'=?") == to {
		return
	}
	for _, s := range findAt(content[from:to], column) {
		found.hidden = append(found.hidden, stretch{from + s.from, from + s.to})
		found.texts = append(found.texts, content[from+s.from:from+s.to])
	}
}

func comparePositions(a, b source.Position) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// offsets turns positions into byte offsets, at a cost of the distance to the last one on its line: minified files have one line.
type offsets struct {
	file *source.File
	last source.Position
	at   int
}

func (o *offsets) of(p source.Position) int {
	content := o.file.Content
	if p.Line != o.last.Line {
		o.last = source.Position{Line: p.Line, Column: 1}
		o.at = o.file.Offset(o.last)
	}
	for ; o.last.Column < p.Column && o.at < len(content); o.last.Column++ {
		_, size := utf8.DecodeRune(content[o.at:])
		o.at += size
	}
	for ; o.last.Column > p.Column && o.at > 0; o.last.Column-- {
		_, size := utf8.DecodeLastRune(content[:o.at])
		o.at -= size
	}
	return o.at
}
