package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

// walkReadParse is the least that any linter must do: walk a folder, and read and parse the files named in list. It runs
// in a process of its own, as seclint does.
func walkReadParse(dir string, list io.Reader) error {
	wanted := map[string]bool{}
	for lines := bufio.NewScanner(list); lines.Scan(); {
		wanted[lines.Text()] = true
	}
	parsed := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(dir, path)
		if err != nil || !wanted[filepath.ToSlash(relative)] {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		parsed++
		return parse(content)
	})
	if err == nil && parsed != len(wanted) {
		err = fmt.Errorf("parsed %d of %d files: paths of the report are not relative to %s", parsed, len(wanted), dir)
	}
	return err
}

// parse reads all documents of a file into nodes. A file that is no YAML costs the same and is no failure here.
func parse(content []byte) error {
	for decoder := yaml.NewDecoder(bytes.NewReader(content)); ; {
		var node yaml.Node
		if err := decoder.Decode(&node); errors.Is(err, io.EOF) || err != nil {
			return nil
		}
	}
}
