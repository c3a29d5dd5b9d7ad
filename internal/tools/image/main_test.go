package main

import (
	"archive/tar"
	"bytes"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// made returns a release of two files that are no programs.
func made(t *testing.T) *release {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"amd64": "one", "arm64": "other", "LICENSE": "own", "licenses/a.txt": "a"} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &release{
		version: "1.2.3", license: filepath.Join(dir, "LICENSE"), licenses: filepath.Join(dir, "licenses"),
		binaries: []string{"amd64=" + filepath.Join(dir, "amd64"), "arm64=" + filepath.Join(dir, "arm64")},
	}
}

// TestPush has a registry get an image, and takes it from there.
func TestPush(t *testing.T) {
	server := httptest.NewServer(registry.New())
	defer server.Close()
	repository := strings.TrimPrefix(server.URL, "http://") + "/seclint/seclint"
	digest, err := made(t).write(filepath.Join(t.TempDir(), "image.tar"), repository)
	if err != nil {
		t.Fatal(err)
	}
	for tag, is := range map[string]bool{"1.2.3": true, "latest": true, "1.2": false} {
		ref, err := name.ParseReference(repository + ":" + tag)
		if err != nil {
			t.Fatal(err)
		}
		got, err := remote.Get(ref)
		if is && (err != nil || got.Digest.String() != digest) {
			t.Errorf("%s: got %v, %v, want %s", tag, got, err, digest)
		}
		if !is && err == nil {
			t.Errorf("%s was pushed", tag)
		}
	}
	ref, err := name.NewDigest(repository + "@" + digest)
	if err != nil {
		t.Fatal(err)
	}
	image, err := remote.Image(ref, remote.WithPlatform(v1.Platform{OS: "linux", Architecture: "arm64"}))
	if err != nil {
		t.Fatal(err)
	}
	config, err := image.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	if config.Architecture != "arm64" || config.Config.User != "65532:65532" || !slices.Equal(config.Config.Entrypoint, []string{"/seclint"}) {
		t.Errorf("got %+v", config)
	}
	files := map[string]string{}
	unpacked := mutate.Extract(image)
	defer unpacked.Close()
	for r := tar.NewReader(unpacked); ; {
		header, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(r)
		files[header.Name] = string(content)
	}
	if files["seclint"] != "other" || files["licenses/a.txt"] != "a" || files["licenses/seclint.txt"] != "own" {
		t.Errorf("got %v", files)
	}
}

// TestSnapshotsAreNotLatest holds a version before a release back from those who ask for the latest.
func TestSnapshotsAreNotLatest(t *testing.T) {
	server := httptest.NewServer(registry.New())
	defer server.Close()
	repository := strings.TrimPrefix(server.URL, "http://") + "/seclint/seclint"
	r := made(t)
	r.version = "1.2.3-rc.1"
	if _, err := r.write(filepath.Join(t.TempDir(), "image.tar"), repository); err != nil {
		t.Fatal(err)
	}
	ref, _ := name.NewTag(repository + ":latest")
	if _, err := remote.Get(ref); err == nil {
		t.Error("it is latest")
	}
}

// TestSameBytes writes an image twice.
func TestSameBytes(t *testing.T) {
	r, dir := made(t), t.TempDir()
	var written [2][]byte
	for i := range written {
		file := filepath.Join(dir, "image.tar")
		if _, err := r.write(file, ""); err != nil {
			t.Fatal(err)
		}
		written[i], _ = os.ReadFile(file)
	}
	if len(written[0]) == 0 || !bytes.Equal(written[0], written[1]) {
		t.Errorf("got %d and %d bytes", len(written[0]), len(written[1]))
	}
}
