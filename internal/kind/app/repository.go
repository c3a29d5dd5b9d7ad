package app

import (
	"path"
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// manifest says which files name what an application depends on: always, or where they have a word for it.
type manifest struct{ always, perhaps *lazyregexp.Regexp }

// manifests are those files by the language of the application.
var manifests = map[string]manifest{
	"python":     {lazyregexp.New(`^(requirements[\w.-]*\.(txt|in)|Pipfile)$`), lazyregexp.New(`^(pyproject\.toml|setup\.(py|cfg))$`)},
	"go":         {always: lazyregexp.New(`^go\.mod$`)},
	"javascript": {perhaps: lazyregexp.New(`^package\.json$`)},
	"typescript": {perhaps: lazyregexp.New(`^package\.json$`)},
}

// depends finds the word for it.
var depends = lazyregexp.New(`(?i)dependencies\b|install_requires`)

// pipelines are the files by which the services of continuous integration are told what to run, by the folder that has them.
var pipelines = map[string]*lazyregexp.Regexp{
	".":                  lazyregexp.New(`^(\.gitlab-ci\.ya?ml|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|\.travis\.yml|\.drone\.ya?ml|\.woodpecker\.ya?ml|cloudbuild\.ya?ml|Jenkinsfile|\.cirrus\.yml)$`),
	".github/workflows":  anyYAML,
	".forgejo/workflows": anyYAML,
	".gitea/workflows":   anyYAML,
	".woodpecker":        anyYAML,
	".buildkite":         anyYAML,
	".circleci":          anyYAML,
	".semaphore":         anyYAML,
}

var anyYAML = lazyregexp.New(`\.ya?ml$`)

// updaters are the settings of services that propose new releases of dependencies with known vulnerabilities.
var updaters = []string{
	".github/dependabot.yml", ".github/dependabot.yaml", "renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json",
	".renovaterc.json5", ".github/renovate.json", ".github/renovate.json5", ".gitlab/renovate.json", ".gitlab/renovate.json5",
	".pyup.yml", ".snyk",
}

// helpers are the files whose commands pipelines run.
var helpers = []string{".pre-commit-config.yaml", "Makefile", "justfile", "Justfile", "Taskfile.yml", "tox.ini", "noxfile.py", "package.json", "pyproject.toml"}

// audit finds the programs that look dependencies up in a list of known vulnerabilities.
var audit = lazyregexp.New(`(?im)^[^#\n]*\b(pip-audit|pip_audit|safety (check|scan)|pyupio/safety|osv-scanner|trivy|grype|snyk|govulncheck|nancy|audit-ci|` +
	`(npm|yarn|pnpm|npm run|bun) audit|yarn npm audit|composer audit|cargo (audit|deny)|uv audit|dependency-review-action|dependency-check|` +
	`Dependency-Scanning|dependency_scanning|renovatebot|better-npm-audit|guarddog|socket(dev|-security)|mend|whitesource)\b`)

// maxPipelines bounds how many files are read to find out what is run.
const maxPipelines = 60

// repository is what a folder says about how changes to it are checked.
type repository struct{ pipelines, audits []string }

// repositoryOf returns what is known of the nearest folder around an application that says what is run for a change.
func repositoryOf(files kind.Files, root string) *repository {
	for at := root; ; at = path.Dir(at) {
		r := files.Once("repository "+at, func(files kind.Files) any { return newRepository(files, at) }).(*repository)
		if len(r.pipelines) > 0 || at == "." {
			return r
		}
	}
}

func newRepository(files kind.Files, root string) *repository {
	r := &repository{}
	for folder, named := range pipelines {
		for _, name := range files.List(path.Join(root, folder)) {
			if named.MatchString(name) {
				r.pipelines = append(r.pipelines, path.Join(root, folder, name))
			}
		}
	}
	slices.Sort(r.pipelines)
	r.pipelines = r.pipelines[:min(len(r.pipelines), maxPipelines)]
	for _, name := range updaters {
		if name = path.Join(root, name); files.Exists(name) {
			r.audits = append(r.audits, name)
		}
	}
	if len(r.pipelines) > 0 { // nobody asks otherwise
		r.audits = append(r.audits, audited(files, r.pipelines)...)
		r.audits = append(r.audits, audited(files, inFolder(root, helpers))...)
	}
	return r
}

// audited returns those of some files that start an audit.
func audited(files kind.Files, names []string) []string {
	var found []string
	for _, name := range names {
		if !files.Exists(name) {
			continue
		}
		if file, err := files.Read(name); err == nil && audit.Match(file.Content) {
			found = append(found, name)
		}
	}
	return found
}

func inFolder(folder string, names []string) []string {
	var paths []string
	for _, name := range names {
		paths = append(paths, path.Join(folder, name))
	}
	return paths
}

// manifestsOf returns the files in the folder of an application that name what it depends on.
func manifestsOf(files kind.Files, language, root string) []string {
	of, found := manifests[language], []string(nil)
	for _, base := range files.List(root) {
		name := path.Join(root, base)
		if of.always != nil && of.always.MatchString(base) {
			found = append(found, name)
		} else if of.perhaps != nil && of.perhaps.MatchString(base) {
			if file, err := files.Read(name); err == nil && depends.Match(file.Content) {
				found = append(found, name)
			}
		}
	}
	return found
}
