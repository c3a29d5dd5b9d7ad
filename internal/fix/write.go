package fix

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
)

// Write replaces files by what they are after their fixes: all of them or, where one cannot be written, none. Each file is whole at any
// time. A file that is not what it was when it was scanned stops the writing, and so does ctx before the first file is replaced.
func Write(ctx context.Context, root *os.Root, files []File) error {
	prepared := make([]string, 0, len(files))
	defer func() {
		for _, name := range prepared {
			_ = root.Remove(name) // what has been renamed is not there
		}
	}()
	for i := range files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		name, err := prepare(root, &files[i], files[i].After.Content)
		if err != nil {
			return fmt.Errorf("writing %s: %w: nothing was changed", files[i].Path, err)
		}
		prepared = append(prepared, name)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for i := range files {
		if err := root.Rename(prepared[i], files[i].Path); err != nil {
			return errors.Join(fmt.Errorf("writing %s: %w", files[i].Path, err), restore(root, files[:i]))
		}
	}
	return nil
}

// prepare writes a content beside a file, with the mode of the file, and returns its name.
func prepare(root *os.Root, file *File, content []byte) (string, error) {
	if at := linkIn(root.FS(), file.Path); at != "" {
		return "", fmt.Errorf("%s is a symbolic link", at)
	}
	info, err := root.Lstat(file.Path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errors.New("it is no regular file")
	}
	if now, err := root.ReadFile(file.Path); err != nil || !bytes.Equal(now, file.Before.Content) {
		return "", errors.Join(errors.New("it changed while it was looked at"), err)
	}
	return beside(root, file.Path, content, info.Mode().Perm())
}

// beside writes a new file into the folder of another one.
func beside(root *os.Root, name string, content []byte, mode os.FileMode) (string, error) {
	temporary := path.Join(path.Dir(name), fmt.Sprintf(".seclint-%016x", rand.Uint64()))
	f, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return "", errors.Join(err, root.Remove(temporary))
	}
	return temporary, nil
}

// restore writes the earlier contents back.
func restore(root *os.Root, files []File) error {
	var errs []error
	for i := range files {
		info, err := root.Lstat(files[i].Path)
		if err == nil {
			var name string
			if name, err = beside(root, files[i].Path, files[i].Before.Content, info.Mode().Perm()); err == nil {
				err = root.Rename(name, files[i].Path)
			}
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s stays changed: %w", files[i].Path, err))
		}
	}
	return errors.Join(errs...)
}
