package value

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/lazyregexp"
)

var (
	isOneOf    = lazyregexp.New(`(not\s+)?in\s*[(\[{]([^)\]}]*)[)\]}]`)
	isMember   = lazyregexp.New(`(!\s*)?\[([^\]]*)\]\.includes\(`)
	equals     = lazyregexp.New(`["']([^"']*)["']\s*(===?|!==?)`)
	isEqual    = lazyregexp.New(`(===?|!==?)\s*["']([^"']*)["']`)
	quotedWord = lazyregexp.New(`["']([^"']*)["']`)
	lowers     = lazyregexp.New(`\.(?:lower|casefold|toLowerCase)\(\)`)
	uppers     = lazyregexp.New(`\.(?:upper|toUpperCase)\(\)`)
	boolCall   = lazyregexp.New(`^(?:bool|Boolean)\(|^!!`)
	isNegated  = lazyregexp.New(`(?:\bnot\s+|!)(?:os\.|process\.|getenv|environ)`)
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
		words := wordsOf(m[2])
		return func(text string) any { return slices.Contains(words, fold(strings.TrimSpace(text))) == (m[1] == "") }, false
	}
	if m := isMember.FindStringSubmatch(expression); m != nil {
		words := wordsOf(m[2])
		return func(text string) any { return slices.Contains(words, fold(text)) == (m[1] == "") }, false
	}
	word, operator := "", ""
	if m := isEqual.FindStringSubmatch(expression); m != nil {
		operator, word = m[1], m[2]
	} else if m := equals.FindStringSubmatch(expression); m != nil {
		word, operator = m[1], m[2]
	}
	if operator != "" {
		return func(text string) any { return (fold(text) == word) == (operator[0] == '=') }, false
	}
	switch {
	case truthCall.MatchString(expression):
		return func(text string) any { truth, _ := config.TruthOf(text); return truth }, false
	case boolCall.MatchString(expression):
		return func(text string) any { return text != "" }, true
	case isNegated.MatchString(expression):
		return func(text string) any { return text == "" }, false
	}
	return nil, false
}

func wordsOf(list string) []string {
	var words []string
	for _, w := range quotedWord.FindAllStringSubmatch(list, 50) {
		words = append(words, w[1])
	}
	return words
}
