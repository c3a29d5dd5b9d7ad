package compose

import "bytes"

// splitWords splits a command line into words as the shellwords module of compose-go does (github.com/mattn/go-shellwords v1.0.12
// without environment and backticks), at a cost in proportion to its length: the module copies a word for each character of it. ok is
// false for a line that it refuses.
func splitWords(line string) (words []string, ok bool) {
	w := &splitter{words: []string{}}
	for _, r := range line {
		switch more, valid := w.next(r); {
		case !valid:
			return nil, false
		case !more:
			return w.end()
		}
	}
	return w.end()
}

// splitter is what splitWords knows in the middle of a line.
type splitter struct {
	words []string
	// word is the one at hand; begun is set where there is one, which may be empty in quotes.
	word  []byte
	begun bool
	// escaped is set behind a backslash, the others inside quotes, backticks and $().
	escaped, single, double, backtick, dollar bool
}

// next takes up a character. more is false where the command ends in front of it.
func (w *splitter) next(r rune) (more, valid bool) {
	switch {
	case w.escaped:
		w.escaped = false
		return w.add(r)
	case r == '\\' && w.single:
		w.word = append(w.word, '\\')
		return true, true
	case r == '\\':
		w.escaped = true
		return true, true
	case r == ' ' || r == '\t' || r == '\r' || r == '\n':
		if w.quoted() {
			w.word = append(w.word, byte(r))
		} else {
			w.finish()
		}
		return true, true
	}
	return w.mark(r)
}

// mark takes up a character that may be a quote or end the command.
func (w *splitter) mark(r rune) (more, valid bool) {
	free := !w.single && !w.double
	switch {
	case r == '`' && free && !w.dollar:
		w.backtick = !w.backtick
	case r == ')' && free && !w.backtick:
		w.dollar = !w.dollar
	case r == '(' && free && !w.backtick:
		if w.dollar || !bytes.HasSuffix(w.word, []byte("$")) {
			return true, false
		}
		w.dollar = true
		w.word = append(w.word, '(')
		return true, true
	case r == '"' && !w.single && !w.dollar:
		w.begun = w.begun || w.double
		w.double = !w.double
		return true, true
	case r == '\'' && !w.double && !w.dollar:
		w.begun = w.begun || w.single
		w.single = !w.single
		return true, true
	case (r == ';' || r == '&' || r == '|' || r == '<' || r == '>') && !w.quoted():
		// 2> is a redirection, and its number no word.
		w.begun = w.begun && (r != '>' || len(w.word) == 0 || w.word[0] < '0' || w.word[0] > '9')
		return false, true
	}
	return w.add(r)
}

func (w *splitter) quoted() bool { return w.single || w.double || w.backtick || w.dollar }

func (w *splitter) add(r rune) (more, valid bool) {
	w.begun = true
	w.word = append(w.word, string(r)...)
	return true, true
}

// finish ends the word at hand.
func (w *splitter) finish() {
	if w.begun {
		w.words = append(w.words, string(w.word))
		w.word, w.begun = w.word[:0], false
	}
}

// end returns the words; ok is false where something is left open.
func (w *splitter) end() (words []string, ok bool) {
	w.finish()
	return w.words, !w.escaped && !w.quoted()
}
