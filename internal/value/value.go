// Package value finds what files give a name: settings in code, dotenv files, Dockerfiles, Compose files, units and scripts, constants of
// programs, and what is at a route in a tree. It also knows which of them are in force, and what a program makes of them.
package value

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
)

// Layer is what writes a value.
type Layer int

// The layers. In one way of starting a program a later one goes over an earlier one.
const (
	// ofNone is that of what reads a name and gives it no value.
	ofNone Layer = iota - 1
	OfCode
	OfImage
	OfFile
	OfService
	OfUnit
	OfScript
)

// String returns the layer in words.
func (l Layer) String() string {
	return [...]string{"the default in code", "the image", "a file of variables or settings", "the service", "the unit", "a script"}[l]
}

// Value is one place that gives a name a value.
type Value struct {
	Name string
	// Text is the value as written, Is what the program makes of it.
	Text string
	Is   any
	// IsKnown is false where the text does not say the value.
	IsKnown bool
	Layer   Layer
	At      source.Span

	// parse is how the code reads a text, nil where it takes it as it is; isBool says that bool() does.
	parse  func(text string) any
	isBool bool
	// isConstant is set for what a program has under that name, and false for variables of the environment.
	isConstant bool
	// files are those that go over what a unit sets, by their base names.
	files []string
}

// Violates returns the first demand that the value does not fulfil; ok is true where it fulfils all.
func (v Value) Violates(demands []config.Demand) (wrong config.Demand, ok bool) {
	for _, demand := range demands {
		switch {
		case demand.Operator == "absent":
			return demand, false
		case demand.Operator == "present":
			if !v.IsKnown || v.Text != "" {
				continue
			}
			return demand, false
		case !v.IsKnown || !demand.IsMetBy(v.Is):
			return demand, false
		}
	}
	return wrong, true
}

// Shown is the value in a message: what may be a secret is not.
func (v Value) Shown() string {
	if _, ok := v.Is.(bool); ok {
		return fmt.Sprint(v.Is)
	}
	text := fmt.Sprint(v.Is)
	if IsSecret(v.Name) && text != "" {
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

// Trap says of a text that bool() makes the opposite of.
func (v Value) Trap() string {
	if truth, known := config.TruthOf(v.Text); v.isBool && known && !truth && v.Text != "" {
		return fmt.Sprintf(" (the code reads it with bool(), for which the text %q is true)", v.Text)
	}
	return ""
}

// IsSecret reports whether a setting or route is one of which nobody is shown what it is, nor what it has to be.
func IsSecret(name string) bool { return mask.IsName(name[strings.LastIndexAny(name, ".]")+1:]) }

// InForce returns the values of a name that a program may run with, and all that are written. A service, a unit and a script are ways of
// starting it, which all count: what one of them sets goes over files, these over the image, and that over the default in code.
func InForce(name string, all []Value) (inForce, written []Value) {
	highest := OfCode
	var parser Value
	for _, v := range all {
		if v.Name == name {
			if v.Layer != ofNone {
				written = append(written, v)
				highest = max(highest, v.Layer)
			}
			if v.parse != nil {
				parser = v
			}
		}
	}
	for _, v := range interpolated(written) {
		isWay := v.Layer >= OfService
		if v.Layer != highest && !(isWay && highest >= OfService) || v.Layer == OfUnit && overridden(v, written) {
			continue
		}
		inForce = append(inForce, parser.read(v))
	}
	for _, v := range interpolated(written) { // in place of what a unit sets
		if v.Layer == OfFile && highest != OfFile && slices.ContainsFunc(written, func(u Value) bool { return u.Layer == OfUnit && u.names(v) }) {
			inForce = append(inForce, parser.read(v))
		}
	}
	return inForce, written
}

// read returns a value as the code that has a parser reads it.
func (v Value) read(other Value) Value {
	if v.parse != nil && other.Layer != OfCode && other.IsKnown {
		other.Is, other.isBool = v.parse(other.Text), v.isBool
	}
	return other
}

// overridden reports whether a file of variables goes over what a unit sets: EnvironmentFile= over Environment=, see systemd.exec(5).
func overridden(unit Value, all []Value) bool { return slices.ContainsFunc(all, unit.names) }

// names reports whether a unit reads the file of variables in which another value is.
func (v Value) names(other Value) bool {
	path := other.At.Path()
	return other.Layer == OfFile && slices.Contains(v.files, path[strings.LastIndexByte(path, '/')+1:])
}

// Constant returns what programs have under a name.
func Constant(name string, all []Value) []Value {
	var found []Value
	for _, v := range all {
		if v.Name == name && (v.isConstant || v.Layer == OfCode) {
			found = append(found, v)
		}
	}
	return found
}

// interpolated replaces values that are variables by what sets these, or by the default that is written behind them.
func interpolated(all []Value) []Value {
	done := slices.Clone(all)
	for i, v := range done {
		m := variable.FindStringSubmatch(strings.TrimSpace(v.Text))
		if m == nil {
			if strings.Contains(v.Text, "${") {
				done[i].IsKnown = false
			}
			continue
		}
		set := slices.IndexFunc(all, func(other Value) bool { return other.Name == m[1] && other.Layer == OfFile && other.IsKnown })
		switch {
		case set >= 0:
			done[i].Text, done[i].Is, done[i].IsKnown = all[set].Text, all[set].Is, true
		case strings.Contains(v.Text, "-"):
			done[i].Text, done[i].Is, done[i].IsKnown = m[2], m[2], true
		default:
			done[i].IsKnown = false
		}
	}
	return done
}
