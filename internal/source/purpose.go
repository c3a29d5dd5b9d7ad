package source

import "github.com/seclint/seclint/internal/lazyregexp"

// The folders whose names say what is in them is for, by the tag. One word in front of or behind test does not tell: test-service and
// local-gateway are something else, and lab-tests, too. So the words beside it are those that people use for tests and for their own machines.
var folders = []struct {
	tag  string
	name *lazyregexp.Regexp
}{
	{TagExample, lazyregexp.New(`(?i)^(examples?|samples?|demos?` +
		`|(\w+[._-])+(examples|samples)` +
		`|(examples?|samples?|demos?)[._-](apps?|configs?|configurations?|data|deployments?|files|projects?|setups?|stacks?))$`)},
	{TagTest, lazyregexp.New(`(?i)^(__tests__|tests?|testing|test-?data|e2e|fixtures?|integration|\.circleci|\.github|\.gitlab|\.gitea|\.forgejo|\.buildkite|ci` +
		`|e2e[._-]?(configs?|configurations?)` +
		`|(tests?|testing|e2e)[._-](apps?|assets|beds?|cases?|certs?|configs?|configurations?|containers?|data|envs?|environments?|files|fixtures?` +
		`|harness|helpers?|images|infra|infrastructure|mocks?|projects?|resources|scenarios|scripts|setups?|stacks?|suites?|support|utils?)` +
		`|(acceptance|api|backend|browser|ci|conformance|contract|dev|docker|e2e|end-to-end|frontend|functional|integration|interop|load|local` +
		`|manual|performance|perf|regression|sanity|smoke|stress|system|ui|unit)[._-]?(tests?|testing))$`)},
	{TagDevelopment, lazyregexp.New(`(?i)^(\.devcontainer|dev|devel|development|local` +
		`|(dev|devel|development|local)[._-](bin|cluster|compose|containers?|docker|envs?|environments?|scripts?|setups?|stacks?|tools?|utils?)` +
		`|(docker|compose|local)[._-](dev|development|local))$`)},
}

// TagOfFolder returns the tag that the name of a folder gives to what is in it, "" for none.
func TagOfFolder(name string) string {
	for _, f := range folders {
		if f.name.MatchString(name) {
			return f.tag
		}
	}
	return ""
}
