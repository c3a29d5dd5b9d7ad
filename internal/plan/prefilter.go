package plan

import (
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/needle"
)

// pattern is a regular expression with the words of which every match contains one. Most texts contain none, and looking for
// words is far cheaper than matching: many expressions are never compiled at all.
type pattern struct {
	compiled *lazyregexp.Regexp
	words    *needle.Set // nil where there are none to look for
	fold     bool        // the words are in lower case and are found in letters of either case
}

// newPattern returns the pattern that a text is. The error is that of regexp.Compile.
func newPattern(text string) (*pattern, error) {
	words, err := usefulWords(text)
	if err != nil {
		return nil, err
	}
	return patternWith(text, words), nil
}

// patternWith returns the pattern that a text is, which has these words.
func patternWith(text string, w words) *pattern {
	p := &pattern{compiled: lazyregexp.New(text), fold: w.fold}
	if len(w.texts) > 0 {
		p.words = needle.New(w.texts...)
	}
	return p
}

// usefulWords returns the words of an expression that are worth looking for.
func usefulWords(text string) (words, error) {
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return words{}, err
	}
	if w := wordsOf(parsed); w.isUseful() {
		return w, nil
	}
	return words{}, nil
}

// excludes reports that a text has no match, without looking for one.
func (p *pattern) excludes(text string) bool {
	switch {
	case p.words == nil:
		return false
	case p.fold:
		return isASCII(text) && !p.words.InFolded(text) // outside ASCII letters have more cases: the Kelvin sign is a third k
	}
	return !p.words.In(text)
}

// words are texts of which each match of an expression contains one; no texts say that nothing is known.
type words struct {
	texts []string
	fold  bool // texts are in lower case, and letters of either case match
	exact bool // the expression matches the texts and nothing else
}

// Bounds of what is worth looking for: the bytes of a word, the number of words, and of characters that a class stands for.
const (
	minWord  = 2
	maxWords = 1500
	maxClass = 8
)

func (w words) isUseful() bool { return w.shortest() >= minWord && len(w.texts) <= maxWords }

// shortest is the length of the shortest text in bytes, 0 where nothing is known.
func (w words) shortest() int {
	if len(w.texts) == 0 {
		return 0
	}
	return len(slices.MinFunc(w.texts, func(a, b string) int { return len(a) - len(b) }))
}

// wordsOf returns the words of an expression: those of its most telling part.
func wordsOf(re *syntax.Regexp) words {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return words{texts: []string{""}, exact: true}
	case syntax.OpLiteral:
		return words{texts: []string{string(re.Rune)}, exact: true}.folded(re.Flags&syntax.FoldCase != 0)
	case syntax.OpCharClass:
		return wordsOfClass(re.Rune)
	case syntax.OpCapture:
		return wordsOf(re.Sub[0])
	case syntax.OpPlus:
		return wordsOf(re.Sub[0]).inexact()
	case syntax.OpQuest:
		return either(words{texts: []string{""}, exact: true}, wordsOf(re.Sub[0]))
	case syntax.OpRepeat:
		if re.Min > 0 {
			return wordsOf(re.Sub[0]).inexact()
		}
	case syntax.OpConcat:
		return wordsOfSequence(re.Sub)
	case syntax.OpAlternate:
		all := wordsOf(re.Sub[0])
		for _, alternative := range re.Sub[1:] {
			all = either(all, wordsOf(alternative))
		}
		return all
	}
	return words{}
}

// wordsOfClass returns the characters of a small class, which is pairs of first and last ones.
func wordsOfClass(ranges []rune) words {
	w := words{exact: true}
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if len(w.texts) == maxClass {
				return words{}
			}
			w.texts = append(w.texts, string(r))
		}
	}
	return w
}

// wordsOfSequence returns the words of the most telling part of a sequence. Neighbours that match certain texts are one part.
func wordsOfSequence(parts []*syntax.Regexp) words {
	best, row, exact := words{}, words{texts: []string{""}, exact: true}, true
	choose := func(w words) {
		if w.shortest() > best.shortest() {
			best = w
		}
	}
	for _, part := range parts {
		w := wordsOf(part)
		if w.exact && len(row.texts)*len(w.texts) <= maxWords {
			row = joined(row, w)
			continue
		}
		choose(row)
		choose(w)
		row, exact = words{texts: []string{""}, exact: true}, false
	}
	choose(row)
	if exact {
		return row
	}
	return best.inexact()
}

func (w words) inexact() words {
	w.exact = false
	return w
}

// folded returns words as they are compared without regard to case; nothing for those with letters outside ASCII.
func (w words) folded(fold bool) words {
	if !fold || w.fold {
		return w
	}
	w.fold = true
	for i, text := range w.texts {
		if !isASCII(text) {
			return words{}
		}
		w.texts[i] = strings.ToLower(text)
	}
	return w
}

// either returns the words of what matches one of two expressions.
func either(a, b words) words {
	if len(a.texts) == 0 || len(b.texts) == 0 || len(a.texts)+len(b.texts) > maxWords {
		return words{}
	}
	a, b = a.folded(b.fold), b.folded(a.fold)
	if len(a.texts) == 0 || len(b.texts) == 0 {
		return words{}
	}
	return words{texts: slices.Concat(a.texts, b.texts), fold: a.fold, exact: a.exact && b.exact}
}

// joined returns the words of one expression behind another.
func joined(a, b words) words {
	a, b = a.folded(b.fold), b.folded(a.fold)
	all := words{fold: a.fold, exact: true}
	for _, first := range a.texts {
		for _, second := range b.texts {
			all.texts = append(all.texts, first+second)
		}
	}
	return all
}
