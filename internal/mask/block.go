package mask

import "strings"

// plainKeys are the keys that say where a secret comes from or how it is used, not what it is.
var plainKeys = map[string]bool{"file": true, "environment": true, "external": true, "name": true, "source": true, "target": true,
	"driver": true, "uid": true, "gid": true, "mode": true, "path": true, "template_driver": true, "labels": true, "cluster": true,
	"timeout": true, "host": true, "port": true, "address": true, "enabled": true, "type": true, "version": true, "condition": true,
	"filename": true, "environment_variable": true, "@type": true, "kind": true, "kty": true, "alg": true, "kid": true, "use": true}

// grants are the keys whose lists and mappings name secrets; a scalar right behind such a key is one.
var grants = map[string]bool{"secrets": true, "credential_spec": true, "credentialspec": true}

// keyed hides the value of a key in the style of YAML: what is on the line, and what is indented more on the lines below.
func (s *scan) keyed(v value) int {
	end := s.lineEnd(v.at)
	line := s.text[v.at:end]
	if comment := strings.Index(line, " #"); comment >= 0 {
		line = line[:comment]
	}
	content := strings.TrimSpace(line)
	below := strings.HasPrefix(content, "#") || content == "" || isProperty(content)
	if !below && !isBlockHeader(content) {
		s.hide(v.at, v.at+len(line))
	}
	if below && grants[strings.ToLower(s.text[v.name:wordEnd(s.text, v.name)])] {
		return end
	}
	column := v.column
	if s.isProgram && !v.fresh { // the block of a statement is below
		return end
	}
	if !v.fresh { // as in {key:
		column = s.indent()
	}
	return s.below(end, column, below)
}

// isBlockHeader reports whether a text is the header of a block scalar of YAML, behind its anchor and tag.
func isBlockHeader(content string) bool {
	content = withoutProperties(content)
	return content != "" && (content[0] == '|' || content[0] == '>') && strings.Trim(content[1:], "+-0123456789 ") == ""
}

// isProperty reports whether a text is nothing but anchors and tags.
func isProperty(content string) bool { return content != "" && withoutProperties(content) == "" }

// withoutProperties returns what follows the anchors and tags that a text begins with.
func withoutProperties(content string) string {
	for content != "" && (content[0] == '&' || content[0] == '!') {
		end := strings.IndexByte(content, ' ')
		if end < 0 {
			return ""
		}
		content = strings.TrimLeft(content[end:], " ")
	}
	return content
}

// below hides the lines behind an offset that are indented more than a column, and the items of a list at the column itself. Of
// those that have keys (nested), the values of plain keys are left.
func (s *scan) below(at, column int, nested bool) int {
	for at < len(s.text) {
		start := at + 1 // behind the line break
		end := s.lineEnd(start)
		line := s.text[start:end]
		indent := skip(line, 0, " \t#")
		isItem := strings.HasPrefix(line[indent:], "- ")
		switch {
		case strings.TrimSpace(line) == "":
		case indent < column || indent == column && !(nested && isItem):
			return at
		case nested:
			s.item(start+indent, end)
		default:
			s.hidden = append(s.hidden, stretch{start, end})
		}
		at = end
	}
	return at
}

// item hides the value of a line below a key of secrets.
func (s *scan) item(from, to int) {
	for strings.HasPrefix(s.text[from:to], "- ") {
		from = skip(s.text[:to], from+2, " \t")
	}
	name := from
	quote := quoteAt(s.text[from:to])
	name += len(quote)
	end := wordEnd(s.text[:to], name)
	key := s.text[name:end]
	if end > name && strings.HasPrefix(s.text[end:to], quote) {
		end += len(quote)
		if rest := s.text[end:to]; rest == ":" || strings.HasPrefix(rest, ": ") {
			if plainKeys[key] {
				return
			}
			from = end + 1
		}
	}
	if content := strings.TrimSpace(s.text[from:to]); !isBlockHeader(content) && !isProperty(content) {
		s.hide(from, to)
	}
}

// collection hides what a list or mapping in brackets contains, up to the bracket that closes it: everything but its keys and the
// values of plain keys.
func (s *scan) collection(v value) int {
	isGrant := grants[strings.ToLower(s.text[v.name:wordEnd(s.text, v.name)])]
	depth, plain := 0, false
	isValue := false // a sign that ends a key is in front
	for at := v.at; at < len(s.text); {
		s.work++
		switch c := s.text[at]; {
		case c == '{' || c == '[':
			depth++
			isValue = false
			at++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return at + 1
			}
			plain, isValue = false, false
			at++
		case c == ',':
			plain, isValue = false, false
			at++
		case strings.IndexByte(" \t\r\n:=", c) >= 0:
			isValue = isValue || c == ':' || c == '='
			at++
		default:
			from, to, end := s.element(at)
			key := s.skip(end, " \t")
			switch {
			case key < len(s.text) && (s.text[key] == ':' || s.text[key] == '=') && !isValue:
				plain = plainKeys[s.text[from:to]]
			case !plain && !isGrant && !(s.isProgram && from == at && variableEnd(s.text[from:]) == to-from):
				s.hide(from, to)
			}
			at = end
		}
	}
	return len(s.text)
}

// element returns the text of a key or scalar in brackets, and where to go on.
func (s *scan) element(at int) (from, to, end int) {
	if quote := quoteAt(s.text[at:]); quote != "" {
		from = at + len(quote)
		to = s.closing(from, quote)
		return from, to, min(to+len(quote), len(s.text))
	}
	end = max(s.bareEnd(at), at+1)
	return at, end, end
}

// bareEnd returns where a plain scalar in brackets ends. References in it have braces of their own.
func (s *scan) bareEnd(at int) int {
	for at < len(s.text) {
		at = s.indexAny(at, ",]}:\n$")
		rest := s.text[at:]
		switch {
		case strings.HasPrefix(rest, "${"):
			at = min(s.closingBrace(at+2)+1, len(s.text))
		case strings.HasPrefix(rest, "$"), strings.HasPrefix(rest, ":") && !endsKey(rest):
			at++
		default:
			return at
		}
	}
	return at
}
