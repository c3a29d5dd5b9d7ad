package shell

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/needle"
)

//go:embed programs.json
var tableText []byte

// table is programs.json: what the programs that scripts start mean, and how their options are called.
type table struct {
	Programs []*program `json:"programs"`
	// Random is what gives random texts.
	Random struct {
		// Commands are programs with their first words, Files the files to read from, Code what short programs in other languages have.
		Commands []string `json:"commands"`
		Files    []string `json:"files"`
		Code     []string `json:"code"`
	} `json:"random"`
	// Variables are those of the environment by which programs verify no certificates: with 0, and with anything else.
	Variables struct {
		Off []string `json:"off"`
		On  []string `json:"on"`
	} `json:"variables"`
	// Requests are the variables by which a server gives a request to a script (CGI), with the part of it.
	Requests struct {
		Variables map[string]string `json:"variables"`
	} `json:"requests"`
	// Words make a script one that matters, beside the names of the programs.
	Words []string `json:"words"`

	byName map[string][]*program
}

// program is what a program means, and how it reads its arguments.
type program struct {
	Names []string `json:"names"`
	// Is is what policies call it.
	Is string `json:"is"`
	// Documentation is where the facts come from, with the release.
	Documentation []string `json:"documentation"`
	// Callee is what messages call it, "" for its name. Word is the argument with which it means that, "" for any. Needs is the argument without which it does not.
	Callee string `json:"callee"`
	Word   string `json:"word"`
	Needs  string `json:"needs"`
	// Download says that it writes what it fetches to its output, or to a file.
	Download bool `json:"download"`
	// Options are the options that say something, with the names that policies use for their values: NAME takes the value of the option,
	// NAME=VALUE is an option without one.
	Options map[string]string `json:"options"`
	// Setting are the options whose value is a setting, with what some settings say.
	Setting map[string]map[string]string `json:"setting"`
	// Pairs are two arguments in a row that say something.
	Pairs map[string]string `json:"pairs"`
	// Values are the other options that take a value.
	Values string `json:"values"`
	// Defaults are the values of what is not given.
	Defaults map[string]any `json:"defaults"`
	// Positional are the names of the arguments that belong to no option.
	Positional []string `json:"positional"`

	options map[string]string
	values  map[string]bool
}

// programs returns the table. It is read when the first script is looked at.
var programs = sync.OnceValue(func() *table {
	t := &table{byName: map[string][]*program{}}
	if err := json.Unmarshal(tableText, t); err != nil {
		panic("the table of programs: " + err.Error()) // it is part of the program, and tested
	}
	for _, p := range t.Programs {
		p.options, p.values = map[string]string{}, map[string]bool{}
		for names, says := range p.Options {
			for _, name := range strings.Fields(names) {
				p.options[name] = says
			}
		}
		for _, name := range strings.Fields(p.Values) {
			p.values[name] = true
		}
		for _, name := range p.Names {
			t.byName[name] = append(t.byName[name], p)
		}
	}
	return t
})

// telling finds the words that make a script one that matters. It reads no more of the table: most scripts are passed over.
var telling = sync.OnceValue(func() *needle.Set {
	var t struct {
		Programs []struct {
			Names []string `json:"names"`
		} `json:"programs"`
		Words []string `json:"words"`
	}
	if err := json.Unmarshal(tableText, &t); err != nil {
		panic("the table of programs: " + err.Error()) // it is part of the program, and tested
	}
	for _, p := range t.Programs {
		t.Words = append(t.Words, p.Names...)
	}
	return needle.New(t.Words...)
})

// find returns what the table says of a program with some arguments, nil for nothing.
func (t *table) find(name string, words []*code.Value) *program {
	for _, p := range t.byName[name] {
		if p.Word == "" || slices.ContainsFunc(words, func(v *code.Value) bool { return v.Is == p.Word }) {
			return p
		}
	}
	return nil
}

// takesValue reports whether the argument behind an option is its value.
func (p *program) takesValue(option string) bool {
	says, known := p.options[option]
	return known && !strings.Contains(says, "=") || p.values[option] || p.Setting[option] != nil
}
