package link

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// setting is a setting by which a program chooses a seccomp profile.
type setting struct {
	doc  *source.Document
	path source.Path
	name string
	// value is what it is set to.
	value string
	// example is set in files that show what could be set.
	example bool
}

var (
	seccompWord = lazyregexp.New(`(?i)(^|[_.-])seccomp($|[_.-])`)
	seccompFlag = lazyregexp.New(`(?i)^--?([a-z0-9_.-]*seccomp[a-z0-9_.-]*)(?:=(.*))?$`)
	choiceBreak = lazyregexp.New(`[\s,;|]+`)
	// asideFolder and asideFile are where settings stand that nobody runs with.
	asideFolder = lazyregexp.New(`(?i)^(tests?|testdata|__tests__|spec|fixtures?|docs?|documentation)$`)
	exampleName = lazyregexp.New(`(?i)(^|[._-])(example|sample|template|dist)($|[._-])`)
)

// dockerWords are values that name no profile of the scan.
var dockerWords = []string{"", "unconfined", "builtin", "runtime/default", "docker/default"}

// relateSettings joins each seccomp profile with the settings of the scan that name it.
func (p *Project) relateSettings() {
	profiles := map[string]nearest{}
	lists := map[string][]*source.Document{}
	for file, list := range byBaseName[kind.Profile](p.docs) {
		name := strings.TrimSuffix(strings.ToLower(file), ".json")
		lists[name] = append(lists[name], list...)
	}
	if len(lists) == 0 {
		return
	}
	for name, list := range lists {
		slices.SortFunc(list, func(a, b *source.Document) int { return strings.Compare(a.File.Path, b.File.Path) })
		profiles[name] = nearestOf(list)
	}
	for _, s := range p.settings() {
		choices := choiceBreak.Split(strings.Trim(s.value, "[]() \t"), -1)
		for _, choice := range choices {
			choice = strings.Trim(choice, `"'`)
			if slices.Contains(dockerWords, choice) {
				continue
			}
			if profile, _ := profiles[strings.TrimSuffix(strings.ToLower(path.Base(choice)), ".json")].to(s.doc); profile != nil {
				facts := p.about(profile)
				facts.Choices = append(facts.Choices, s.choice(len(choices) == 1 && !s.example))
			}
		}
	}
}

// choice says that the setting names a profile, as the one or as one of several.
func (s setting) choice(selected bool) Choice {
	return Choice{File: s.doc.File.Path, Path: s.path, Setting: s.name, Selected: selected}
}

// settings returns the settings of all documents whose names speak of seccomp, without those of tests and documentation.
func (p *Project) settings() []setting {
	var all []setting
	for _, doc := range p.docs {
		if slices.ContainsFunc(strings.Split(path.Dir(doc.File.Path), "/"), asideFolder.MatchString) {
			continue
		}
		if settings, ok := doc.Facts.(kind.Settings); ok {
			all = append(all, variables(doc, settings.Variables(), nil, exampleName.MatchString(path.Base(doc.File.Path)))...)
		}
	}
	for _, s := range p.Services {
		if slices.ContainsFunc(strings.Split(path.Dir(s.Doc.File.Path), "/"), asideFolder.MatchString) {
			continue
		}
		all = append(all, variables(s.Doc, s.Node.Get("environment"), s.path("environment"), false)...)
		all = append(all, s.flags("entrypoint")...)
		all = append(all, s.flags("command")...)
	}
	return all
}

// variables returns the variables of a mapping whose names speak of seccomp.
func variables(doc *source.Document, n *source.Node, at source.Path, example bool) []setting {
	if n == nil {
		return nil
	}
	var found []setting
	for _, e := range n.Entries {
		if strings.Contains(strings.ToLower(e.Key), "seccomp") && seccompWord.MatchString(e.Key) && !e.Value.IsUnknown() {
			found = append(found, setting{doc: doc, path: at.Child(e.Key), name: e.Key, value: e.Value.Str(), example: example})
		}
	}
	return found
}

// flags returns the flags in a list of words of the service whose names speak of seccomp: --seccomp-profile=x or in two words.
func (s *Service) flags(key string) []setting {
	words := s.Node.Get(key)
	if words == nil {
		return nil
	}
	var found []setting
	for i, item := range words.Items {
		m := seccompFlag.FindStringSubmatch(item.Value.Str())
		if m == nil {
			continue
		}
		value := m[2]
		if !strings.Contains(item.Value.Str(), "=") && i+1 < len(words.Items) {
			value = words.Items[i+1].Value.Str()
		}
		found = append(found, setting{doc: s.Doc, path: s.path(key, i), name: "--" + m[1], value: value})
	}
	return found
}
