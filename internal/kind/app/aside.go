package app

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// constraint is a constraint of Go that builds a file for tests or for developers alone.
var constraint = lazyregexp.New(`(?m)\A(?:(?://[^\n]*)?\n)*?//go:build (dev|develop|development|debug|tests?|testing|integration|e2e|mage|ignore|tools?)\s*$`)

// maxConstraint is in how many bytes the constraint of a file is looked for: it stands in front of the package clause.
const maxConstraint = 4 << 10

var (
	testFile    = lazyregexp.New(`(?i)^(test_.*|e2e_?tests?_.*|.*_test|conftest|tests|.*\.(test|spec|cy|stories|e2e)|` + testTools + `(\.[\w-]+)?\.(config|conf))\.\w+$`)
	testFolder  = lazyregexp.New(`(?i)^(` + testedParts + `tests?|testutils?|spec|__mocks__|cypress|playwright|\.?dredd|mocks?|\.?storybook)$`)
	sampleNames = lazyregexp.New(`(?i)^(docs?|tutorials?|benchmarks?|snippets)$`)
	connectors  = lazyregexp.New(`(?i)^integration$`) // in which code speaks to other systems, and not to its tests
	developers  = lazyregexp.New(`(?i)^((dev|develop|development|debug|testing|test)(_settings|_config)?|local_(settings|config))\.\w+$`)
	// In a folder of settings each module is for one way of running the application.
	settingsFolder = lazyregexp.New(`(?i)^(settings|configs?|conf|configuration)$`)
	variant        = lazyregexp.New(`(?i)^(settings_|config_)?(dev|develop|development|local|debug|testing|test|pytest|ci)(_\w+)?\.\w*$`)
)

// testTools are programs that run tests.
const testTools = `(dredd|cypress|playwright|jest|vitest|karma|wdio|nightwatch|codecept|protractor)`

// testedParts are what names of folders with tests have in front, without anything between: webtests.
const testedParts = `(web|e2e|unit|functional|acceptance|api|system|smoke|load|browser)`

// hasTests reports whether some of the files in a folder are tests.
func hasTests(folder string, files []string) bool {
	return slices.ContainsFunc(files, func(file string) bool { return path.Dir(file) == folder && testFile.MatchString(path.Base(file)) })
}

// aside says what a file is where it is not part of what runs, "" for any other. files are those of its application.
func aside(file *source.File, files []string) string {
	folder, base := path.Split(file.Path)
	if testFile.MatchString(base) {
		return "test"
	}
	around, at := "", ""
	for _, folder := range strings.Split(path.Clean(folder), "/") {
		at = path.Join(at, folder)
		if settingsFolder.MatchString(around) && variant.MatchString(folder+".") {
			return "development"
		}
		around = folder
		tag := source.TagOfFolder(folder)
		switch {
		case testFolder.MatchString(folder), tag == source.TagTest && (!connectors.MatchString(folder) || hasTests(at, files)):
			return "test"
		case sampleNames.MatchString(folder), tag == source.TagExample:
			return "example"
		case folder == ".devcontainer":
			return "development"
		}
	}
	if developers.MatchString(base) || variant.MatchString(base) && settingsFolder.MatchString(path.Base(folder)) {
		return "development"
	}
	if path.Ext(base) == ".go" && constraint.Match(file.Content[:min(len(file.Content), maxConstraint)]) {
		return "development"
	}
	return ""
}
