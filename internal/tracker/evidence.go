package tracker

import (
	"path"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// extensions are those of files that an unquoted word is taken for.
const extensions = `py|pyi|js|jsx|mjs|cjs|ts|tsx|go|rs|java|kt|kts|rb|php|c|h|cc|cpp|hpp|cs|sh|bash|zsh|lua|ya?ml|json|jsonc|json5|toml|ini|cfg|conf|env|html?|vue|svelte|sql|tf|tfvars|md|rst|txt|xml|properties|service|socket|` +
	`timer|gradle|swift|scala|exs?|pl|ps1|bat|tpl|tmpl|template|j2|lock|css|scss|proto|graphql|rego|nix|dockerfile|cnf|hcl|plist|yar|sol|m|mm|dart|erl|clj|r|ipynb|csproj|mod|sum|example|sample|dist`

var (
	// place is a file with an extension, or without where it is well known, and what follows it.
	place = lazyregexp.New(`(?:(?:~|\.{1,2})?/)?(?:[\w@+.\[\]{}$%-]+/)*(?:\.env(?:\.[\w-]+)?\b|[\w@+.\[\]{}$%-]*\.(?i:` + extensions + `)\b|Dockerfile(?:\.[\w-]+)?\b|Makefile\b|Caddyfile\b|Jenkinsfile\b|Procfile\b|Containerfile\b|\.(?:gitignore|dockerignore|npmrc|htaccess)\b)`)
	// pathWithLine is any path that lines follow.
	pathWithLine = lazyregexp.New(`(?:(?:~|\.{1,2})?/)?(?:[\w@+.\[\]{}$-]+/)+[\w@+.\[\]{}$-]+:\d+`)
	// colonLines are lines behind a file: ":134", ":194-203", ":35,39", "#L10-L20", ":~116", ":1834+".
	colonLines = lazyregexp.New(`^(?::(?i:L|line\s*)?|#L)(~?\d{1,6}\+?(?::\d{1,4})?(?:\s*[-–]\s*L?\d{1,6})?(?:\s*,\s*~?\d{1,6}\+?(?:\s*[-–]\s*\d{1,6})?)*)`)
	// wordLines are lines in words: "(line 320)", ", line 110", "lines 10-20", "L45".
	wordLines = lazyregexp.New("^[`*]*\\s*[,:(@]?\\s*(?:(?i:at |on |near |around |approx\\.? ))?(?:(?i:lines?|ln|l\\.)\\s*:?\\s*|L)[`]?(~?\\d{1,6}\\+?(?:\\s*(?:[-–]|to)\\s*L?\\d{1,6})?(?:\\s*(?:,|and|&)\\s*~?\\d{1,6}\\+?(?:\\s*[-–]\\s*\\d{1,6})?)*)")
	// moreLines continue those of the file in front of them: "`:575`", ", 520-524".
	moreLines = lazyregexp.New("^[`]?\\s*(?:,|and|&|;)?\\s*[`]?:?(~?\\d{1,6}\\+?(?:\\s*[-–]\\s*\\d{1,6})?)[`]?(?:$|[\\s,;)`])")
	oneRange  = lazyregexp.New(`(~?)(\d{1,6})(\+?)(?::\d{1,4})?(?:\s*(?:[-–]|to)\s*L?(\d{1,6}))?`)
	// symbolBehind is the name of something in the file in front of it.
	symbolBehind = lazyregexp.New(`^(?:\s*::\s*|:|#)([A-Za-z_][\w.]{1,80})`)
	quotedSymbol = lazyregexp.New(`^\s*(?:,|\(|→|>|—|-|–|in|at)?\s*(?:(?i:function|method|class|func|def|symbol)\s*)?$`)
	identifier   = lazyregexp.New(`^[A-Za-z_][\w.:]{2,80}(?:\(\))?$`)
	label        = lazyregexp.New(`([A-Z][\w ]{1,30}):\s*$`)
)

// maxEvidence bounds the evidence of one item.
const maxEvidence = 200

// evidenceIn returns the evidence in a line. strict wants a line behind each file: in prose people name many files.
func (r *reader) evidenceIn(l line, strict bool) []*Evidence {
	var found []*Evidence
	links := linkTargets(l.text)
	from := 0
	for from < len(l.text) && len(found) < maxEvidence {
		at := nextPlace(l.text, from)
		if at == nil {
			break
		}
		from = at[1]
		if inAny(links, at[0]) || !r.isFile(l, at[0], at[1]) {
			continue
		}
		e := &Evidence{Path: trimmedPath(l.text[at[0]:at[1]]), Label: labelOf(l, at[0])}
		end := at[1]
		if n := r.rangesAt(l, end, e); n > 0 {
			end += n
		} else if m := symbolBehind.FindStringSubmatchIndex(l.text[end:]); m != nil {
			e.Symbol = l.text[end+m[2] : end+m[3]]
			end += m[1]
		}
		end = r.symbol(l, end, e)
		r.linked(l, links, at[1], e)
		e.At = r.span(l, at[0], end)
		from = behindRemark(l, max(from, end))
		if strict && len(e.Ranges) == 0 && e.Symbol == "" {
			continue
		}
		found = append(found, e)
	}
	return found
}

// linked takes the lines of a link whose text names the file alone: [a.py](src/a.py#L10).
func (r *reader) linked(l line, links [][]int, at int, e *Evidence) {
	for _, target := range links {
		if target[0] < at || target[0] > at+1 || len(e.Ranges) > 0 {
			continue
		}
		text := l.text[target[0]:target[1]]
		if m := linkLines.FindStringSubmatchIndex(text); m != nil {
			r.ranges(l, target[0]+m[2], target[0]+m[3], e)
		}
	}
}

// linkLines are the lines in the target of a link.
var linkLines = lazyregexp.New(`(?::|#L)(\d{1,6}(?:-L?\d{1,6})?)\)$`)

// behindRemark returns where the remark in parentheses behind a place ends: what it names is not where the problem is.
func behindRemark(l line, at int) int {
	rest := l.text[at:]
	open := len(rest) - len(strings.TrimLeft(rest, " "))
	if !strings.HasPrefix(rest[open:], "(") || open+1 < len(rest) && l.style[at+open+1]&isCode != 0 {
		return at
	}
	depth := 0
	for i := open; i < len(rest); i++ {
		switch rest[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return at + i + 1
			}
		}
	}
	return at
}

// nextPlace returns where the next file is named.
func nextPlace(text string, from int) []int {
	a, b := place.FindStringIndex(text[from:]), pathWithLine.FindStringIndex(text[from:])
	switch {
	case a == nil && b == nil:
		return nil
	case a == nil || b != nil && b[0] < a[0]:
		colon := strings.LastIndexByte(text[from+b[0]:from+b[1]], ':')
		return []int{from + b[0], from + b[0] + colon}
	}
	return []int{from + a[0], from + a[1]}
}

// linkTargets returns the stretches of a text that are the targets of links.
func linkTargets(text string) [][]int {
	var all [][]int
	for _, m := range linkMarks.FindAllStringSubmatchIndex(text, -1) {
		if place.MatchString(text[m[2]:m[3]]) {
			all = append(all, []int{m[3], m[1]})
		}
	}
	return all
}

func inAny(stretches [][]int, at int) bool {
	for _, s := range stretches {
		if s[0] <= at && at < s[1] {
			return true
		}
	}
	return false
}

// isFile reports whether a match is a file and no part of a URL, a word or a call.
func (r *reader) isFile(l line, from, to int) bool {
	before, name := l.text[:from], l.text[from:to]
	switch {
	case strings.HasSuffix(before, "://"), strings.HasSuffix(before, "@"), strings.HasSuffix(before, "~"), from > 0 && (isWordByte(before[from-1]) || before[from-1] == '.' || before[from-1] == '/'):
		return false
	case strings.Contains(name, "://"), strings.HasPrefix(name, "www."), strings.Trim(name, ".") == "":
		return false
	}
	if i := strings.LastIndexByte(before, ' '); strings.Contains(before[i+1:], "://") {
		return false
	}
	base := path.Base(name)
	if stem := strings.TrimSuffix(base, path.Ext(base)); stem == "" && !strings.HasPrefix(base, ".env") && !strings.HasPrefix(base, ".git") && !strings.HasPrefix(base, ".docker") {
		return false // ".py files"
	}
	rest := l.text[to:]
	if strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, "=") {
		return false // a call, a folder, a setting
	}
	return r.isMeantAsFile(l, from, to)
}

// shortExtensions are those that words of programs end with as well, as in os.environ or Context.h.
var shortExtensions = setOf(".c", ".h", ".m", ".r", ".ex", ".pl", ".mod", ".sum", ".env", ".conf", ".service", ".socket", ".timer", ".example", ".sample", ".dist", ".lock", ".properties", ".template", ".go", ".sql", ".env", ".js")

// isMeantAsFile wants more than an ending of a word that could be a part of a program.
func (r *reader) isMeantAsFile(l line, from, to int) bool {
	name := l.text[from:to]
	if strings.Contains(name, "/") || colonLines.MatchString(l.text[to:]) || wordLines.MatchString(l.text[to:]) {
		return true
	}
	if l.has(from, to, isCode) {
		return true
	}
	return !shortExtensions[strings.ToLower(path.Ext(name))]
}

func trimmedPath(name string) string { return strings.TrimPrefix(strings.TrimLeft(name, "([{"), "./") }

// labelOf returns the word with a colon in front of a place: "Brain: `a.py:1`".
func labelOf(l line, at int) string {
	before := l.text[:at]
	if i := strings.LastIndexAny(before, ";,"); i >= 0 {
		before = before[i+1:]
	}
	if m := label.FindStringSubmatch(before); m != nil && fieldKind(m[1]) == "" {
		return strings.TrimSpace(m[1])
	}
	return ""
}

// rangesAt reads the lines behind a file and returns how many bytes they take.
func (r *reader) rangesAt(l line, at int, e *Evidence) int {
	rest := l.text[at:]
	m := colonLines.FindStringSubmatchIndex(rest)
	if m == nil {
		m = wordLines.FindStringSubmatchIndex(rest)
	}
	if m == nil {
		return 0
	}
	r.ranges(l, at+m[2], at+m[3], e)
	n := m[1]
	for len(e.Ranges) < 20 {
		more := moreLines.FindStringSubmatchIndex(rest[n:])
		if more == nil || more[2] == 0 {
			break
		}
		r.ranges(l, at+n+more[2], at+n+more[3], e)
		n += more[3]
	}
	return n
}

func (r *reader) ranges(l line, from, to int, e *Evidence) {
	for _, m := range oneRange.FindAllStringSubmatchIndex(l.text[from:to], 20) {
		first, _ := strconv.Atoi(l.text[from+m[4] : from+m[5]])
		last := first
		end := from + m[5]
		if m[8] >= 0 {
			last, _ = strconv.Atoi(l.text[from+m[8] : from+m[9]])
			end = from + m[9]
		}
		approximate := m[2] < m[3] || m[6] < m[7]
		e.Ranges = append(e.Ranges, Range{From: first, To: max(first, last), IsApproximate: approximate, start: l.at[from+m[4]], end: l.at[end-1] + 1})
	}
}

// symbol reads the name in code behind a file: "`file.go` `Func`", "`file.py` (`func()`)". It returns where it ends.
func (r *reader) symbol(l line, at int, e *Evidence) int {
	if e.Symbol != "" || len(e.Ranges) > 0 || at >= len(l.text) {
		return at
	}
	start := at
	for start < len(l.text) && l.style[start]&isCode == 0 {
		start++
	}
	if start == len(l.text) || start-at > 12 || start == at || !quotedSymbol.MatchString(l.text[at:start]) {
		return at
	}
	end := start
	for end < len(l.text) && l.style[end]&isCode != 0 {
		end++
	}
	name := l.text[start:end]
	if !identifier.MatchString(name) || place.FindString(name) == name {
		return at
	}
	e.Symbol = strings.TrimSuffix(name, "()")
	return end
}

// span returns the span of a part of a line.
func (r *reader) span(l line, from, to int) source.Span {
	if from >= to || to > len(l.at) {
		return source.Span{}
	}
	return r.file.Span(l.at[from], l.at[to-1]+1)
}

// continued reads a line that goes on with the lines of the file in front: "`:575`", "Same file, line 20".
var continued = lazyregexp.New(`^(?i:same file|ibid\.?|same)?[\s,:]*(?:(?i:lines?)\s*)?:?(~?\d{1,6}\+?(?:\s*[-–]\s*\d{1,6})?)\b`)

func (r *reader) continuation(l line, last *Evidence) *Evidence {
	if last == nil || last.Path == "" {
		return nil
	}
	m := continued.FindStringSubmatchIndex(l.text)
	isSame := len(l.text) >= 4 && strings.EqualFold(l.text[:4], "same")
	if m == nil || !(strings.HasPrefix(l.text, ":") || isSame) {
		return nil
	}
	e := &Evidence{Path: last.Path}
	r.ranges(l, m[2], m[3], e)
	e.At = r.span(l, m[2], m[3])
	return e
}
