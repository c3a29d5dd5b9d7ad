package mask

import (
	"github.com/seclint/seclint/internal/lazyregexp"
)

// In source code the name of a secret has, more often than a text, an expression or a type behind it. Comments and long strings have
// configuration in them, so that only what cannot be a secret is taken for one of these.

// call matches the beginning of a call or of an index: request.headers.get(
var call = lazyregexp.New(`^(?:await |new |not |[!&*])?[A-Za-z_][\w.]*[(\[]`)

// kind matches a type behind a colon, as in (token: str).
var kind = lazyregexp.New(`^(?:str|string|int|bool|boolean|float|number|bytes|any|Any|object|unknown|never|void|None|null|undefined|Optional|Annotated|SecretStr|dict|list)\b` +
	`[ \t]*(?:[,)=|;\[\r\n]|$)`)

// declared matches the type between a name of Go and its value: var password string = "..."
var declared = lazyregexp.New(`^[*\[\]\w.]{1,80}[ \t]*=[^=]`)

// variable matches a name where a value ends, as in {"authorization": API_KEY_SECRET}.
var variable = lazyregexp.New(`^([A-Za-z_$][\w$]*)[ \t]*(?:[,)}\];\r\n]|$)`)

// constant matches the name of a constant.
var constant = lazyregexp.New(`^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$`)

// variableEnd returns where the name of a variable ends that a text is, 0 for any other: one that is called after a secret, or a constant.
func variableEnd(text string) int {
	found := variable.FindStringSubmatchIndex(text[:min(maxExpression, len(text))])
	if found == nil {
		return 0
	}
	if name := text[:found[3]]; !constant.MatchString(name) && !IsName(name) {
		return 0
	}
	return found[3]
}

// isExpression reports whether the value of a name in source code is no text: it is computed, compared, or a type.
func (s *scan) isExpression(v value) bool {
	if !s.isProgram || v.quote != "" || v.at >= len(s.text) {
		return false
	}
	rest := s.text[v.at:min(v.at+maxExpression, len(s.text))]
	switch v.link {
	case compared:
		return isLetter(rest[0])
	case keyed:
		return kind.MatchString(rest) || call.MatchString(rest) || variableEnd(rest) > 0
	case assigned:
		return call.MatchString(rest) || variableEnd(rest) > 0
	}
	return false
}

// expression hides the texts in an expression up to the end of its line, but for names of secrets: get("token", "hunter2").
func (s *scan) expression(v value) int {
	at, end := v.at, s.lineEnd(v.at)
	if length := variableEnd(s.text[at:end]); length > 0 {
		return at + length
	}
	for at < end {
		quote := quoteAt(s.text[at:])
		if quote == "" {
			at++
			continue
		}
		from := at + len(quote)
		to := s.closing(from, quote)
		if !IsName(s.text[from:to]) {
			s.hide(from, to)
		}
		at = min(to+len(quote), len(s.text))
	}
	return at
}

// maxExpression is how many bytes of a value are looked at: names of programs are shorter.
const maxExpression = 200
