package plan

import (
	"bytes"
	"errors"
	"testing"
	"time"
)

func TestDecodeReadsWhatEncodeWrites(t *testing.T) {
	t.Parallel()
	for name, body := range programs {
		program, err := assemble(t, body)
		if err != nil {
			t.Fatal(err)
		}
		stored := program.Encode([32]byte{1, 2, 3})
		again, source, err := Decode(stored)
		if err != nil || source != [32]byte{1, 2, 3} {
			t.Fatalf("%s: source %v, error %v", name, source, err)
		}
		if !bytes.Equal(again.Encode(source), stored) {
			t.Errorf("%s: it does not become the same bytes again", name)
		}
	}
}

func TestDecodeRefusesOtherVersionsAndHalfAPlan(t *testing.T) {
	t.Parallel()
	program, err := assemble(t, programs["messages"])
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
	if _, _, err := Decode(append(stored, 0)); err == nil {
		t.Error("a plan with something behind it was taken for a plan")
	}
}

func TestDecodeRefusesADamagedPlan(t *testing.T) {
	t.Parallel()
	program, err := assemble(t, programs["messages"])
	if err != nil {
		t.Fatal(err)
	}
	stored := program.Encode([32]byte{})
	for i := range stored {
		stored[i] ^= 1
		if _, _, err := Decode(stored); err == nil {
			t.Errorf("byte %d of %d was changed, and nobody noticed", i, len(stored))
		}
		stored[i] ^= 1
	}
}

// What the decoder does not know is an error, and not undefined.
func TestAFunctionThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{
		"unknown operation": string([]byte{1, 1, byte(operationCount), 0}),
		"unknown field":     string([]byte{1, 1, byte(opBreak), hasAll + 1}),
		"no operation":      string([]byte{1, 1, 0, 0}),
		"cut short":         string([]byte{1, 2, byte(opBreak), 0}),
		"too long":          string([]byte{0, 0}),
		"too many blocks":   string([]byte{200, 200, 200, 1}),
	} {
		program, err := assemble(t, "result := 1")
		if err != nil {
			t.Fatal(err)
		}
		program.functions[program.entries["data.t.result"]].code = code
		if got, err := NewMachine(program).Eval(t.Context(), "data.t.result", time.Minute); !errors.Is(err, errUnreadable) {
			t.Errorf("%s: %s, error = %v, want %v", name, shown(got), err, errUnreadable)
		}
	}
}

func TestDecodeRefusesUnknownValues(t *testing.T) {
	t.Parallel()
	d := &decoder{left: string([]byte{1, typeSet + 1})}
	if d.values(); !d.broken {
		t.Error("an unknown type was taken for a value")
	}
}
