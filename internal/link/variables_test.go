package link_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVariablesOfFiles(t *testing.T) {
	l := root(t, `-- compose.yml --
services:
  app:
    image: acme/app:1.4
    env_file: [base.env, over.env, absent.env]
    environment: {OWN: here}
  bare:
    image: acme/app:1.4
-- base.env --
A=1
B=1
OWN=file
NAME
-- over.env --
B=2
`)
	services := l.about("compose.yml").Services
	var got []string
	for _, v := range services["app"].Variables {
		got = append(got, fmt.Sprint(v.Name, "=", v.Value.Value(), " ", v.File, " ", v.Path))
	}
	want := []string{
		"A=1 base.env services.app.env_file[0]", "B=2 over.env services.app.env_file[1]",
		"NAME=<nil> base.env services.app.env_file[0]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if all := services["bare"].Variables; len(all) != 0 {
		t.Errorf("variables of a service without a file = %v", all)
	}
}
