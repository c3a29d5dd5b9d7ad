package shell

import (
	"path"
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/seclint/seclint/internal/code"
)

// assign collects what an assignment says. isExported is set where programs that the script starts see the variable.
func (s *script) assign(a *syntax.Assign, isExported bool, c context) {
	if a.Name == nil {
		return
	}
	name := a.Name.Value
	s.exported[name] = s.exported[name] || isExported
	if a.Naked && a.Value == nil {
		return
	}
	if a.Value == nil {
		delete(s.names, name) // a list, or an empty text
		if a.Array == nil {
			s.names[name] = &code.Value{Place: s.place(a), Kind: "literal", Is: ""}
			return
		}
		s.list(a, name, c)
		return
	}
	inner := c
	inner.target, inner.isTaken = name, true
	s.words(inner, a.Value)
	v := s.value(a.Value)
	if s.traced && v.Kind != "literal" {
		s.shows(&code.Value{Place: s.place(a), Kind: "name", Name: name})
	}
	s.assigned(a, name, v, c)
	s.unverified(s.place(a), name, v, c)
	s.hostKeys(s.place(a), name, []*code.Value{v}, c)
	s.bind(name, v, c)
}

// list collects what the words of a list say: those of a command, which is run by the name of the list.
func (s *script) list(a *syntax.Assign, name string, c context) {
	var words []*code.Value
	for _, e := range a.Array.Elems[:min(len(a.Array.Elems), maxWords)] {
		if e.Index == nil && e.Value != nil {
			words = append(words, s.value(e.Value))
		}
	}
	if len(words) < 2 {
		return
	}
	s.logsIn(s.place(a), words, c)
	if text, _ := textOf(words[0]); path.Base(text) == "sshpass" && hasVariables(words[1:]) {
		s.add(&code.Call{Place: s.place(a), Context: c.code(), Callee: "sshpass", Arguments: map[string]*code.Value{
			"words": {Place: s.place(a), Kind: "list", Items: words[1:]},
		}})
	}
	s.hostKeys(s.place(a), name, words, c)
}

// assigned adds what a text that is written out says: a constant of the script, or the credential that it is.
func (s *script) assigned(a *syntax.Assign, name string, v *code.Value, c context) {
	if v.Kind != "literal" {
		return
	}
	if len(s.out.Assignments) < maxFacts {
		s.out.Assignments = append(s.out.Assignments, &code.Assignment{Place: s.place(a), Context: c.code(), Name: name, Value: v})
	}
	if c.function == "" && len(c.guards) == 0 && s.names[name] == nil && len(s.out.Settings) < maxFacts {
		s.out.Settings = append(s.out.Settings, &code.Setting{
			Place: s.place(a), Context: c.code(), Name: name, From: "constant", Default: v, Target: name,
		})
	}
}

// unverified adds what a variable tells the programs that see it: not to verify whom they talk to.
func (s *script) unverified(at code.Place, name string, v *code.Value, c context) {
	t := programs().Variables
	text, ok := v.Is.(string)
	isOff := ok && text == "0" && slices.Contains(t.Off, name)
	if isOff || ok && text != "" && text != "0" && text != "false" && slices.Contains(t.On, name) {
		s.add(&code.Call{Place: at, Context: c.code(), Callee: name, Is: "tls-environment", Arguments: map[string]*code.Value{
			"value": code.Literal(v.Place, "0"),
		}})
	}
}

// bind notes what a variable has from here on. Behind a condition it may have either.
func (s *script) bind(name string, v *code.Value, c context) {
	budget := maxKept
	if bounded(v, &budget); budget < 0 {
		v = &code.Value{Place: v.Place, Kind: "unknown"}
	}
	before := s.names[name]
	isSame := v.Kind == "environment" && v.Name == name
	switch {
	case before == nil && isSame && v.Default != nil: // A="${A:-x}"
		s.names[name] = v
	case before == nil && len(c.guards) > 0, before != nil && len(c.guards) > 0:
		s.names[name] = either(s.named(name), name, v)
	default:
		s.names[name] = v
	}
}

// maxKept bounds how many values a variable is put together from: one that is made of itself would double with each assignment.
const maxKept = 30

// bounded takes the values that a value is made of off a budget.
func bounded(v *code.Value, budget *int) {
	if *budget--; *budget < 0 || v == nil {
		return
	}
	bounded(v.Default, budget)
	for _, item := range v.Items {
		bounded(item, budget)
	}
}

// maxChoices bounds how many values one variable may have.
const maxChoices = 4

// either returns one of two values, or of those that were there before and another one.
func either(before *code.Value, name string, v *code.Value) *code.Value {
	choices := []*code.Value{before, v}
	if before.Kind == "either" {
		if len(before.Items) >= maxChoices {
			return before
		}
		choices = append(slices.Clip(before.Items), v)
	}
	return &code.Value{Kind: "either", Name: name, Items: choices}
}

// expansion adds the setting that an expansion with a default makes, and what a log shows of it.
func (s *script) expansion(p *syntax.ParamExp, c context) {
	if p.Param == nil || p.Length || !isName(p.Param.Value) {
		return
	}
	name := p.Param.Value
	if p.Exp != nil && (p.Exp.Op == syntax.AlternateUnset || p.Exp.Op == syntax.AlternateUnsetOrNull) {
		return
	}
	if s.traced {
		s.shows(code.At(s.place(p), s.named(name)))
	}
	if p.Exp == nil || s.names[name] != nil {
		return
	}
	v := s.variable(p)
	isEmpty := v.Default != nil && v.Default.Is == "" && v.Default.Kind == "literal"
	if v.Kind != "environment" || v.Default == nil && v.Part == "" || isEmpty && c.target != name || s.settings[name] != nil || len(s.out.Settings) >= maxFacts {
		return
	}
	setting := &code.Setting{
		Place: s.place(p), Context: c.code(), Name: name, From: "environment", Default: v.Default, Checked: v.Part == "required", Target: c.target,
	}
	s.settings[name] = setting
	s.out.Settings = append(s.out.Settings, setting)
	if p.Exp.Op == syntax.AssignUnset || p.Exp.Op == syntax.AssignUnsetOrNull {
		s.names[name] = v
	}
}
