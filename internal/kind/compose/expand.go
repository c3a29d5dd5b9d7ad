package compose

import (
	"fmt"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// expand returns the effective models of the deployments that a file stands for. A file that is only part of another's
// deployments, such as the override file, has no document of its own.
func expand(files kind.Files, file *source.File, _ []*source.Node) ([]*source.Document, []finding.Problem) {
	mine, several, left := deploymentsOf(files, file.Path)
	var docs []*source.Document
	var problems []finding.Problem
	said := map[finding.Problem]bool{}
	if left > 0 {
		problems = append(problems, finding.Problem{
			Level: finding.Error, Path: file.Path,
			Message: fmt.Sprintf("%d ways of starting the project with this file are not looked at: only %d of a folder are", left, maxDeployments),
			Hint:    "scan a folder with fewer of them",
		})
	}
	for _, d := range mine {
		doc, some := load(files, file, d)
		if doc != nil {
			if several {
				doc.Deployment = d.String()
			}
			doc.IsOverridden = d.isOverridden
			docs = append(docs, doc)
		}
		for _, p := range some {
			if !said[p] {
				said[p] = true
				problems = append(problems, p)
			}
		}
	}
	return docs, problems
}

// load returns the document of one deployment, reported under file; nil when nothing of it can be read.
func load(files kind.Files, file *source.File, d deployment) (*source.Document, []finding.Problem) {
	p := newProject(files, d)
	model, err := p.load(d.files...)
	if err != nil {
		p.problems = append(p.problems, finding.Problem{Level: finding.Error, Path: file.Path, Message: err.Error()})
	}
	if model == nil {
		return nil, p.problems
	}
	p.refuseCycles(model)
	model = p.resolveContainers(model)
	model.Span = wholeOf(model, file)
	interpolated := p.interpolated(model, make([]step, 0, 16), nil)
	facts := p.facts(d, model, interpolated)
	return &source.Document{
		File:  file,
		Kind:  Name,
		Root:  model,
		Facts: facts,
		Files: p.sources,
		Tags:  tags(model, facts.Inactive),
	}, p.problems
}

// wholeOf returns the span of the model's root in the file that the document is reported under.
func wholeOf(model *source.Node, file *source.File) source.Span {
	if model.Span.File == file {
		return model.Span
	}
	return file.Span(0, 0)
}

// interpolatedAt is a scalar of the effective model that held variables.
type interpolatedAt struct {
	path source.Path
	node *source.Node
	*interpolation
}

// step is a step of a path that has not become a source.Path yet: few of those that a walk comes by are wanted.
type step struct {
	key   string
	index int // -1 for a key
}

func pathOf(steps []step) source.Path {
	at := make(source.Path, len(steps))
	for i, s := range steps {
		if at[i] = s.index; s.index < 0 {
			at[i] = s.key
		}
	}
	return at
}

// interpolated lists the scalars that held variables, in the order of the model.
func (p *project) interpolated(n *source.Node, at []step, found []interpolatedAt) []interpolatedAt {
	if record := p.records[n]; record != nil {
		return append(found, interpolatedAt{pathOf(at), n, record})
	}
	for _, e := range n.Entries {
		found = p.interpolated(e.Value, append(at, step{e.Key, -1}), found)
	}
	for i, item := range n.Items {
		found = p.interpolated(item.Value, append(at, step{"", i}), found)
	}
	return found
}

// facts returns what is known of the project beside its model.
func (p *project) facts(d deployment, model *source.Node, interpolated []interpolatedAt) *Facts {
	f := &Facts{
		Project: Project{Directory: p.dir, Deployment: d.files, Includes: append([]string{}, p.includes...)}, Builds: p.builds(model), Interpolated: make([]Interpolated, len(interpolated)),
	}
	for i, at := range interpolated {
		variables := make([]Variable, len(at.variables))
		for j, v := range at.variables {
			variables[j] = v.fact()
		}
		f.Interpolated[i] = Interpolated{Path: at.path, Raw: at.raw, Variables: variables}
	}
	f.variables = p.fileVariables(model)
	f.Inactive = inactive(model, d)
	f.model, f.base, f.placeholders = model, p.base, p.placeholders
	f.references = p.references(model, f.Builds)
	f.isOptional = len(d.files) == 1 && !d.isDeclared
	for _, source := range p.sources {
		f.Project.Files = append(f.Project.Files, source.Path)
	}
	return f
}

func (v variable) fact() Variable {
	f := Variable{Name: v.name, Operator: v.operator, Set: v.set && !v.empty}
	if strings.HasSuffix(v.operator, "-") {
		f.Default = &v.operand
	}
	return f
}
