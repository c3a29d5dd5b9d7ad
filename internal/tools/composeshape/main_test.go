package main

import (
	"bytes"
	"os"
	"testing"
)

func TestShapesAreThoseOfTheSchema(t *testing.T) {
	t.Parallel()
	want, err := shapes()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../kind/compose/shapes.go")
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("shapes.go is not what compose-go's schema says: run make docs (%v)", err)
	}
}
