package mask

import "strings"

// urls hides the passwords in front of the host of URLs, and a user that is there alone: it may be a token. The password
// may contain a slash, a colon or an @: it goes on up to the last @ of the word. Each word is looked at once.
func (s *scan) urls() {
	for at := 0; at < len(s.text); {
		sign := s.index(at, "@")
		if sign == len(s.text) {
			return
		}
		from, to := s.runAround(at, sign)
		s.userinfo(from, to)
		at = to + 1
	}
}

// urlEnd are the bytes that no URL contains, but for a quote between letters, which a password may have.
const urlEnd = " \t\r\n\"'`"

// runAround returns the run of bytes of a URL around an offset; it begins at least at a bound.
func (s *scan) runAround(bound, at int) (from, to int) {
	from = at
	for from > bound {
		before := bound + strings.LastIndexAny(s.text[bound:from], urlEnd)
		if before < bound || !isInside(s.text, before) {
			from = before + 1
			break
		}
		from = before
	}
	from = max(from, bound)
	s.passed(from, at)
	return from, s.wordEnd(at)
}

// userinfo hides the userinfo in a run of bytes without blanks.
func (s *scan) userinfo(from, to int) {
	last := from + strings.LastIndexByte(s.text[from:to], '@')
	for at := from; at < last; {
		slashes := strings.Index(s.text[at:last], "//")
		if slashes < 0 {
			s.passed(at, last)
			if at == from {
				s.bareUserinfo(from, last, to)
			}
			return
		}
		at = s.passed(at, at+slashes+len("//"))
		end := s.indexAny(at, "/@:") // there is an @
		switch {
		case s.text[end] == '/':
			at = end
		case s.text[end] == '@':
			if user := s.text[at:end]; user != "git" {
				s.hide(at, end)
			}
			at = end + 1
		case end > at && isPort(s.text[end+1:last]):
			at = end
		default:
			s.hide(end+1, last)
			return
		}
	}
}

// isPort reports whether a port and a path begin a text where a password could be, as in http://host:80/@scope.
func isPort(text string) bool {
	digits := 0
	for digits < min(len(text), 6) && isDigit(text[digits]) {
		digits++
	}
	return digits > 0 && digits <= 5 && digits < len(text) && text[digits] == '/'
}

// bareUserinfo hides the password of user:password@host without a scheme in front. name:tag@sha256:... is an image.
func (s *scan) bareUserinfo(from, at, to int) {
	host := s.text[at+1 : to]
	if strings.HasPrefix(host, "sha256:") || strings.HasPrefix(host, "sha512:") || host == "" {
		return
	}
	start := from + strings.LastIndexAny(s.text[from:at], "=,;([{") + 1
	if strings.HasSuffix(s.text[from:start], "${") { // the default of a reference
		return
	}
	colon := strings.IndexByte(s.text[start:at], ':')
	if colon >= 0 && start+colon+1 < at && !strings.Contains(s.text[start:start+colon], "/") {
		s.hide(start+colon+1, at)
	}
}
