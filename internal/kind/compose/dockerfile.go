package compose

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// stage is the image that a stage of a Dockerfile makes.
type stage struct {
	Build
	workdir string
}

// builds reads the Dockerfile of every service that is built, as far as it is in the scanned root.
func (p *project) builds(model *source.Node) map[string]*Build {
	found := map[string]*Build{}
	services := model.Get("services")
	if services == nil {
		return found
	}
	for _, e := range services.Entries {
		build := e.Value.Get("build")
		context, ok := p.rootPath(build.Get("context").Str())
		if build == nil || !ok {
			continue
		}
		if built, ok := p.image(build, context); ok {
			found[e.Key] = built
		}
	}
	return found
}

// rootPath turns a host path of the model into one relative to the scanned root.
func (p *project) rootPath(host string) (string, bool) {
	if path.IsAbs(host) || strings.HasPrefix(host, "~") || source.IsUnknown(host) || isRemote(host) {
		return "", false
	}
	file := path.Join(p.base, host)
	return file, file != ".." && !strings.HasPrefix(file, "../")
}

func (p *project) image(build *source.Node, context string) (*Build, bool) {
	content := []byte(build.Get("dockerfile_inline").Str())
	file := ""
	if len(content) == 0 {
		name := build.Get("dockerfile").Str()
		if name == "" {
			name = "Dockerfile"
		}
		if file = path.Join(context, name); source.IsUnknown(name) || !p.files.Exists(file) {
			return nil, false
		}
		f, err := p.files.Read(file)
		if err != nil {
			return nil, false
		}
		content = f.Content
	}
	parsed, err := parser.Parse(bytes.NewReader(content))
	if err != nil {
		p.problem(build.Span, finding.Warning, "the Dockerfile cannot be parsed: what it builds is unknown", "")
		return nil, false
	}
	last := stagesOf(parsed.AST, context).last(build.Get("target").Str())
	last.Dockerfile = file
	return &last.Build, true
}

// stages are the build stages of a Dockerfile, in order.
type stages struct {
	names []string
	list  []stage
}

func (s *stages) last(target string) stage {
	for i := len(s.list) - 1; i >= 0; i-- {
		if target == "" || strings.EqualFold(s.names[i], target) {
			return s.list[i]
		}
	}
	return stage{}
}

func stagesOf(ast *parser.Node, context string) *stages {
	s := &stages{}
	for _, instruction := range ast.Children {
		words := wordsOf(instruction)
		if strings.EqualFold(instruction.Value, "from") && len(words) > 0 {
			s.begin(words)
			continue
		}
		if len(s.list) == 0 || len(words) == 0 {
			continue
		}
		current := &s.list[len(s.list)-1]
		switch strings.ToLower(instruction.Value) {
		case "user":
			current.User = words[0]
		case "workdir":
			current.workdir = inImage(current.workdir, words[0])
		case "copy", "add":
			current.copy(instruction.Flags, words, context)
		}
	}
	return s
}

// begin starts a stage; one that starts from an earlier stage has all of it.
func (s *stages) begin(words []string) {
	next, name := stage{Build: Build{Base: words[0]}, workdir: "/"}, ""
	for i, known := range s.names {
		if known != "" && strings.EqualFold(known, words[0]) {
			next = s.list[i]
			next.Copies = slices.Clone(next.Copies)
		}
	}
	if len(words) > 2 && strings.EqualFold(words[1], "as") {
		name = words[2]
	}
	s.names, s.list = append(s.names, name), append(s.list, next)
}

func wordsOf(instruction *parser.Node) []string {
	var words []string
	for n := instruction.Next; n != nil; n = n.Next {
		words = append(words, n.Value)
	}
	return words
}

func (s *stage) copy(flags, words []string, context string) {
	for _, flag := range flags {
		if strings.HasPrefix(flag, "--from=") {
			return
		}
	}
	if len(words) < 2 {
		return
	}
	sources, target := words[:len(words)-1], words[len(words)-1]
	folder := strings.HasSuffix(target, "/") || target == "." || len(sources) > 1
	for _, from := range sources {
		if strings.ContainsAny(from, "*?[$") || strings.Contains(from, "://") || strings.Contains(target, "$") {
			continue
		}
		file := path.Join(context, from)
		if file == ".." || strings.HasPrefix(file, "../") {
			continue
		}
		to := inImage(s.workdir, target)
		if folder && path.Ext(from) != "" {
			to = path.Join(to, path.Base(from))
		}
		s.Copies = append(s.Copies, kind.Copy{From: file, To: to})
	}
}

func inImage(workdir, file string) string {
	if path.IsAbs(file) {
		return path.Clean(file)
	}
	return path.Join("/", workdir, file)
}
