package compose

import (
	"bytes"
	"path"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// image is what a Dockerfile says of the image that a service is built into.
type image struct {
	// dockerfile is relative to the scanned root, "" for one written in the Compose file.
	dockerfile string
	// base is the image that the last stage starts from.
	base string
	// user is what the last USER says, "" without one: then the base image decides.
	user    string
	workdir string
	// copies are the files of the scanned root that end up in the image.
	copies []copied
}

// copied is one source of a COPY or ADD instruction.
type copied struct {
	// from is relative to the scanned root, to absolute in the image.
	from, to string
}

// builds reads the Dockerfile of every service that is built, as far as it stands in the scanned root.
func (p *project) builds(model *source.Node) map[string]any {
	found := map[string]any{}
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
			found[e.Key] = built.value()
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

func (p *project) image(build *source.Node, context string) (image, bool) {
	content := []byte(build.Get("dockerfile_inline").Str())
	file := ""
	if len(content) == 0 {
		name := build.Get("dockerfile").Str()
		if name == "" {
			name = "Dockerfile"
		}
		if file = path.Join(context, name); source.IsUnknown(name) || !p.files.Exists(file) {
			return image{}, false
		}
		f, err := p.files.Read(file)
		if err != nil {
			return image{}, false
		}
		content = f.Content
	}
	parsed, err := parser.Parse(bytes.NewReader(content))
	if err != nil {
		p.problem(build.Span, finding.Warning, "the Dockerfile cannot be parsed: what it builds is unknown", "")
		return image{}, false
	}
	built := stagesOf(parsed.AST, context).last(build.Get("target").Str())
	built.dockerfile = file
	return built, true
}

// stages are the build stages of a Dockerfile, in order.
type stages struct {
	names []string
	list  []image
}

func (s *stages) last(target string) image {
	for i := len(s.list) - 1; i >= 0; i-- {
		if target == "" || strings.EqualFold(s.names[i], target) {
			return s.list[i]
		}
	}
	return image{}
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
			current.user = words[0]
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
	stage, name := image{base: words[0], workdir: "/"}, ""
	for i, known := range s.names {
		if known != "" && strings.EqualFold(known, words[0]) {
			stage = s.list[i]
			stage.copies = append([]copied(nil), stage.copies...)
		}
	}
	if len(words) > 2 && strings.EqualFold(words[1], "as") {
		name = words[2]
	}
	s.names, s.list = append(s.names, name), append(s.list, stage)
}

func wordsOf(instruction *parser.Node) []string {
	var words []string
	for n := instruction.Next; n != nil; n = n.Next {
		words = append(words, n.Value)
	}
	return words
}

func (i *image) copy(flags, words []string, context string) {
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
		to := inImage(i.workdir, target)
		if folder && path.Ext(from) != "" {
			to = path.Join(to, path.Base(from))
		}
		i.copies = append(i.copies, copied{from: file, to: to})
	}
}

func inImage(workdir, file string) string {
	if path.IsAbs(file) {
		return path.Clean(file)
	}
	return path.Join("/", workdir, file)
}

func (i image) value() map[string]any {
	copies := make([]any, len(i.copies))
	for j, c := range i.copies {
		copies[j] = map[string]any{"from": c.from, "to": c.to}
	}
	return map[string]any{"dockerfile": i.dockerfile, "base": i.base, "user": i.user, "copies": copies}
}
