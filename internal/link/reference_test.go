package link_test

import (
	"fmt"
	"strings"
	"testing"
)

// references returns the references of compose.yml as texts.
func (l linked) references(t testing.TB) []string {
	t.Helper()
	var texts []string
	for _, r := range l.about("compose.yml").References {
		texts = append(texts, strings.TrimRight(fmt.Sprint(r.How, " ", r.Target, " ", r.State, " ", r.Kind, " ", r.Fault), " "))
	}
	return texts
}

func TestStatesOfReferences(t *testing.T) {
	for _, test := range []struct{ service, want string }{
		{`env_file: [app.env]`, "env_file app.env resolved app"},
		{`env_file: [{path: ./other.env, required: false}]`, "env_file other.env broken"},
		{`env_file: ["${DIR}/app.env"]`, "env_file ${DIR}/app.env unknown"},
		{`env_file: [/etc/app.env]`, "env_file /etc/app.env external"},
		{`env_file: [../../app.env]`, "env_file ../../app.env external"},
		{`env_file: [~/app.env]`, "env_file ~/app.env external"},
		{`configs: [present]`, "config app.env resolved app"},
		{`secrets: [absent]`, "secret absent.txt broken"},
		{`security_opt: ["seccomp:web.json"]`, "seccomp web.json resolved seccomp"},
		{`security_opt: ["seccomp=./web.json"]`, "seccomp web.json resolved seccomp"},
		{`security_opt: ["seccomp=a:b.json"]`, "seccomp a:b.json broken  missing"},
		{`security_opt: ["seccomp:none.json"]`, "seccomp none.json broken  missing"},
		{`security_opt: ["seccomp:folder"]`, "seccomp folder broken  folder"},
		{`security_opt: ["seccomp:${FOLDER}/web.json"]`, "seccomp ${FOLDER}/web.json unknown"},
		{`security_opt: ["seccomp:/etc/web.json"]`, "seccomp /etc/web.json external"},
		{`security_opt: ["seccomp:empty.json"]`, "seccomp empty.json resolved  empty"},
		{`security_opt: ["seccomp:broken.json"]`, "seccomp broken.json resolved  syntax"},
		{`security_opt: ["seccomp:nothing.json"]`, "seccomp nothing.json resolved seccomp no-filter"},
		{`security_opt: ["seccomp:null.json"]`, "seccomp null.json resolved seccomp no-filter"},
		{`security_opt: ["seccomp:list.json"]`, "seccomp list.json resolved  no-profile"},
		{`security_opt: ["seccomp:package.json"]`, "seccomp package.json resolved  no-profile"},
		{`security_opt: ["seccomp:typed.json"]`, "seccomp typed.json resolved seccomp refused"},
	} {
		t.Run(test.service, func(t *testing.T) {
			l := root(t, "-- compose.yml --\nservices:\n  web:\n    image: a\n    "+test.service+`
configs: {present: {file: app.env}}
secrets: {absent: {file: absent.txt}}
-- app.env --
A=1
-- web.json --
{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}
-- folder/web.json --
{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}
-- empty.json --

-- broken.json --
{"defaultAction": "SCMP_ACT_ERRNO",
-- nothing.json --
{}
-- null.json --
null
-- list.json --
[]
-- package.json --
{"name": "web"}
-- typed.json --
{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": "read", "action": "SCMP_ACT_ALLOW"}]}
`)
			if got := strings.Join(l.references(t), "; "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestNoReferenceWithoutAFile(t *testing.T) {
	l := root(t, `services: {a: {image: a, security_opt: ["seccomp:unconfined", "seccomp=builtin", "apparmor:x.json", "no-new-privileges", "seccomp="]}}`)
	if got := l.references(t); len(got) > 0 {
		t.Errorf("got %q", got)
	}
}

func TestPathsStartAtTheProjectDirectory(t *testing.T) {
	l := root(t, `-- compose.yml --
include: [part/compose.yml]
-- part/compose.yml --
services: {a: {image: a, security_opt: ["seccomp:web.json"]}}
-- web.json --
{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}
`)
	if got := strings.Join(l.references(t), "; "); got != "seccomp web.json resolved seccomp" {
		t.Errorf("got %q", got)
	}
}

// Linking keeps up with projects that nobody writes by hand.
func TestManyServices(t *testing.T) {
	var b strings.Builder
	b.WriteString("services:\n")
	for i := range 3000 {
		fmt.Fprintf(&b, "  agent-%d: {image: a, ports: [\"%d:80\"], labels: {traefik.enable: \"true\"}, networks: [n%d]}\n", i, 1024+i, i%7)
	}
	b.WriteString("networks: {n0: {}, n1: {}, n2: {}, n3: {}, n4: {}, n5: {}, n6: {}}\n")
	l := root(t, b.String())
	if len(l.Services) != 3000 || l.Services[2999].Exposure.String() != "all_interfaces" {
		t.Errorf("%d services, the last one exposed at %s", len(l.Services), l.Services[2999].Exposure)
	}
}
