package javascript

// gatherImport binds the names of an import.
func (m *module) gatherImport(node int, s *scope) {
	at := m.Child(node, "source")
	for _, child := range m.Named(node) {
		if m.Nodes[child].Kind == "import_require_clause" { // import x = require("x")
			full := m.imported(m.file.Path, m.plainText(m.Child(child, "source")))
			m.imports = append(m.imports, full)
			s.bind(m.textOf(m.Named(child)[0]), binding{kind: bindImport, node: child, full: full, other: -1})
		}
	}
	if at < 0 {
		return
	}
	from := m.imported(m.file.Path, m.plainText(at))
	m.imports = append(m.imports, from)
	for _, clause := range m.Named(node) {
		if m.Nodes[clause].Kind == "import_clause" {
			m.gatherClause(clause, from, s)
		}
	}
}

// gatherClause binds what an import takes of a module: the default, everything, or some of it by name.
func (m *module) gatherClause(clause int, from string, s *scope) {
	for _, part := range m.Named(clause) {
		switch m.Nodes[part].Kind {
		case "identifier":
			s.bind(m.Text(part), binding{kind: bindImport, node: part, full: m.defaultOf(from), other: -1})
		case "namespace_import":
			if named := m.Named(part); len(named) == 1 {
				s.bind(m.Text(named[0]), binding{kind: bindImport, node: part, full: from, other: -1})
			}
		case "named_imports":
			for _, one := range m.Named(part) {
				name := m.textOf(m.Child(one, "name"))
				alias := name
				if at := m.Child(one, "alias"); at >= 0 {
					alias = m.Text(at)
				}
				full := from + "." + name
				if name == "default" {
					full = m.defaultOf(from)
				}
				m.imports = append(m.imports, full)
				s.bind(alias, binding{kind: bindImport, node: one, full: full, other: -1})
			}
		}
	}
}

// defaultOf returns the full name of what a module exports without a name: of a package it is that of the package.
func (m *module) defaultOf(from string) string {
	if m.find(from) != nil {
		return from + ".default"
	}
	return from
}

// gatherExport binds what a module exports under another name than it has in the module.
func (m *module) gatherExport(node int, s *scope) {
	from := ""
	if at := m.Child(node, "source"); at >= 0 {
		from = m.imported(m.file.Path, m.plainText(at))
		m.imports = append(m.imports, from)
	}
	if value := m.Child(node, "value"); value >= 0 {
		s.bind("default", binding{kind: bindValue, node: value, other: -1})
		m.gatherValue(value, s, "default")
		return
	}
	isAll := from != ""
	for _, child := range m.Named(node) {
		if m.Nodes[child].Kind != "export_clause" {
			continue
		}
		isAll = false
		for _, one := range m.Named(child) {
			name := m.Child(one, "name")
			alias := m.Child(one, "alias")
			switch {
			case name >= 0 && from != "":
				if alias < 0 {
					alias = name
				}
				s.bind(m.Text(alias), binding{kind: bindImport, node: one, full: from + "." + m.Text(name), other: -1})
			case name >= 0 && alias >= 0:
				s.bind(m.Text(alias), binding{kind: bindValue, node: name, other: -1})
			}
		}
	}
	if isAll {
		m.passed = append(m.passed, from)
	}
	if declaration := m.Child(node, "declaration"); declaration >= 0 {
		m.gatherNode(declaration, s)
		if at := m.Child(declaration, "name"); at >= 0 && m.isDefault(node) {
			s.bind("default", binding{kind: bindValue, node: at, other: -1})
		}
	}
}

// isDefault reports whether an export is the one without a name.
func (m *module) isDefault(export int) bool {
	found := false
	m.Children(export, func(child int) bool {
		found = found || m.Nodes[child].Kind == "default"
		return !found
	})
	return found
}
