// Command structkeys prints the keys that the structs of a Go program read from its configuration, with the releases that read
// them, their types and their defaults. It is for the tables of a kind whose product has its configuration in Go structs with
// tags for JSON or YAML, such as internal/kind/mediamtx/keys.txt.
//
//	structkeys -root Conf -name conf=Conf,PathConf=Path CLONE
//
// CLONE is a local clone with the tags of the releases. Each line of the output is a key:
//
//	STRUCT.KEY TYPE SINCE UNTIL DEPRECATED [TAG=DEFAULT ...]
//
// SINCE is the first release that reads the key, UNTIL the first one that reads it no more and DEPRECATED the first one that
// marks it as deprecated; the last two are - where there is none. TYPE is that of the newest release with the key. A DEFAULT is
// what the key is without a value, in JSON without a space: the value of the field's type, or what the
// program assigns to it. It is ? where that takes more than reading constants.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// options say how the program that is read names its things.
type options struct {
	// root is the struct that the configuration file is read into.
	root string
	// names maps the name that a struct had in some release to the one that is printed.
	names map[string]string
	// constants maps constants of other packages, such as time.Second, to their values.
	constants map[string]string
}

func main() {
	var o options
	flag.StringVar(&o.root, "root", "Conf", "the `struct` that the file is read into")
	names := flag.String("name", "", "other names of structs, `old=new,...`")
	constants := flag.String("constant", "", "constants of other packages, `package.Name=text,...`")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: structkeys [-root STRUCT] [-name OLD=NEW,...] [-constant NAME=TEXT,...] CLONE")
		os.Exit(2)
	}
	o.names, o.constants = pairs(*names), pairs(*constants)
	out := bufio.NewWriter(os.Stdout)
	err := run(flag.Arg(0), o, out)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "structkeys:", err)
		os.Exit(1)
	}
}

func pairs(list string) map[string]string {
	m := map[string]string{}
	for pair := range strings.SplitSeq(list, ",") {
		if old, name, ok := strings.Cut(pair, "="); ok {
			m[old] = name
		}
	}
	return m
}

func run(clone string, o options, w io.Writer) error {
	tags, err := releases(clone)
	if err != nil {
		return err
	}
	var h history
	for _, tag := range tags {
		files, err := sources(clone, tag)
		if err != nil {
			return err
		}
		keys, err := read(files, o)
		if err != nil {
			return fmt.Errorf("reading the structs of %s: %w", tag, err)
		}
		h.add(tag, keys)
	}
	return h.print(w)
}
