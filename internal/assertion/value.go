package assertion

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
)

// layer is what writes a value: a higher one goes over a lower one.
type layer int

const (
	ofCode layer = iota
	ofImage
	ofFile
	ofService
	ofUnit
)

// String returns the layer in words.
func (l layer) String() string {
	return [...]string{"the default in code", "the image", "a file of variables or settings", "the service", "the unit"}[l]
}

// occurrence is one place that gives a name a value.
type occurrence struct {
	name string
	// text is the value as written, value what the program makes of it.
	text    string
	value   any
	isKnown bool
	layer   layer
	at      source.Span
	// parse is how the code reads a text, nil where it takes it as it is; isBool says that bool() does.
	parse  func(text string) any
	isBool bool
}

// violates returns the first demand that a value does not fulfil; ok is true where it fulfils all.
func (o occurrence) violates(demands []config.Demand) (wrong config.Demand, ok bool) {
	for _, demand := range demands {
		switch {
		case demand.Operator == "absent":
			return demand, false
		case demand.Operator == "present":
			if !o.isKnown || o.text != "" {
				continue
			}
			return demand, false
		case !o.isKnown || !demand.IsMetBy(o.value):
			return demand, false
		}
	}
	return wrong, true
}

// shown is the value in a message: what may be a secret is not.
func (o occurrence) shown(d config.Demand) string {
	if _, ok := o.value.(bool); ok {
		return fmt.Sprint(o.value)
	}
	text := fmt.Sprint(o.value)
	if isSecret(o.name) && text != "" {
		return "something else"
	}
	_, number := config.ParseNumber(text)
	_, duration := config.ParseDuration(text)
	_, version := config.ParseVersion(text)
	if _, isTruth := config.TruthOf(text); (number || duration || version || isTruth) && len(text) > 0 && len(text) < 20 {
		return text
	}
	if text == "" {
		return "empty"
	}
	return "something else"
}

// trap says of a text that bool() makes the opposite of.
func (o occurrence) trap(config.Demand) string {
	if truth, known := config.TruthOf(o.text); o.isBool && known && !truth && o.text != "" {
		return fmt.Sprintf(" (the code reads it with bool(), for which the text %q is true)", o.text)
	}
	return ""
}

// isSecret reports whether a setting or route is one of which nobody is shown what it is, nor what it has to be.
func isSecret(name string) bool { return mask.IsName(name[strings.LastIndexAny(name, ".]")+1:]) }

// demanded is what a setting has to be, in a message.
func demanded(name string, d config.Demand) string {
	if isSecret(name) && (d.Operator == "eq" || d.Operator == "ne" || d.Operator == "in" || d.Operator == "not_in") {
		return "what the config says"
	}
	return d.String()
}

var (
	isOneOf    = regexp.MustCompile(`(not\s+)?in\s*[(\[{]([^)\]}]*)[)\]}]`)
	isEqual    = regexp.MustCompile(`(===?|!==?)\s*["']([^"']*)["']`)
	quotedWord = regexp.MustCompile(`["']([^"']*)["']`)
	lowers     = regexp.MustCompile(`\.(?:lower|casefold|toLowerCase)\(\)`)
	uppers     = regexp.MustCompile(`\.(?:upper|toUpperCase)\(\)`)
	boolCall   = regexp.MustCompile(`^(?:bool|Boolean)\(|^!!`)
	truthCall  = regexp.MustCompile(`(?:strtobool|ParseBool|str2bool|str_to_bool|env\.bool|parse_bool|to_bool|as_bool|getenv_bool|env_bool)\(`)
	guard      = regexp.MustCompile(`^(?:if|elif)\s+\(?\s*([A-Za-z_][\w.]*)\s*\)?\s*[:{]`)
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
