package discover

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// maxIndexSize bounds how much of .git/index is read.
const maxIndexSize = 64 << 20

// tracked returns the files that git tracks in the folder of .git, in byte order, whatever .gitignore says of them; ok is false where
// nothing in the scanned root says so, as in an unpacked archive or a linked work tree.
func tracked(root fs.FS) (files []string, ok bool) {
	f, err := root.Open(".git/index")
	if err != nil {
		return nil, false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() > maxIndexSize {
		return nil, false
	}
	index, err := io.ReadAll(io.LimitReader(f, maxIndexSize))
	if err != nil {
		return nil, false
	}
	files, err = readIndex(index, hashSize(index))
	return files, err == nil
}

// hashSize returns the size of the hashes in an index, by that of the whole at its end: 32 bytes for SHA-256, or 20 for SHA-1, which all
// repositories have that are not of the other format.
func hashSize(index []byte) int {
	if at := len(index) - sha256.Size; at >= 0 {
		if sum := sha256.Sum256(index[:at]); bytes.Equal(sum[:], index[at:]) {
			return sha256.Size
		}
	}
	return sha1.Size
}

var errIndex = errors.New("reading .git/index: not an index of version 2 to 4")

// The parts of an index (https://git-scm.com/docs/index-format, git 2.47): a header; for each entry ten numbers, the hash, flags, the
// name; extensions, of which "link" says that most of the entries are in another file; the hash of all.
const (
	indexHeader  = 12
	entryNumbers = 40
	modeAt       = 24
	extendedFlag = 0x4000
	fileMode     = 0o100000
	linkMode     = 0o120000
)

// readIndex returns the files and links in an index whose hashes have a number of bytes.
func readIndex(index []byte, hash int) ([]string, error) {
	if len(index) < indexHeader+hash || string(index[:4]) != "DIRC" {
		return nil, errIndex
	}
	version, count := binary.BigEndian.Uint32(index[4:]), int(binary.BigEndian.Uint32(index[8:]))
	if version < 2 || version > 4 || count > len(index)/(entryNumbers+hash) {
		return nil, errIndex
	}
	files := make([]string, 0, count)
	rest, name := index[indexHeader:len(index)-hash], ""
	for range count {
		fixed := entryNumbers + hash + 2
		if len(rest) < fixed {
			return nil, errIndex
		}
		mode := binary.BigEndian.Uint32(rest[modeAt:])
		if binary.BigEndian.Uint16(rest[fixed-2:])&extendedFlag != 0 {
			fixed += 2
		}
		length, err := 0, error(nil)
		if name, length, err = entryName(rest, fixed, version, name); err != nil {
			return nil, err
		}
		if mode&0o170000 == fileMode || mode&0o170000 == linkMode {
			files = append(files, name)
		}
		rest = rest[length:]
	}
	if bytes.HasPrefix(rest, []byte("link")) {
		return nil, errIndex
	}
	slices.Sort(files)
	return files, nil
}

// entryName returns the name of the entry at the start of rest, whose fixed part has a number of bytes, and the length of the entry.
// Version 4 cuts bytes off the name of the entry before and appends others.
func entryName(rest []byte, fixed int, version uint32, before string) (name string, length int, err error) {
	if len(rest) < fixed {
		return "", 0, errIndex
	}
	text := rest[fixed:]
	if version == 4 {
		cut, n := offset(text)
		if n == 0 || cut > len(before) {
			return "", 0, errIndex
		}
		end := bytes.IndexByte(text[n:], 0)
		if end < 0 {
			return "", 0, errIndex
		}
		return before[:len(before)-cut] + string(text[n:n+end]), fixed + n + end + 1, nil
	}
	end := bytes.IndexByte(text, 0)
	length = (fixed + end + 8) &^ 7 // padded with one to eight zero bytes
	if end < 0 || length > len(rest) {
		return "", 0, errIndex
	}
	return string(text[:end]), length, nil
}

// offset reads a number of variable width as in an OFS_DELTA of a pack; n is 0 where there is none.
func offset(text []byte) (value, n int) {
	for n < len(text) && n < 4 {
		b := text[n]
		value, n = value<<7|int(b&0x7f), n+1
		if b&0x80 == 0 {
			return value, n
		}
		value++
	}
	return 0, 0
}

// addTracked takes up the files that git tracks although .gitignore lists them: git goes on with those, and so does whoever starts
// something with them.
func (w *walker) addTracked() {
	if len(w.ignored) == 0 {
		return
	}
	files, known := tracked(w.root)
	if !known {
		for _, at := range w.ignored {
			w.leaveOut(at, gitignoreName)
		}
		return
	}
	for _, name := range files {
		if w.opts.Wanted(name) && w.isBelowIgnored(name) && !w.isChosen(name) && !isBelowDefault(name) {
			w.trackedFile(name)
		}
	}
}

// trackedFile takes up one file with the folders around it.
func (w *walker) trackedFile(name string) {
	info, err := fs.Lstat(w.root, name)
	if err != nil {
		return // deleted, but not yet from the index
	}
	for folder := path.Dir(name); !slices.Contains(w.folders, folder); folder = path.Dir(folder) {
		w.folders = append(w.folders, folder)
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		w.link(place{name: name, real: name})
		return
	}
	w.add(place{name: name, real: name}, info, false)
	w.attribute(name, w.scope(name))
}

// isBelowIgnored reports whether .gitignore left out a file on the walk, or a folder around it.
func (w *walker) isBelowIgnored(name string) bool {
	for at := name; at != "."; at = path.Dir(at) {
		if _, ignored := w.ignored[at]; ignored {
			return true
		}
	}
	return false
}

// isBelowDefault reports whether a file is in a folder that is left out by default.
func isBelowDefault(name string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(name), "/"), func(base string) bool { return defaultExclude(base, nil) })
}
