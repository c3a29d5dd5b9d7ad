package plan

import (
	"bytes"
	"testing"
)

func TestDecodeReadsWhatEncodeWrites(t *testing.T) {
	t.Parallel()
	for name, body := range programs {
		program, err := assemble(body)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range program.functions {
			f.blocks() // what was not decoded has no body to encode
		}
		stored := program.Encode([32]byte{1, 2, 3})
		again, source, err := Decode(stored)
		if err != nil || source != [32]byte{1, 2, 3} {
			t.Fatalf("%s: source %v, error %v", name, source, err)
		}
		for _, f := range again.functions {
			f.blocks()
		}
		if !bytes.Equal(again.Encode(source), stored) {
			t.Errorf("%s: it does not become the same bytes again", name)
		}
	}
}

func TestDecodeRefusesOtherVersionsAndHalfAPlan(t *testing.T) {
	t.Parallel()
	program, err := assemble(programs["messages"])
	if err != nil {
		t.Fatal(err)
	}
	stored := program.Encode([32]byte{})
	for n := range len(stored) {
		if _, _, err := Decode(stored[:n]); err == nil {
			t.Fatalf("%d of %d bytes were taken for a plan", n, len(stored))
		}
	}
	if _, _, err := Decode(append([]byte("other"), stored...)); err == nil {
		t.Error("another form was taken for a plan")
	}
}
