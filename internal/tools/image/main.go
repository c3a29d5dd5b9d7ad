// Command image writes a container image of seclint without an engine: the binary and its licences, and nothing else, for a user that is
// not root.
//
//	image -version V -licenses FOLDER [-push REPOSITORY] FILE ARCH=BINARY...
//
// FILE is a tar of an OCI image layout with a manifest for each architecture, which docker load, podman load, skopeo and crane read. The
// same binaries give the same bytes. With -push the image also goes to a registry, by its version and as latest, with the login that
// ~/.docker/config.json has. Its digest is printed.
package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// release is what an image is made of.
type release struct {
	version  string
	license  string   // the file of seclint's own licence
	licenses string   // the folder of the licences of what it is made of
	binaries []string // ARCH=BINARY
}

func main() {
	var r release
	flag.StringVar(&r.version, "version", "", "the version of the release")
	flag.StringVar(&r.license, "license", "LICENSE", "the licence of seclint")
	flag.StringVar(&r.licenses, "licenses", "", "the folder of licence texts")
	push := flag.String("push", "", "the repository in a registry that gets the image, too")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: image -version V -license FILE -licenses FOLDER [-push REPOSITORY] FILE ARCH=BINARY...")
	}
	flag.Parse()
	if r.version == "" || r.licenses == "" || flag.NArg() < 2 {
		flag.Usage()
		os.Exit(2)
	}
	r.binaries = flag.Args()[1:]
	digest, err := r.write(flag.Arg(0), *push)
	if err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
	fmt.Println(digest)
}

// write writes the tar of the images, has a repository get them where one is given, and returns the digest of the index.
func (r *release) write(file, repository string) (string, error) {
	index, err := r.index()
	if err != nil {
		return "", err
	}
	digest, err := index.Digest()
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "image")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	if _, err := layout.Write(folder, index); err != nil {
		return "", err
	}
	if err := pack(file, folder); err != nil {
		return "", err
	}
	if repository != "" {
		err = push(index, repository, r.version)
	}
	return digest.String(), err
}

// index returns the index of the images of all architectures.
func (r *release) index() (v1.ImageIndex, error) {
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, binary := range r.binaries {
		arch, at, ok := strings.Cut(binary, "=")
		if !ok {
			return nil, fmt.Errorf("want ARCH=BINARY, got %q", binary)
		}
		image, err := r.image(arch, at)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", arch, err)
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add: image, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: arch}},
		})
	}
	return index, nil
}

// push writes an index to a repository by its version, and as latest where that is no version before a release.
func push(index v1.ImageIndex, repository, version string) error {
	tags := []string{version}
	if !strings.Contains(version, "-") {
		tags = append(tags, "latest")
	}
	for _, tag := range tags {
		ref, err := name.NewTag(repository + ":" + tag)
		if err != nil {
			return err
		}
		if err := remote.WriteIndex(ref, index, remote.WithAuthFromKeychain(authn.DefaultKeychain)); err != nil {
			return fmt.Errorf("pushing %s: %w", ref, err)
		}
	}
	return nil
}

// image returns the image of a binary: one layer, started as user 65532 in /src, where people mount what is to be scanned.
func (r *release) image(arch, binary string) (v1.Image, error) {
	content, err := r.layer(binary)
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
				"org.opencontainers.image.version":  r.version,
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

// layer returns the tar of the files.
func (r *release) layer(binary string) ([]byte, error) {
	texts, err := filepath.Glob(filepath.Join(r.licenses, "*"))
	if err != nil {
		return nil, err
	}
	if len(texts) == 0 {
		return nil, errors.New("there are no licence texts in " + r.licenses)
	}
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if err := add(w, "seclint", binary, 0o755); err != nil {
		return nil, err
	}
	for _, folder := range []string{"licenses/", "src/"} {
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: folder, Mode: 0o755, ModTime: time.Unix(0, 0)}); err != nil {
			return nil, err
		}
	}
	if err := add(w, "licenses/seclint.txt", r.license, 0o644); err != nil {
		return nil, err
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
