package compose

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// readEnv reads a file of variables as compose does, with the variables that are known around it. A missing file is an empty one unless
// it is required.
func (a *assembly) readEnv(file string, required bool, around map[string]string) map[string]string {
	if !required && !a.files.Exists(file) {
		return map[string]string{}
	}
	roots, err := a.files.ParseAs(file, source.Dotenv)
	if err != nil {
		a.refuseEnv(file, err)
		return map[string]string{}
	}
	if f, err := a.files.Read(file); err == nil {
		a.use(f)
	}
	return a.variables(roots[0], around, false)
}

// refuseEnv says that a file of variables cannot be read.
func (a *assembly) refuseEnv(file string, err error) {
	p := finding.Problem{Level: finding.Error, Path: file, Message: err.Error()}
	if syntax := (*source.SyntaxError)(nil); errors.As(err, &syntax) {
		p.At, p.Message = syntax.At, "cannot be read as a file of variables: "+syntax.Message
		p.Hint = "docker compose refuses it too: write one KEY=value on each line"
	}
	a.problems = append(a.problems, p)
}

// variables returns the variables of a file with those in their values replaced: by those that are known around the file, else by
// those above in it. What has no value at all stays a reference, unless the file is raw, in which nothing is replaced.
func (a *assembly) variables(root *source.Node, around map[string]string, raw bool) map[string]string {
	env := make(map[string]string, len(root.Entries))
	known := func(name string) (string, bool) {
		if value, ok := around[name]; ok {
			return value, true
		}
		value, ok := env[name]
		return value, ok
	}
	for _, e := range root.Entries {
		text, isLiteral := source.DotenvTemplate(e.Value)
		switch {
		case e.Value.Kind != source.String: // a name alone passes on what is around
			if value, ok := around[e.Key]; ok {
				env[e.Key] = value
			}
		case raw || isLiteral || !strings.Contains(text, "$"):
			env[e.Key] = e.Value.Str()
		default:
			env[e.Key] = a.expand(e, text, known)
		}
	}
	return env
}

// expand returns the value of a variable with the variables in it replaced. One for which that cannot be done is unknown.
func (a *assembly) expand(e source.Entry, text string, known func(name string) (string, bool)) string {
	expanded, err := a.substitute(text, scanVariables(text), known)
	switch {
	case isTooMuch(err):
		a.problem(e.KeySpan, finding.Error, err.Error()+": it is not followed", "")
	case err != nil:
		a.problem(e.KeySpan, finding.Error, "a variable in the value is malformed; a literal $ is written $$", "docker compose refuses it too")
	default:
		return expanded
	}
	return source.Reference(e.Key)
}

// maxFileVariables bounds how many variables the services of a project get from files, each counted as often as it is.
const maxFileVariables = 50_000

// fileVariables returns the variables that services get by env_file from files in the scanned root, by service and name. A later file
// goes before an earlier one, and what the service sets itself before both.
func (p *project) fileVariables(model *source.Node) map[string]map[string]kind.FileVariable {
	services := model.Get("services")
	if services == nil {
		return nil
	}
	var all map[string]map[string]kind.FileVariable
	known := map[envFile]map[string]string{}
	left := maxFileVariables
	for _, e := range services.Entries {
		for i, item := range itemsOf(e.Value.Get("env_file")) {
			file, ok := p.rootPath(item.Get("path").Str())
			if !ok || !p.files.Exists(file) {
				continue
			}
			at := envFile{file, item.Get("format").Str() == "raw"}
			if known[at] == nil {
				known[at] = p.readServiceEnv(at)
			}
			if left -= len(known[at]); left < 0 {
				p.problem(item.Span, finding.Error, fmt.Sprintf("the services get more than %d variables from files: the rest is not followed", maxFileVariables), "")
				return all
			}
			for name, value := range known[at] {
				if own := e.Value.At("environment", name); own != nil && own.Kind != source.Null {
					continue
				}
				if all == nil {
					all = map[string]map[string]kind.FileVariable{}
				}
				if all[e.Key] == nil {
					all[e.Key] = map[string]kind.FileVariable{}
				}
				all[e.Key][name] = kind.FileVariable{Value: value, File: file, From: source.Path{"services", e.Key, "env_file", i}}
			}
		}
	}
	return all
}

// envFile is a file of variables as a service reads it.
type envFile struct {
	path string
	raw  bool
}

// readServiceEnv returns the variables of a file for a service, never nil. A name alone passes on what the caller has, which is
// unknown. What is wrong with the file is a problem of its own.
func (p *project) readServiceEnv(file envFile) map[string]string {
	roots, err := p.files.ParseAs(file.path, source.Dotenv)
	if err != nil {
		return map[string]string{}
	}
	env := p.variables(roots[0], p.env, file.raw)
	for _, e := range roots[0].Entries {
		if _, ok := env[e.Key]; !ok {
			env[e.Key] = source.Reference(e.Key)
		}
	}
	return env
}
