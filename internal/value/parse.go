package value

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/lazyregexp"
)

var (
	isOneOf    = lazyregexp.New(`(not\s+)?in\s*[(\[{]([^)\]}]*)[)\]}]`)
	isEqual    = lazyregexp.New(`(===?|!==?)\s*["']([^"']*)["']`)
	quotedWord = lazyregexp.New(`["']([^"']*)["']`)
	lowers     = lazyregexp.New(`\.(?:lower|casefold|toLowerCase)\(\)`)
	uppers     = lazyregexp.New(`\.(?:upper|toUpperCase)\(\)`)
	boolCall   = lazyregexp.New(`^(?:bool|Boolean)\(|^!!`)
	truthCall  = lazyregexp.New(`(?:strtobool|ParseBool|str2bool|str_to_bool|env\.bool|parse_bool|to_bool|as_bool|getenv_bool|env_bool)\(`)
)

// parserOf returns how an expression reads a text, nil where it takes it as it is.
func parserOf(expression string) (parse func(string) any, isBool bool) {
	fold := func(text string) string {
		switch {
		case lowers.MatchString(expression):
			return strings.ToLower(text)
		case uppers.MatchString(expression):
			return strings.ToUpper(text)
		}
		return text
	}
	if m := isOneOf.FindStringSubmatch(expression); m != nil {
		var words []string
		for _, w := range quotedWord.FindAllStringSubmatch(m[2], 50) {
			words = append(words, w[1])
		}
		return func(text string) any { return slices.Contains(words, fold(strings.TrimSpace(text))) == (m[1] == "") }, false
	}
	if m := isEqual.FindStringSubmatch(expression); m != nil {
		return func(text string) any { return (fold(text) == m[2]) == (m[1][0] == '=') }, false
	}
	switch {
	case boolCall.MatchString(expression):
		return func(text string) any { return text != "" }, true
	case truthCall.MatchString(expression):
		return func(text string) any { truth, _ := config.TruthOf(text); return truth }, false
	}
	return nil, false
}
