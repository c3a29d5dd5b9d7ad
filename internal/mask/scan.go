package mask

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// scan finds what is secret in a text, whatever its language: a command, a script, a part of another file, a file that no
// reader reads. It goes through the text once; what it takes for a value is not looked at again, so that the work is in
// proportion to the length.
type scan struct {
	text string
	// prose is set for what seclint itself says: a colon or a blank behind a name is punctuation there.
	prose bool
	// isProgram is set for source code, where what is not in quotes may be an expression.
	isProgram bool
	// hidden is what was found.
	hidden []stretch
	// work is how many bytes were looked at, for a test.
	work int
	// command is what the command that the text is a part of has said so far.
	command *command

	// lineStart is the offset of the line at hand, less than 0 where the text begins in the middle of one.
	lineStart int
	// fresh is set while nothing but marks of lists and comments, quotes and words such as export came up on the line.
	fresh bool
	line  int
	pair  pairing
	// isJWK is set where the text contains a JSON Web Key.
	isJWK bool
	// member is the column of names that people give, inside a section whose keys these are, 0 outside of one.
	member int
	// previous is the word in front of the one at hand on the same line.
	previous string
}

// find returns what is secret in a text, joined.
func find(text string, cmd *command, prose bool) []stretch {
	if !hasSigns(text) {
		return nil
	}
	s := &scan{text: text, command: cmd, prose: prose, fresh: !prose}
	if s.command == nil {
		s.command = &command{}
	}
	s.all()
	return joined(s.hidden)
}

// findIn is find for the text of a file.
func findIn(file, text string) []stretch {
	format := source.FormatOf(file)
	isProgram := format != nil && format.IsCode() && format != source.Shell && format != source.Dockerfile
	s := &scan{text: text, command: &command{}, isProgram: isProgram, fresh: true}
	s.all()
	return joined(s.hidden)
}

// findAt is find for a text that begins in some column of its line.
func findAt(text string, column int) []stretch {
	if !hasSigns(text) {
		return nil
	}
	s := &scan{text: text, command: &command{}, fresh: true, lineStart: -column}
	s.all()
	return joined(s.hidden)
}

// all looks for everything.
func (s *scan) all() {
	s.tokens()
	s.urls()
	s.armour()
	s.schemes()
	s.isJWK = strings.Contains(s.text, "kty")
	s.names()
}

// names hides the values behind the names of secrets and the arguments of options.
func (s *scan) names() {
	for at := 0; at < len(s.text); {
		s.work++
		c := s.text[at]
		switch {
		case isLetter(c) || c == '_':
			at = s.word(at)
			continue
		case c == '-' && !s.prose && s.isBegin(at):
			if end := s.option(at); end > at {
				s.fresh = false
				at = end
				continue
			}
		case c == '$' && strings.HasPrefix(s.text[at:], "${"):
			at = s.reference(at)
			continue
		case c == '\n':
			s.newLine(at)
		case c == ';' || c == '&' || c == '|':
			s.command.programs = nil
		}
		if strings.IndexByte(freshBytes, c) < 0 {
			s.fresh = false
		}
		at++
	}
}

// freshBytes may be in front of the first word of a line.
const freshBytes = " \t\r\n-#/*>\"'$\\"

// freshWords may be in front of the name of a variable.
var freshWords = map[string]bool{"export": true, "set": true, "ENV": true, "ARG": true, "LABEL": true, "local": true, "readonly": true,
	"declare": true, "typeset": true, "env": true}

func (s *scan) newLine(at int) {
	if at == 0 || s.text[at-1] != '\\' {
		s.command.programs = nil
	}
	s.lineStart, s.fresh, s.previous = at+1, !s.prose, ""
	s.line++
}

// isBegin reports whether an offset is the first of a word in a command.
func (s *scan) isBegin(at int) bool {
	return at == 0 || strings.IndexByte(" \t\r\n\"'[,(=`", s.text[at-1]) >= 0
}

// word looks at the name that starts at an offset and returns where to go on.
func (s *scan) word(at int) int {
	end := s.nameEnd(at)
	name := s.text[at:end]
	fresh, previous := s.fresh, s.previous
	s.previous = name
	s.fresh = fresh && freshWords[name]
	s.command.names(name)
	secret := !s.isMember(at, end, fresh) && (IsName(name) || words().options[name])
	secret = secret || s.isJWK && privateMembers[name] && quoteBefore(s.text, at) != ""
	if iceSchemes[name] && strings.HasPrefix(s.text[end:], ":") {
		return s.iceServer(at, end+1)
	}
	if !secret && !s.prose {
		if next, ok := s.pairKey(at, end); ok {
			return next
		}
	}
	if !secret && !(strings.EqualFold(name, "by") && strings.EqualFold(previous, "identified")) {
		return end
	}
	v, ok := s.valueOf(at, end)
	if !ok {
		v, ok = s.spaced(at, end, previous)
	}
	if !ok {
		return end
	}
	if v.fresh = fresh; at == 0 && v.link == assigned && s.command.inList && quoteAt(s.text[v.at:]) == "" {
		return s.rest(v.at) // an item of a list such as environment is a setting as a whole
	}
	return s.value(v)
}

// iceSchemes are those of servers that MediaMTX takes as scheme:user:password:host:port too, up to v0.23.6.
var iceSchemes = map[string]bool{"stun": true, "turn": true, "turns": true}

// iceServer hides the password of a server for WebRTC whose scheme and user begin at two offsets, and returns where to go on.
func (s *scan) iceServer(start, at int) int {
	end := s.wordEnd(at)
	if start == 0 && !s.prose { // the whole text is one server
		end = s.lineEnd(at)
	}
	fields := strings.SplitN(s.text[at:end], ":", 4)
	if len(fields) >= 3 || len(fields) == 2 && !startsWithDigit(fields[1]) { // a host and a port alone are two
		from := at + len(fields[0]) + 1
		s.hide(from, from+len(fields[1]))
	}
	return end
}

func startsWithDigit(text string) bool { return text == "" || isDigit(text[0]) }

// rest hides the text from an offset to the end.
func (s *scan) rest(from int) int {
	s.hide(from, len(s.text))
	return len(s.text)
}

// indent returns the column of the first word on the line at hand.
func (s *scan) indent() int { return s.skip(max(s.lineStart, 0), " \t#") - s.lineStart }

// isMember reports whether the word between two offsets, the first of its line, is a name of a section.
func (s *scan) isMember(start, end int, fresh bool) bool {
	column := start - s.lineStart
	if fresh && column == 0 {
		s.member = 0
		if nameSections[s.text[start:end]] && strings.HasPrefix(s.text[end:], ":") {
			s.member = s.firstColumn(s.lineEnd(end))
		}
		return false
	}
	return fresh && column == s.member && column > 0
}

// firstColumn returns the column of what comes first on the lines behind an offset that have more than a comment.
func (s *scan) firstColumn(at int) int {
	for at < len(s.text) {
		start := s.skip(at, "\r\n")
		if first := s.skip(start, " \t"); first < len(s.text) && strings.IndexByte("\r\n#", s.text[first]) < 0 {
			return first - start
		}
		at = s.lineEnd(start)
	}
	return 0
}

// reference hides the default of a ${NAME...} with a secret's name and returns where to go on.
func (s *scan) reference(at int) int {
	end := s.nameEnd(at + 2)
	body := at + 2
	for body < end && s.text[body] != '-' && s.text[body] != '.' {
		body++
	}
	operator := operatorAt(s.text[body:])
	s.fresh = false
	if operator == "" || strings.HasSuffix(operator, "?") || !IsName(s.text[at+2:body]) {
		return body
	}
	body += len(operator)
	closing := s.closingBrace(body)
	s.hide(body, closing)
	return closing
}
