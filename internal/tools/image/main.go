// Command image writes a container image of seclint without an engine: the binary and its licences, and nothing else, for a user that is
// not root.
//
//	image -version V -licenses FOLDER FILE ARCH=BINARY...
//
// FILE is a tar of an OCI image layout with a manifest for each architecture, which docker load, podman load, skopeo and crane read. The
// same binaries give the same bytes.
package main

import (
	"archive/tar"
	"bytes"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

func main() {
	version := flag.String("version", "", "the version of the release")
	licenses := flag.String("licenses", "", "the folder of licence texts")
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "usage: image -version V -licenses FOLDER FILE ARCH=BINARY...") }
	flag.Parse()
	if *version == "" || *licenses == "" || flag.NArg() < 2 {
		flag.Usage()
		os.Exit(2)
	}
	if err := write(flag.Arg(0), *version, *licenses, flag.Args()[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

// write writes the tar of the images of some binaries.
func write(file, version, licenses string, binaries []string) error {
	var index v1.ImageIndex = mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, binary := range binaries {
		arch, at, ok := strings.Cut(binary, "=")
		if !ok {
			return fmt.Errorf("want ARCH=BINARY, got %q", binary)
		}
		image, err := imageOf(arch, at, version, licenses)
		if err != nil {
			return fmt.Errorf("%s: %w", arch, err)
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add: image, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: arch}},
		})
	}
	folder, err := os.MkdirTemp("", "image")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if _, err := layout.Write(folder, index); err != nil {
		return err
	}
	return pack(file, folder)
}

// imageOf returns the image of a binary: one layer, started as user 65532 in /src, where people mount what is to be scanned.
func imageOf(arch, binary, version, licenses string) (v1.Image, error) {
	content, err := layerOf(binary, licenses)
	if err != nil {
		return nil, err
	}
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
		tarball.WithMediaType(types.OCILayer))
	if err != nil {
		return nil, err
	}
	image, err := mutate.AppendLayers(mutate.MediaType(empty.Image, types.OCIManifestSchema1), layer)
	if err != nil {
		return nil, err
	}
	return mutate.ConfigFile(mutate.ConfigMediaType(image, types.OCIConfigJSON), &v1.ConfigFile{
		OS: "linux", Architecture: arch, RootFS: rootOf(image),
		Config: v1.Config{
			User: "65532:65532", WorkingDir: "/src", Entrypoint: []string{"/seclint"},
			Labels: map[string]string{
				"org.opencontainers.image.source":   "https://github.com/seclint/seclint",
				"org.opencontainers.image.version":  version,
				"org.opencontainers.image.licenses": "Apache-2.0",
			},
		},
	})
}

// rootOf returns the layers that an image has, as its configuration lists them.
func rootOf(image v1.Image) v1.RootFS {
	config, err := image.ConfigFile()
	if err != nil {
		return v1.RootFS{}
	}
	return config.RootFS
}

// layerOf returns the tar of the files.
func layerOf(binary, licenses string) ([]byte, error) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if err := add(w, "seclint", binary, 0o755); err != nil {
		return nil, err
	}
	texts, err := filepath.Glob(filepath.Join(licenses, "*"))
	if err != nil {
		return nil, err
	}
	for _, folder := range []string{"licenses/", "src/"} {
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: folder, Mode: 0o755, ModTime: time.Unix(0, 0)}); err != nil {
			return nil, err
		}
	}
	for _, text := range texts {
		if err := add(w, "licenses/"+filepath.Base(text), text, 0o644); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// add adds a file to a tar.
func add(w *tar.Writer, name, file string, mode int64) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: mode, Size: int64(len(content)), ModTime: time.Unix(0, 0)}
	if err := w.WriteHeader(header); err != nil {
		return err
	}
	_, err = w.Write(content)
	return err
}

// pack writes the files of a folder as a tar.
func pack(file, folder string) error {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		return add(w, name, filepath.Join(folder, name), 0o644)
	})
	if err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o644)
}
