package plan

import (
	"sync"
	"sync/atomic"
)

// patterns caches regular expressions. Most are literals of policies; others are made from scanned files, so that the
// cache is bounded.
type patterns struct {
	known sync.Map // *pattern by string
	count atomic.Int32
	words map[string]string // those of likely patterns as they are stored, by the pattern
}

const maxPatterns = 2000

// get returns the regular expression that a string is, nil when it is none.
func (p *patterns) get(text string) *pattern {
	if known, ok := p.known.Load(text); ok {
		return known.(*pattern)
	}
	made := p.make(text)
	if made == nil {
		return nil
	}
	if p.count.Add(1) <= maxPatterns {
		p.known.Store(text, made)
	}
	return made
}

// make returns the pattern that a string is, nil when it is none.
func (p *patterns) make(text string) *pattern {
	if stored, ok := p.words[text]; ok {
		d := &decoder{left: stored}
		if w := d.words(); !d.broken {
			return patternWith(text, w)
		}
	}
	made, err := newPattern(text)
	if err != nil {
		return nil
	}
	return made
}

// shortcuts are the shortcuts of built-ins on regular expressions.
func (p *patterns) shortcuts() map[string]shortcut {
	return map[string]shortcut{
		"regex.match": p.on(func(re *pattern, s string, _ []Value) (Value, bool) {
			return !re.excludes(s) && re.compiled.MatchString(s), true
		}),
		"regex.split": p.on(func(re *pattern, s string, _ []Value) (Value, bool) {
			return textArray(re.compiled.Split(s, -1)), true
		}),
		"regex.find_n":                     p.on(findN),
		"regex.find_all_string_submatch_n": p.on(findSubmatchN),
		"regex.replace":                    p.replace,
	}
}

// on is a shortcut for a regular expression, a string and other operands.
func (p *patterns) on(f func(re *pattern, s string, more []Value) (Value, bool)) shortcut {
	return func(args []Value) (Value, bool) {
		text, ok := args[0].(string)
		s, ok2 := args[1].(string)
		if !ok || !ok2 {
			return nil, false
		}
		re := p.get(text)
		if re == nil {
			return nil, false
		}
		return f(re, s, args[2:])
	}
}

func findN(re *pattern, s string, more []Value) (Value, bool) {
	n, ok := more[0].(int64)
	if !ok {
		return nil, false
	}
	if re.excludes(s) {
		return textArray(nil), true
	}
	return textArray(re.compiled.FindAllString(s, int(n))), true
}

func findSubmatchN(re *pattern, s string, more []Value) (Value, bool) {
	n, ok := more[0].(int64)
	if !ok {
		return nil, false
	}
	if re.excludes(s) {
		return textArray(nil), true
	}
	found := re.compiled.FindAllStringSubmatch(s, int(n))
	list := make([]Value, len(found))
	for i, groups := range found {
		list[i] = textArray(groups)
	}
	return &Array{list}, true
}

// replace is a shortcut for regex.replace, whose first operand is the string.
func (p *patterns) replace(args []Value) (Value, bool) {
	s, ok := args[0].(string)
	text, ok2 := args[1].(string)
	with, ok3 := args[2].(string)
	if !ok || !ok2 || !ok3 {
		return nil, false
	}
	re := p.get(text)
	if re == nil {
		return nil, false
	}
	if re.excludes(s) {
		return s, true
	}
	return re.compiled.ReplaceAllString(s, with), true
}

func textArray(all []string) *Array {
	list := make([]Value, len(all))
	for i, s := range all {
		list[i] = s
	}
	return &Array{list}
}
