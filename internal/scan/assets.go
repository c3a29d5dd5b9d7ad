package scan

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/source"
)

// uncovered says that less was looked at than was asked for.
func uncovered(percent, want int) finding.Problem {
	return finding.Problem{
		Level: finding.Error, Message: fmt.Sprintf("coverage is %d%%, and --min-coverage asks for %d%%", percent, want),
		Hint: "the summary names what was not assessed; -v names all of it",
	}
}

// assets returns what is known of beside files: services, listeners, runtimes, and files that services name. What is in
// several ways of starting a project is one asset, in the worst of its states.
func assets(v *view, files []coverage.File) []coverage.Asset {
	a := &inventory{view: v, files: map[string]coverage.File{}, index: map[string]int{}}
	for _, f := range files {
		a.files[f.Path] = f
	}
	for _, doc := range v.Documents {
		a.listeners(doc)
	}
	for _, s := range v.project.Services {
		a.service(s)
		a.references(s)
	}
	for _, r := range v.project.Runtimes() {
		a.runtime(r)
	}
	order := []coverage.Sort{coverage.Service, coverage.Listener, coverage.Runtime, coverage.Referenced}
	slices.SortStableFunc(a.all, func(x, y coverage.Asset) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, x.Sort), slices.Index(order, y.Sort)), strings.Compare(x.File, y.File),
			cmp.Compare(x.Line, y.Line), strings.Compare(x.Name, y.Name),
		)
	})
	return a.all
}

// inventory collects assets.
type inventory struct {
	*view
	files map[string]coverage.File
	all   []coverage.Asset
	index map[string]int
	// found are the paths that discovery found, parts those that a document is made of; both are made when first asked for.
	found, parts map[string]bool
}

// add takes an asset up; one that is known already keeps the worse state.
func (a *inventory) add(key string, asset coverage.Asset, at source.Span) {
	asset.File, asset.Line = at.Path(), int(at.Start.Line)
	key = string(asset.Sort) + "\n" + key
	i, known := a.index[key]
	if !known {
		a.index[key] = len(a.all)
		a.all = append(a.all, asset)
		return
	}
	if worse(asset.State, a.all[i].State) {
		a.all[i].State, a.all[i].Reason = asset.State, asset.Reason
	}
	a.all[i].Tags = slices.DeleteFunc(a.all[i].Tags, func(tag string) bool { return !slices.Contains(asset.Tags, tag) })
}

func worse(a, b coverage.State) bool {
	states := []coverage.State{
		coverage.Assessed, coverage.Disabled, coverage.External, coverage.Generated, coverage.Unsupported, coverage.Partial, coverage.Broken,
	}
	return slices.Index(states, a) > slices.Index(states, b)
}

// inherited is the state that an asset has because of its file: nothing looks at what is in a file that nothing looks at.
func (a *inventory) inherited(file string) (coverage.State, string) {
	if f := a.files[file]; f.State == coverage.Disabled || f.State == coverage.Unsupported {
		return f.State, f.Reason
	}
	return coverage.Assessed, ""
}

func (a *inventory) listeners(doc *source.Document) {
	for i, l := range doc.Listeners {
		asset := coverage.Asset{Sort: coverage.Listener, Name: listenerName(l)}
		if asset.State, asset.Reason = a.inherited(doc.File.Path); asset.State == coverage.Assessed {
			if exposure, because := a.project.Reach(doc, l); exposure == link.Unknown {
				asset.State, asset.Reason = coverage.Partial, "exposure unknown: "+because
			}
		}
		a.add(doc.ID+"\n"+doc.Deployment+"\n"+strconv.Itoa(i), asset, doc.Root.Locate(l.Path).At)
	}
}

// listenerName names a listener by what listens and where.
func listenerName(l source.Listener) string {
	address := l.Socket
	if address == "" {
		address = cmp.Or(l.Host, "*") + ":" + strconv.Itoa(l.Port)
	}
	if l.Name == "" || strings.Contains(l.Name, address) {
		return cmp.Or(l.Name, address)
	}
	return l.Name + " " + address
}

func (a *inventory) service(s *link.Service) {
	asset := coverage.Asset{Sort: coverage.Service, Name: s.Name}
	for _, tag := range s.Doc.Tags {
		if tag.Path != nil && tag.Covers(source.Path{"services", s.Name}) {
			asset.Tags = append(asset.Tags, tag.Name)
		}
	}
	if asset.State, asset.Reason = a.inherited(s.Doc.File.Path); asset.State == coverage.Assessed {
		asset.State, asset.Reason = serviceState(s)
	}
	// Compose names a project after its folder: the same name in another file of it is the same service started otherwise.
	a.add(path.Dir(s.Doc.File.Path)+"\n"+s.Name, asset, s.Place())
}

// serviceState says how far a service can be judged.
func serviceState(s *link.Service) (coverage.State, string) {
	scale := s.Node.Get("scale")
	if scale == nil {
		scale = s.Node.At("deploy", "replicas")
	}
	switch {
	case scale != nil && scale.Scalar == int64(0):
		return coverage.Disabled, "scaled to 0"
	case s.Node.Get("provider") != nil:
		return coverage.Unsupported, "run by a provider"
	case s.Node.Get("image") == nil && s.Node.Get("build") == nil:
		return coverage.Partial, "has neither image nor build: the rest of it is not in the scan"
	}
	if name := unset(s); name != "" {
		return coverage.Partial, "no value here for " + name
	}
	if outside := s.Outside(); len(outside) > 0 {
		return coverage.Partial, outside[0].Message + ", which is not part of its project"
	}
	return coverage.Assessed, ""
}

// decisive are the settings of a service that a rule cannot judge while a variable in them has no value. Environment is not
// one of them: secrets are rightly not in the scan.
var decisive = []string{
	"cap_add", "cap_drop", "devices", "image", "ipc", "network_mode", "pid", "ports", "privileged", "read_only", "runtime",
	"security_opt", "use_api_socket", "user", "userns_mode", "volumes",
}

// unset returns the first variable without a value in what decides about a service, "" when there is none.
func unset(s *link.Service) string {
	for _, key := range decisive {
		if name := variable(s.Node.Get(key)); name != "" {
			return name
		}
	}
	return ""
}

// variable returns the first variable that was left in a tree because it has no value.
func variable(n *source.Node) string {
	if n == nil {
		return ""
	}
	if n.IsUnknown() {
		return source.UnknownVariable(n.Str())
	}
	for _, e := range n.Entries {
		if name := variable(e.Value); name != "" {
			return name
		}
	}
	for _, item := range n.Items {
		if name := variable(item.Value); name != "" {
			return name
		}
	}
	return ""
}

func (a *inventory) runtime(r link.Runtime) {
	asset := coverage.Asset{Sort: coverage.Runtime, Name: r.Name, State: coverage.Assessed}
	switch r.State {
	case "undefined":
		asset.State, asset.Reason = coverage.Broken, "the daemon.json of the project does not define it"
	case "unknown":
		asset.State, asset.Reason = coverage.External, "no daemon.json in the scan defines it"
	}
	a.add(path.Dir(r.Service.Doc.File.Path)+"\n"+r.Name, asset, r.Service.At(r.Service.Path("runtime")))
}

// references records the files that a service names, but for those that count as files already.
func (a *inventory) references(s *link.Service) {
	for _, r := range s.Files() {
		if state, reason, ok := a.referenceState(r); ok {
			asset := coverage.Asset{Sort: coverage.Referenced, Name: r.Target, State: state, Reason: reason}
			a.add(r.Target, asset, s.PlaceOf(r))
		}
	}
}

// referenceState says what became of a file that a service names; ok is false for one that counts as a file already.
func (a *inventory) referenceState(r link.Reference) (state coverage.State, reason string, ok bool) {
	switch _, known := a.files[r.Target]; {
	case r.State == link.External:
		return coverage.External, "outside the scanned root", true
	case r.State == link.Undetermined && r.How == "lua":
		return coverage.External, "not in the scanned root: part of the image, or of a volume", true
	case r.State == link.Undetermined:
		return coverage.External, "a variable without a value is part of its name", true
	case r.State == link.Broken && (r.How == "secret" || r.How == "env_file"):
		return coverage.External, "not in the scanned root, as is right for secrets", true
	case r.State == link.Broken && a.Root.IsFolder(r.Target):
		return "", "", false
	case r.State == link.Broken:
		return coverage.Broken, "there is no such file", true
	case known || a.isPart(r.Target):
		return "", "", false
	case r.How == "dockerfile":
		return coverage.Partial, "read for its user and for what it copies only", true
	case r.How == "lua":
		return coverage.Partial, "read for the credentials that it sends only", true
	case source.FormatOf(r.Target) != nil && !a.isFound(r.Target):
		return coverage.Disabled, "not among the files that were looked at", true
	}
	return coverage.Unsupported, "of no kind that seclint knows", true
}

// isFound reports whether discovery found a path.
func (a *inventory) isFound(file string) bool {
	if a.found == nil {
		a.found = map[string]bool{}
		for _, f := range a.view.files {
			a.found[f.Path] = true
		}
	}
	return a.found[file]
}

// isPart reports whether a document is made of a file.
func (a *inventory) isPart(file string) bool {
	if a.parts == nil {
		a.parts = map[string]bool{}
		for _, doc := range a.Documents {
			for _, f := range doc.Files {
				a.parts[f.Path] = true
			}
		}
	}
	return a.parts[file]
}
