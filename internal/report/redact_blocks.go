package report

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// lineState is what the lines above a line make of it.
type lineState uint8

const (
	open   lineState = iota // nothing: the line speaks for itself
	inside                  // a part of a secret that began above
	below                   // a part of a mapping or list under a key that holds secrets
)

var (
	// entry finds a mapping entry in block style or in JSON that stands at the start of its line.
	entry = expression(`^[ \t]*(?:-[ \t]+)*["']?([A-Za-z_][\w.-]*)["']?[ \t]*:(?:[ \t]+(.*)|$)`)
	// assignment finds KEY=value at the start of a line or of a list item.
	assignment = expression(`^[ \t]*(?:-[ \t]+)*["']?(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(.*)`)
	// lastFlag finds a list item that is an option alone: its argument is the next item.
	lastFlag = expression(`^[ \t]*-?[ \t]*["']?-{0,2}([A-Za-z][\w-]*)["']?,?[ \t]*$`)
	// redisFlags are the options of Redis that take a secret, with one dash or none.
	redisFlags = newNeedles("requirepass", "masterauth")
	// naming finds the line of a pair that holds the name, and worth the line that holds the value.
	naming = expression(`^[ \t]*(?:-[ \t]+)?["']?(?:name|key|header_name)["']?[ \t]*:[ \t]*["']?([\w.-]+)`)
	worth  = expression(`^[ \t]*["']?\w*(?:value|string|bytes)["']?[ \t]*:`)
	// header finds the first line of a block scalar behind its tag and anchor.
	header = expression(`^(?:[!&]\S+[ \t]+)*[|>][-+0-9]*[ \t]*(?:#.*)?$`)
	// nothing finds a value that continues as a mapping or list on the next lines.
	nothing = expression(`^(?:[!&]\S+[ \t]*)*(?:#.*)?$|^[{\[][ \t]*$`)
	// item finds the value of a line under a key that holds secrets.
	item = expression(`^[ \t]*(?:-[ \t]+)*(?:["']?([\w.-]+)["']?[ \t]*:(?:[ \t]+|$))?`)
)

// plainKeys are the keys that say where a secret comes from or how it is used, not what it is.
var plainKeys = map[string]bool{"file": true, "environment": true, "external": true, "name": true, "source": true,
	"target": true, "driver": true, "uid": true, "gid": true, "mode": true, "path": true, "template_driver": true,
	"labels": true, "cluster": true, "timeout": true, "host": true, "port": true, "address": true, "enabled": true,
	"type": true, "version": true, "condition": true}

// sections are the top-level keys of Compose whose keys are names: a service may well be called token-server.
var sections = map[string]bool{"services": true, "networks": true, "volumes": true, "configs": true}

// blocks walks the lines of a file and knows which secret it is in.
type blocks struct {
	pem     bool
	quote   byte // the quote that closes the secret
	scalar  int  // indent of the key whose scalar goes on below, or -1
	nested  int  // indent of the key whose mapping goes on below, or -1
	listed  bool // the nested key may have its list at its own indent
	awaited int  // how many more lines may hold the value of a named secret
	next    bool // the next line is the argument of an option
	members bool // inside a top-level section whose keys are names that people give
	member  int  // indent of those names, or 0 before the first
}

// fileBlocks knows the states of the lines of a file, down to the last that was asked for.
type fileBlocks struct {
	file   *source.File
	plain  bool // nothing in the file begins a secret that goes on below
	walk   blocks
	states []lineState
}

func newFileBlocks(f *source.File) *fileBlocks {
	text := string(f.Content)
	plain := !hinted(text) && !strings.Contains(text, "-----BEGIN ")
	return &fileBlocks{file: f, plain: plain, walk: blocks{scalar: -1, nested: -1}}
}

// state returns the state of line n (1-based).
func (b *fileBlocks) state(n int) lineState {
	if b.plain {
		return open
	}
	for len(b.states) < min(n, b.file.Lines()) {
		b.states = append(b.states, b.walk.state(b.file.Line(len(b.states)+1)))
	}
	if n < 1 || n > len(b.states) {
		return open
	}
	return b.states[n-1]
}

// state returns the state of the next line.
func (b *blocks) state(line string) lineState {
	switch {
	case b.pem:
		b.pem = !strings.Contains(line, "-----END")
		return inside
	case b.quote != 0:
		if closing(line, 0, b.quote) < len(line) {
			b.quote = 0
		}
		return inside
	case strings.TrimSpace(line) == "":
		return open
	}
	indent := indentOf(line)
	if b.scalar >= 0 && indent > b.scalar {
		return inside
	}
	b.scalar = -1
	if b.nested >= 0 && indent <= b.nested && !(b.listed && indent == b.nested && strings.HasPrefix(line[indent:], "- ")) {
		b.nested = -1
	}
	state := open
	if b.next {
		state = inside
	} else if b.nested >= 0 || b.awaited > 0 && worth().MatchString(line) {
		state = below
	}
	b.look(line, state != open)
	return state
}

// look notes what a line means for the lines below it.
func (b *blocks) look(line string, secret bool) {
	b.awaited = max(b.awaited-1, 0)
	b.next = false
	b.section(line)
	if start := strings.Index(line, "-----BEGIN "); start >= 0 {
		b.pem = !strings.Contains(line[start:], "-----END")
		return
	}
	if !secret && !hinted(line) {
		return
	}
	if m := naming().FindStringSubmatch(line); m != nil && secretKey(m[1]) {
		b.awaited = 2
	}
	b.next = isFlag(line)
	if m := entry().FindStringSubmatchIndex(line); m != nil {
		value := ""
		if m[4] >= 0 {
			value = line[m[4]:m[5]]
		}
		b.entry(line[m[2]:m[3]], value, m[2], secret)
	} else if m := assignment().FindStringSubmatch(line); m != nil && (secret || secretKey(m[1])) {
		b.begin(m[2], indentOf(line))
	}
}

// isFlag reports whether a line is nothing but an option that takes a secret.
func isFlag(line string) bool {
	long := strings.Contains(line, "--")
	if !long && !(strings.Contains(line, "-") && redisFlags.in(line)) {
		return false
	}
	m := lastFlag().FindStringSubmatch(line)
	return m != nil && (long && secretKey(m[1]) || m[1] == "requirepass" || m[1] == "masterauth")
}

// section notes where the top-level sections begin and how deep their names stand.
func (b *blocks) section(line string) {
	switch indent := indentOf(line); {
	case line[indent] == '#':
	case indent == 0:
		key, _, _ := strings.Cut(line, ":")
		b.members, b.member = sections[key], 0
	case b.members && b.member == 0:
		b.member = indent
	}
}

// entry notes a mapping entry; column is the offset of its key.
func (b *blocks) entry(key, value string, column int, secret bool) {
	switch {
	case b.members && column == b.member:
	case secret && plainKeys[key] || !secret && !secretKey(key):
	case nothing().MatchString(value):
		if b.nested < 0 {
			b.nested, b.listed = column, !strings.HasPrefix(value, "{")
		}
	default:
		b.begin(value, column)
	}
}

// begin notes that a secret's value starts in this line; everything deeper than indent belongs to it.
func (b *blocks) begin(value string, indent int) {
	if !header().MatchString(value) && value != "" && (value[0] == '"' || value[0] == '\'') {
		if closing(value, 1, value[0]) == len(value) {
			b.quote = value[0]
		}
		return
	}
	b.scalar = indent
}

// hideNested masks the value of a line under a key that holds secrets.
func hideNested(line string, masked []bool) {
	m := item().FindStringSubmatchIndex(line)
	if m[2] >= 0 && plainKeys[line[m[2]:m[3]]] {
		return
	}
	hide(line, masked, m[1], len(line))
}
