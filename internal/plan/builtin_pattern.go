package plan

import (
	"regexp"
	"sync"
	"sync/atomic"
)

// patterns holds compiled regular expressions. Most are the policies' own; those of scanned files are bounded.
type patterns struct {
	known sync.Map // *regexp.Regexp by pattern
	count atomic.Int32
}

const maxPatterns = 2000

// get returns nil for what is no pattern.
func (p *patterns) get(pattern string) *regexp.Regexp {
	if known, ok := p.known.Load(pattern); ok {
		return known.(*regexp.Regexp)
	}
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return nil
	}
	if p.count.Add(1) <= maxPatterns {
		p.known.Store(pattern, compiled)
	}
	return compiled
}

// patternsOf are the built-ins on regular expressions.
var patternsOf = map[string]func(*Program, []Value) (Value, bool){
	"regex.match": onPattern(func(re *regexp.Regexp, s string, _ []Value) (Value, bool) { return re.MatchString(s), true }),
	"regex.find_n": onPattern(func(re *regexp.Regexp, s string, more []Value) (Value, bool) {
		n, ok := more[0].(int64)
		if !ok {
			return nil, false
		}
		return textArray(re.FindAllString(s, int(n))), true
	}),
	"regex.find_all_string_submatch_n": onPattern(func(re *regexp.Regexp, s string, more []Value) (Value, bool) {
		n, ok := more[0].(int64)
		if !ok {
			return nil, false
		}
		found := re.FindAllStringSubmatch(s, int(n))
		list := make([]Value, len(found))
		for i, groups := range found {
			list[i] = textArray(groups)
		}
		return &Array{list}, true
	}),
	"regex.split": onPattern(func(re *regexp.Regexp, s string, _ []Value) (Value, bool) { return textArray(re.Split(s, -1)), true }),
	"regex.replace": func(p *Program, args []Value) (Value, bool) {
		s, ok := args[0].(string)
		pattern, ok2 := args[1].(string)
		with, ok3 := args[2].(string)
		if !ok || !ok2 || !ok3 {
			return nil, false
		}
		re := p.patterns.get(pattern)
		if re == nil {
			return nil, false
		}
		return re.ReplaceAllString(s, with), true
	},
}

func onPattern(f func(*regexp.Regexp, string, []Value) (Value, bool)) func(*Program, []Value) (Value, bool) {
	return func(p *Program, args []Value) (Value, bool) {
		pattern, ok := args[0].(string)
		s, ok2 := args[1].(string)
		if !ok || !ok2 {
			return nil, false
		}
		re := p.patterns.get(pattern)
		if re == nil {
			return nil, false
		}
		return f(re, s, args[2:])
	}
}

func textArray(all []string) *Array {
	list := make([]Value, len(all))
	for i, s := range all {
		list[i] = s
	}
	return &Array{list}
}
