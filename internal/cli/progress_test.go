package cli

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgressShowsALongRunAndLeavesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var terminal bytes.Buffer
		p := newProgress(&terminal, time.Second)
		p.at("load", 12)
		time.Sleep(900 * time.Millisecond)
		synctest.Wait()
		if terminal.Len() > 0 {
			t.Errorf("a short run shows %q", terminal.String())
		}
		p.at("evaluate", 7)
		time.Sleep(time.Second)
		p.done()
		text := terminal.String()
		if !strings.Contains(text, "evaluate, 7 files, 1s") || strings.Contains(text, "load") {
			t.Errorf("a long run shows %q", text)
		}
		if !strings.HasSuffix(text, "\r\x1b[K") {
			t.Errorf("the line is left on the terminal: %q", text)
		}
	})
}

func TestProgressIsSilentInAPipe(t *testing.T) {
	var pipe bytes.Buffer
	p := startProgress(&pipe)
	p.at("load", 1)
	p.done()
	if p != nil {
		t.Error("a pipe is taken for a terminal")
	}
}
