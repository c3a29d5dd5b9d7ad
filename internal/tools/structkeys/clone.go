package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var release = regexp.MustCompile(`^v(\d+)\.(\d+)\.(\d+)$`)

// releases returns the tags of a clone that are releases, from the oldest version to the newest.
func releases(clone string) ([]string, error) {
	out, err := git(clone, "tag")
	if err != nil {
		return nil, err
	}
	var tags []string
	for tag := range strings.FieldsSeq(string(out)) {
		if release.MatchString(tag) {
			tags = append(tags, tag)
		}
	}
	slices.SortFunc(tags, func(a, b string) int { return slices.Compare(numbers(a), numbers(b)) })
	return tags, nil
}

func numbers(tag string) []int {
	var parts []int
	for _, part := range release.FindStringSubmatch(tag)[1:] {
		n, _ := strconv.Atoi(part)
		parts = append(parts, n)
	}
	return parts
}

// sources returns the Go files of a release that are no tests, by folder and name.
func sources(clone, tag string) (map[string]map[string][]byte, error) {
	out, err := git(clone, "archive", "--format=tar", tag, "--", ":(glob)**/*.go")
	if err != nil {
		return nil, err
	}
	folders := map[string]map[string][]byte{}
	for r := tar.NewReader(bytes.NewReader(out)); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return folders, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the archive of %s: %w", tag, err)
		}
		if header.Typeflag != tar.TypeReg || strings.HasSuffix(header.Name, "_test.go") {
			continue
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("reading %s of %s: %w", header.Name, tag, err)
		}
		dir := path.Dir(header.Name)
		if folders[dir] == nil {
			folders[dir] = map[string][]byte{}
		}
		folders[dir][path.Base(header.Name)] = text
	}
}

func git(clone string, args ...string) ([]byte, error) {
	cmd := exec.Command("git", append([]string{"-C", clone}, args...)...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, bytes.TrimSpace(complaint.Bytes()))
	}
	return out, nil
}
