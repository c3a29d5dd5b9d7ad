package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// descriptors returns the descriptors of all protobuf files whose Go code is below a folder. They are read from the text of the
// code: to link some 500 packages would take longer, and each registers itself.
func descriptors(dir string) ([]*descriptorpb.FileDescriptorProto, error) {
	var found []*descriptorpb.FileDescriptorProto
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".pb.go") {
			return err
		}
		raw, err := rawDescriptor(path)
		if err != nil || raw == nil {
			return err
		}
		file := &descriptorpb.FileDescriptorProto{}
		if err := proto.Unmarshal(raw, file); err != nil {
			return fmt.Errorf("cannot read the descriptor in %s: %w", path, err)
		}
		found = append(found, file)
		return nil
	})
	return found, err
}

// rawDescriptor returns the serialised descriptor in a file of generated code, a constant whose name ends in _rawDesc: nil
// where there is none, as in the code for services.
func rawDescriptor(path string) ([]byte, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, decl := range parsed.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, spec := range group.Specs {
			value := spec.(*ast.ValueSpec)
			if len(value.Names) == 1 && strings.HasSuffix(value.Names[0].Name, "_rawDesc") {
				return text(value.Values[0])
			}
		}
	}
	return nil, nil
}

// text evaluates a string that is joined from literals.
func text(e ast.Expr) ([]byte, error) {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		left, err := text(e.X)
		if err != nil {
			return nil, err
		}
		right, err := text(e.Y)
		return append(left, right...), err
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return []byte(s), err
	}
	return nil, fmt.Errorf("a descriptor is made of string literals, not of %T", e)
}
