package link_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestSettingsThatNameAProfile(t *testing.T) {
	for archive, want := range map[string]string{
		"-- .env --\nSECCOMP_PROFILE=web\n":                                "SECCOMP_PROFILE true",
		"-- .env --\nAGENT_SECCOMP='/etc/seccomp/web.json'\n":              "AGENT_SECCOMP true",
		"-- .env --\nSECCOMP_PROFILE=WEB.JSON\n":                           "SECCOMP_PROFILE true",
		"-- .env --\nSECCOMP_PROFILES=strict,web\n":                        "SECCOMP_PROFILES false",
		"-- .env --\nSECCOMP_PROFILES=strict web\n":                        "SECCOMP_PROFILES false",
		"-- .env --\nSECCOMP_PROFILES=\"[strict, 'web']\"\n":               "SECCOMP_PROFILES false",
		"-- .env.example --\nSECCOMP_PROFILE=web\n":                        "SECCOMP_PROFILE false",
		"-- sample.env --\nSECCOMP_PROFILE=web\n":                          "SECCOMP_PROFILE false",
		"-- .env --\nSECCOMP_PROFILE=website\n":                            "",
		"-- .env --\nSECCOMP_PROFILE=\n":                                   "",
		"-- .env --\nPROFILE=web\n":                                        "",
		"-- .env --\nSECCOMPRESSION=web\n":                                 "",
		"-- tests/.env --\nSECCOMP_PROFILE=web\n":                          "",
		"-- a/docs/b/.env --\nSECCOMP_PROFILE=web\n":                       "",
		`services: {a: {image: a, environment: {SECCOMP: web}}}`:           "SECCOMP true",
		`services: {a: {image: a, environment: ["SECCOMP=${S:-web}"]}}`:    "SECCOMP true",
		`services: {a: {image: a, environment: ["SECCOMP=${S}"]}}`:         "",
		`services: {a: {image: a, environment: [SECCOMP]}}`:                "",
		`services: {a: {image: a, environment: 7}}`:                        "",
		`services: {a: {image: a, command: --seccomp-profile=web}}`:        "--seccomp-profile true",
		`services: {a: {image: a, command: [run, --seccomp, web.json]}}`:   "--seccomp true",
		`services: {a: {image: a, entrypoint: [run, -seccomp=web]}}`:       "--seccomp true",
		`services: {a: {image: a, command: [run, --seccomp]}}`:             "",
		`services: {a: {image: a, command: [run, --seccomp=, web]}}`:       "",
		`services: {a: {image: a, command: [run, --profile=web, web, 7]}}`: "",
	} {
		if !strings.HasPrefix(archive, "-- ") {
			archive = "-- compose.yml --\n" + archive + "\n"
		}
		l := root(t, archive+"-- web.json --\n{\"defaultAction\": \"SCMP_ACT_ALLOW\"}\n")
		var all []string
		for _, c := range l.about("web.json").Choices {
			all = append(all, fmt.Sprint(c.Setting, " ", c.Selected))
		}
		if got := strings.Join(all, ", "); got != want {
			t.Errorf("%s: got %q, want %q", archive, got, want)
		}
	}
}

func TestSettingsMeanTheNearestProfile(t *testing.T) {
	const profile = "{\"defaultAction\": \"SCMP_ACT_ALLOW\"}\n"
	l := root(t, "-- b/.env --\nSECCOMP=web\n-- a/web.json --\n"+profile+"-- b/seccomp/web.json --\n"+profile)
	if choices := l.about("a/web.json").Choices; choices != nil {
		t.Errorf("the profile elsewhere has %v", choices)
	}
	if choices := l.about("b/seccomp/web.json").Choices; len(choices) != 1 {
		t.Errorf("the nearest profile has %v", choices)
	}
}
