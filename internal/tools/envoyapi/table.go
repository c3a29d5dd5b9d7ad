package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	udpa "github.com/cncf/xds/go/udpa/annotations"
	envoy "github.com/envoyproxy/go-control-plane/envoy/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// table is all messages and enums by their full names, without the leading dot.
type table struct {
	messages map[string]*descriptorpb.DescriptorProto
	enums    map[string]*descriptorpb.EnumDescriptorProto
	// successors are the messages of a later version of the API, by the names that they had before.
	successors map[string]string
	// wanted are the messages and enums to write.
	wanted map[string]bool
}

func newTable(files []*descriptorpb.FileDescriptorProto) *table {
	t := &table{
		messages: map[string]*descriptorpb.DescriptorProto{}, enums: map[string]*descriptorpb.EnumDescriptorProto{},
		successors: map[string]string{}, wanted: map[string]bool{},
	}
	for _, file := range files {
		t.add(file.GetPackage(), file.GetMessageType(), file.GetEnumType())
	}
	for name, m := range t.messages {
		if before := t.predecessor(m); before != "" {
			t.successors[before] = name
		}
	}
	for name := range t.messages {
		if isRoot(name) {
			t.want(name)
		}
	}
	return t
}

func (t *table) add(scope string, messages []*descriptorpb.DescriptorProto, enums []*descriptorpb.EnumDescriptorProto) {
	for _, e := range enums {
		t.enums[scope+"."+e.GetName()] = e
	}
	for _, m := range messages {
		name := scope + "." + m.GetName()
		t.messages[name] = m
		t.add(name, m.GetNestedType(), m.GetEnumType())
	}
}

// isRoot reports whether a configuration may name a message itself, or have it as its root. Others are written only if one of
// these has them as a field: most of what services and reports are made of is no configuration.
func isRoot(name string) bool {
	for _, prefix := range []string{
		"envoy.config.", "envoy.extensions.", "envoy.api.v2.", "envoy.admin.v3.ConfigDump", "envoy.admin.v3.BootstrapConfigDump",
		"envoy.admin.v3.ListenersConfigDump", "envoy.admin.v3.ClustersConfigDump", "envoy.admin.v3.RoutesConfigDump",
		"envoy.admin.v3.ScopedRoutesConfigDump", "envoy.admin.v3.SecretsConfigDump", "envoy.admin.v3.EcdsConfigDump",
		"envoy.admin.v3.EndpointsConfigDump", "envoy.service.discovery.v3.DiscoveryResponse", "envoy.service.runtime.v3.Runtime",
		"xds.type.", "xds.core.", "udpa.type.",
	} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// want marks a message or enum and what its fields are made of.
func (t *table) want(name string) {
	if t.wanted[name] {
		return
	}
	t.wanted[name] = true
	for _, f := range t.fields(name) {
		inner := strings.TrimPrefix(f.GetTypeName(), ".")
		if entry := t.messages[inner]; entry != nil && entry.GetOptions().GetMapEntry() {
			inner = strings.TrimPrefix(entry.GetField()[1].GetTypeName(), ".")
		}
		if t.messages[inner] != nil || t.enums[inner] != nil {
			t.want(inner)
		}
	}
}

// fields returns the fields of a message. One that a later version of the API has too is read as that one says, so that of a
// message with a successor only the fields are left that the successor lacks.
func (t *table) fields(name string) []*descriptorpb.FieldDescriptorProto {
	successor := t.messages[t.successors[name]]
	if successor == nil {
		return t.messages[name].GetField()
	}
	var left []*descriptorpb.FieldDescriptorProto
	for _, f := range t.messages[name].GetField() {
		same := func(other *descriptorpb.FieldDescriptorProto) bool { return other.GetName() == f.GetName() }
		if !slices.ContainsFunc(successor.GetField(), same) {
			left = append(left, f)
		}
	}
	return left
}

func (t *table) write(w io.Writer) error {
	for _, name := range slices.Sorted(maps.Keys(t.wanted)) {
		if e := t.enums[name]; e != nil {
			fmt.Fprintf(w, "\n(%s)%s\n", name, values(e))
			continue
		}
		m := t.messages[name]
		if m.GetOptions().GetMapEntry() || t.successors[name] != "" && len(t.fields(name)) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n[%s]", name)
		if before := t.predecessor(m); before != "" {
			fmt.Fprintf(w, " < %s", before)
		}
		fmt.Fprintln(w)
		for _, f := range t.fields(name) {
			line, err := t.field(name, m, f)
			if err != nil {
				return fmt.Errorf("message %s: %w", name, err)
			}
			fmt.Fprintln(w, line)
		}
		if gone := m.GetReservedName(); len(gone) > 0 {
			fmt.Fprintf(w, "- %s\n", strings.Join(gone, " "))
		}
	}
	return nil
}

// values lists the names of an enum; a number follows where it is not that of the name before plus one.
func values(e *descriptorpb.EnumDescriptorProto) string {
	var b strings.Builder
	next := int32(0)
	for _, v := range e.GetValue() {
		b.WriteString(" " + v.GetName())
		if v.GetNumber() != next {
			b.WriteString("=" + strconv.Itoa(int(v.GetNumber())))
		}
		next = v.GetNumber() + 1
	}
	return b.String()
}

// predecessor returns the name that a message had in the version of the API before, "" for none.
func (t *table) predecessor(m *descriptorpb.DescriptorProto) string {
	if m.GetOptions() == nil {
		return ""
	}
	name := proto.GetExtension(m.GetOptions(), udpa.E_Versioning).(*udpa.VersioningAnnotation).GetPreviousMessageType()
	// The annotation of ext_authz has the right package with the wrong version.
	if v2 := strings.Replace(name, ".v3.", ".v2.", 1); t.messages[name] == nil && t.messages[v2] != nil {
		return v2
	}
	return name
}

// field returns the line of a field: its name, its type, and its marks.
func (t *table) field(message string, m *descriptorpb.DescriptorProto, f *descriptorpb.FieldDescriptorProto) (string, error) {
	if f.GetJsonName() != "" && f.GetJsonName() != camel(f.GetName()) {
		return "", fmt.Errorf("field %s is %s in JSON, which the reader does not expect", f.GetName(), f.GetJsonName())
	}
	kind, err := t.kind(message, f)
	if err != nil {
		return "", err
	}
	line := f.GetName() + " " + kind
	if f.OneofIndex != nil && !f.GetProto3Optional() {
		line += " |" + m.GetOneofDecl()[f.GetOneofIndex()].GetName()
	}
	options := f.GetOptions()
	if options == nil {
		return line, nil
	}
	if proto.GetExtension(options, udpa.E_Sensitive).(bool) {
		line += " secret"
	}
	if options.GetDeprecated() {
		line += " deprecated"
	}
	if proto.GetExtension(options, envoy.E_DisallowedByDefault).(bool) {
		line += " disallowed"
	}
	return line, nil
}

// kind returns the type of a field, with a star in front where it is repeated and a percent sign for the values of a map.
func (t *table) kind(message string, f *descriptorpb.FieldDescriptorProto) (string, error) {
	name := strings.TrimPrefix(f.GetTypeName(), ".")
	prefix := ""
	if f.GetLabel() == descriptorpb.FieldDescriptorProto_LABEL_REPEATED {
		prefix = "*"
	}
	if entry := t.messages[name]; entry != nil && entry.GetOptions().GetMapEntry() {
		value, err := t.kind(message, entry.GetField()[1])
		return "%" + value, err
	}
	switch f.GetType() {
	case descriptorpb.FieldDescriptorProto_TYPE_MESSAGE, descriptorpb.FieldDescriptorProto_TYPE_ENUM:
		if short, ok := wellKnown[name]; ok {
			return prefix + short, nil
		}
		if t.messages[name] == nil && t.enums[name] == nil {
			return prefix + "other", nil
		}
		if inner, ok := strings.CutPrefix(name, pack(message)); ok {
			return prefix + inner, nil
		}
		return prefix + name, nil
	}
	short, ok := scalars[f.GetType()]
	if !ok {
		return "", fmt.Errorf("field %s has the type %s, which the reader does not expect", f.GetName(), f.GetType())
	}
	return prefix + short, nil
}

// pack returns the package of a message with the dot behind it: what is in front of the first name with a capital letter. The
// names of its own package are written from the dot on.
func pack(message string) string {
	parts := strings.Split(message, ".")
	for i, part := range parts {
		if part[0] >= 'A' && part[0] <= 'Z' {
			return strings.Join(parts[:i], ".")
		}
	}
	return message
}

var scalars = map[descriptorpb.FieldDescriptorProto_Type]string{
	descriptorpb.FieldDescriptorProto_TYPE_BOOL:   "bool",
	descriptorpb.FieldDescriptorProto_TYPE_INT32:  "int",
	descriptorpb.FieldDescriptorProto_TYPE_INT64:  "int",
	descriptorpb.FieldDescriptorProto_TYPE_SINT32: "int",
	descriptorpb.FieldDescriptorProto_TYPE_SINT64: "int",
	descriptorpb.FieldDescriptorProto_TYPE_UINT32: "int",
	descriptorpb.FieldDescriptorProto_TYPE_UINT64: "int",
	descriptorpb.FieldDescriptorProto_TYPE_FLOAT:  "float",
	descriptorpb.FieldDescriptorProto_TYPE_DOUBLE: "float",
	descriptorpb.FieldDescriptorProto_TYPE_STRING: "string",
	descriptorpb.FieldDescriptorProto_TYPE_BYTES:  "bytes",
}

// wellKnown are the messages that JSON writes as something else than an object of their fields.
var wellKnown = map[string]string{
	"google.protobuf.BoolValue":   "bool?",
	"google.protobuf.Int32Value":  "int?",
	"google.protobuf.Int64Value":  "int?",
	"google.protobuf.UInt32Value": "int?",
	"google.protobuf.UInt64Value": "int?",
	"google.protobuf.FloatValue":  "float?",
	"google.protobuf.DoubleValue": "float?",
	"google.protobuf.StringValue": "string?",
	"google.protobuf.BytesValue":  "bytes?",
	"google.protobuf.Duration":    "duration",
	"google.protobuf.Timestamp":   "timestamp",
	"google.protobuf.Any":         "any",
	"google.protobuf.Struct":      "free",
	"google.protobuf.Value":       "free",
	"google.protobuf.ListValue":   "free",
	"google.protobuf.Empty":       "empty",
	"google.protobuf.FieldMask":   "string",
	"google.protobuf.NullValue":   "free",
}

// camel returns the name of a field in JSON, as protobuf derives it.
func camel(name string) string {
	var b strings.Builder
	up := false
	for _, r := range name {
		if r == '_' {
			up = true
			continue
		}
		if up && r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		up = false
		b.WriteRune(r)
	}
	return b.String()
}
