package mask

import (
	"slices"
	"strings"
)

// argument says what an option takes.
type argument uint8

const (
	takesNothing argument = iota
	// takesSome is for -p, which takes a secret, or a port or folder.
	takesSome
	takesSecret
	// takesLogin is for USER:PASSWORD.
	takesLogin
)

// command is what the text of a command has said so far; its words may be texts of their own, as in a list.
type command struct {
	// programs are those that are named in the command and take secrets in options of their own.
	programs []program
	// pending is what the last word of a text, an option, takes: it is the next text.
	pending argument
	// inList is set where each text is one argument.
	inList bool
}

// maxPrograms bounds the programs of one command.
const maxPrograms = 8

// names notes a program that is named.
func (c *command) names(word string) {
	if p, known := words().Programs[word]; known && len(c.programs) < maxPrograms {
		c.programs = append(c.programs, p)
	}
}

// takes says what an option takes.
func (c *command) takes(name string, dashes int) argument {
	if words().options[name] || IsName(name) {
		return takesSecret
	}
	takes := takesNothing
	switch {
	case name == "p" && dashes == 1:
		takes = takesSome
	case name == "u" || name == "user" || name == "proxy-user":
		takes = takesLogin
	}
	last := name
	if dashes == 1 {
		last = name[len(name)-1:] // of several letters behind one dash
	}
	for _, p := range c.programs {
		switch {
		case slices.Contains(p.Other, name):
			return takesNothing
		case slices.Contains(p.Secret, name) || slices.Contains(p.Secret, last):
			return takesSecret
		case slices.Contains(p.Pair, name) || slices.Contains(p.Pair, last):
			takes = takesLogin
		}
	}
	return takes
}

// attaches says what an option of one letter takes in the same word.
func (c *command) attaches(letter string) argument {
	for _, p := range c.programs {
		switch {
		case !slices.Contains(p.Attached, letter):
		case slices.Contains(p.Pair, letter):
			return takesLogin
		default:
			return takesSecret
		}
	}
	return takesNothing
}

// option looks at the option that starts at an offset and returns where to go on; the offset itself where it is none.
func (s *scan) option(at int) int {
	start := skip(s.text[:min(at+2, len(s.text))], at, "-")
	if start == len(s.text) || !isLetter(s.text[start]) {
		return at
	}
	if start-at == 1 {
		if takes := s.command.attaches(s.text[start : start+1]); takes != takesNothing && s.isAttached(at, start+1) {
			return s.argument(takes, start+1, at == 0)
		}
	}
	end := s.nameEnd(start)
	takes := s.command.takes(s.text[start:end], start-at)
	if takes == takesNothing {
		return end
	}
	if strings.HasPrefix(s.text[end:], "=") {
		if quote := quoteBefore(s.text, at); quote != "" { // "--password=x y"
			to := s.closing(end+1, quote)
			s.argumentText(takes, end+1, to)
			return to
		}
		return s.argument(takes, end+1, at == 0)
	}
	from := s.next(at, end)
	switch {
	case from == len(s.text):
		s.command.pending = takes
		return end
	case from == end || isLongOption(s.text[from:]):
		return end
	}
	return s.argument(takes, from, false)
}

// isAttached reports whether something follows right behind an option of one letter, other than the quote that closes it.
func (s *scan) isAttached(at, end int) bool {
	quote := quoteAt(s.text[end:])
	return s.wordEnd(end) > end || quote != "" && quoteBefore(s.text, at) != quote
}

// next returns where the argument of an option begins, behind a blank or a continued line or as the next item of a list; end
// itself where there is none.
func (s *scan) next(start, end int) int {
	at := end
	if quote := quoteBefore(s.text, start); quote != "" && strings.HasPrefix(s.text[end:], quote) {
		at += len(quote)
	}
	from := s.skip(at, " \t\r\n\\,")
	between := s.text[at:from]
	isItem := strings.HasPrefix(s.text[from:], "- ")
	switch {
	case from == len(s.text):
		return from
	case between == "":
		return end
	case isItem: // of a list, perhaps folded into one line
		return s.skipTag(s.skip(from+2, " \t"))
	case strings.Contains(between, ","):
		return s.skipTag(from)
	case !strings.Contains(between, "\n"):
		return from
	case strings.ContainsAny(between, "\\,"):
		return from
	}
	return end
}

// maxHeader bounds the header of a block scalar.
const maxHeader = 80

// argument hides an argument that begins at an offset and returns where to go on. whole says that nothing but the option is
// in front of it, so that in a list the rest of the text belongs to it.
func (s *scan) argument(takes argument, from int, whole bool) int {
	to, end := s.wordEnd(from), 0
	header, _, _ := strings.Cut(s.text[from:min(from+maxHeader, len(s.text))], "\n")
	switch quote := quoteAt(s.text[from:]); {
	case isBlockHeader(strings.TrimSpace(header)):
		return s.below(from+len(header), s.indent(), false)
	case whole && s.command.inList:
		to = len(s.text)
	case quote != "":
		from += len(quote)
		to = s.closing(from, quote)
		end = min(to+len(quote), len(s.text))
	}
	s.argumentText(takes, from, to)
	return max(to, end)
}

// argumentText hides an argument between two offsets where it is what the option takes as a secret.
func (s *scan) argumentText(takes argument, from, to int) {
	if takes.isSecret(s.text[from:to]) {
		s.hide(from, to)
	}
}

// isSecret reports whether the argument of an option is a secret.
func (takes argument) isSecret(text string) bool {
	return takes == takesSecret || takes == takesLogin && isLogin(text) || takes == takesSome && !isPublic(text)
}

// isLongOption reports whether another option begins a text, so that the one in front of it has no argument.
func isLongOption(text string) bool {
	return len(text) > 2 && text[:2] == "--" && isLetter(text[2])
}

// isLogin reports whether a text is a user and a password, and not the numbers of a user and a group.
func isLogin(text string) bool {
	return strings.ContainsAny(text, ":%,") && strings.Trim(text, "0123456789:") != ""
}

// isPublic reports whether an argument is a port, the mapping of one, a folder or a file.
func isPublic(text string) bool {
	if text != "" && (text[0] == '/' || text[0] == '.') {
		return true
	}
	digits := strings.TrimSuffix(strings.TrimSuffix(text, "/tcp"), "/udp")
	return strings.Trim(digits, "0123456789.:[]-") == "" && len(digits) <= len("255.255.255.255:65535:65535")
}
