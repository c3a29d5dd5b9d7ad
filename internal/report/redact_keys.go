package report

import (
	"regexp"
	"strings"
)

var (
	// secretName finds the names that announce a secret. It errs on the side of masking too much.
	secretName = regexp.MustCompile(`(?i)passw|passphrase|(^|[_.-])pass([_.-]|$)|pass$|pwd|secret|token|credential|` +
		`api[_.-]?key|(private|encryption|signing|access|account|master|shared|license|cipher|storage|app|aes|jwt|hmac|` +
		`session|cookie|crypt|ssh|auth)[_.-]?key|[_.-]key$|(^|[_.-])dsn([_.-]|$)|conn(ection)?[_.-]?str|authorization|` +
		`bearer|(^|[_.-])auth$|masterauth|webhook|(^|[_.-])jwt|mnemonic|(^|[_.-])salt`)
	// openName finds the names among them whose value is a place or a list of names.
	openName = regexp.MustCompile(`(?i)^(secrets|credential[_.-]?spec)$|[_.-](file|path|dir)$|[a-z](File|Path|Dir)$`)

	// keyed finds a name with its separator. A colon needs a blank or the end behind it, or a quote in front of it.
	keyed = regexp.MustCompile(`([A-Za-z_][\w.-]*)(["']?[ \t]*(?::?=|=>)|["'][ \t]*:|:(?:[ \t]|$))[ \t]*`)
	// pass is the form that openssl takes a password in.
	pass = regexp.MustCompile(`(?i)\bpass(?:word)?:[^\s"']+`)
	// named finds pairs that hold the name of a secret and its value in one line.
	named = regexp.MustCompile(`(?i)["']?\b(?:name|key)["']?\s*[:=]\s*["']?([\w.-]+)["']?\s*,\s*["']?\w*value["']?\s*[:=]\s*`)

	// option finds an option that is followed by a secret, in one string or as the next item of a list.
	option = regexp.MustCompile(`(?i)(?:^|[\s"'\[,=(])(-{0,2}(?:requirepass|masterauth)|-{1,2}[a-z][\w-]*)(?:["']\s*,\s*["']?|[ \t]+["']?)`)
	// short finds -p, -a and -u with their value.
	short = regexp.MustCompile(`(?:^|[\s"'\[,])-([pau])(?:["']\s*,\s*["']?|[ \t]+["']?)([^\s"',\]]+)`)
	// attached finds -pSECRET as the MySQL tools take it.
	attached = regexp.MustCompile(`(?:^|[\s"'\[,])-p([^\s"',\]]+)`)

	// harmlessValue holds what tells nothing: nothing, a switch, or the start of a value on the next lines.
	harmlessValue = map[string]bool{"": true, "true": true, "false": true, "yes": true, "no": true, "null": true, "~": true,
		"{": true, "[": true, "|": true, "|-": true, "|+": true, ">": true, ">-": true, ">+": true}
	mountedSecret  = regexp.MustCompile(`^/(run|var/run)/secrets/[\w./-]+$`)
	upperReference = regexp.MustCompile(`^\$[A-Z_][A-Z0-9_]*$`)
	reference      = regexp.MustCompile(`^\$\{[A-Za-z_]\w*(:?[-?+=]|)`)
	defaulted      = regexp.MustCompile(`\$\{([A-Za-z_]\w*):?[-+=]`)
	portMapping    = regexp.MustCompile(`^[\d.\[\]]*:\d|^\d{1,5}/(tcp|udp)$`)
)

// secretKey reports whether a key or variable of this name holds a secret.
func secretKey(name string) bool { return secretName.MatchString(name) && !openName.MatchString(name) }

// hideKeyed masks the values of secret names: KEY=value, KEY: value, "key": "value", --key=value and the like.
func hideKeyed(line string, masked []bool) {
	for at := 0; at < len(line); {
		m := keyed.FindStringSubmatchIndex(line[at:])
		if m == nil {
			break
		}
		start, end := at+m[2], at+m[3]
		if secretKey(line[start:end]) {
			hide(line, masked, at+m[1], valueEnd(line, start, at+m[1], line[at+m[4]:at+m[5]]))
		}
		at = end
	}
	for _, m := range named.FindAllStringSubmatchIndex(line, -1) {
		if secretKey(line[m[2]:m[3]]) {
			hide(line, masked, m[1], valueEnd(line, m[0], m[1], ":"))
		}
	}
	for _, m := range pass.FindAllStringIndex(line, -1) {
		hide(line, masked, m[0]+strings.IndexByte(line[m[0]:], ':')+1, m[1])
	}
}

// valueEnd returns where a value ends that starts at value and whose name starts at name.
func valueEnd(line string, name, value int, separator string) int {
	if value >= len(line) {
		return len(line)
	}
	if quote := line[value]; quote == '"' || quote == '\'' {
		return closing(line, value+1, quote)
	}
	if quote, opened := enclosing(line[:name]); quote != 0 && !strings.HasSuffix(strings.TrimSpace(separator), ":") {
		return closing(line, opened+1, quote)
	}
	if name >= 2 && line[name-2:name] == "--" && strings.Contains(separator, "=") {
		if blank := strings.IndexAny(line[value:], " \t"); blank >= 0 {
			return value + blank
		}
	}
	if comment := strings.Index(line[value:], " #"); comment >= 0 && strings.Contains(separator, ":") {
		return value + comment
	}
	return len(line)
}

// closing returns the offset of the quote that closes a string, or the end of the line.
func closing(line string, at int, quote byte) int {
	for ; at < len(line); at++ {
		switch {
		case line[at] == '\\' && quote == '"':
			at++
		case line[at] != quote:
		case quote == '\'' && at+1 < len(line) && line[at+1] == '\'':
			at++
		default:
			return at
		}
	}
	return len(line)
}

// enclosing returns the quote that is still open at the end of a text and its offset, or 0. A quote inside a word, as in
// don't, opens nothing.
func enclosing(text string) (quote byte, opened int) {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote == 0 && (c == '"' || c == '\'') && (i == 0 || strings.IndexByte(" \t[({,:=", text[i-1]) >= 0):
			quote, opened = c, i
		case quote == '"' && c == '\\':
			i++
		case quote != 0 && c == quote:
			quote = 0
		}
	}
	return quote, opened
}

// hideDefaults masks the default of every variable with a secret's name.
func hideDefaults(line string, masked []bool) {
	for _, m := range defaulted.FindAllStringSubmatchIndex(line, -1) {
		if !secretKey(line[m[2]:m[3]]) {
			continue
		}
		if skipReference(line, masked, m[0], len(line)) == m[0] {
			hideAll(masked, m[1], len(line))
		}
	}
}

// hideArguments masks the arguments of options that take a secret.
func hideArguments(line string, masked []bool) {
	for at := 0; at < len(line); {
		m := option.FindStringSubmatchIndex(line[at:])
		if m == nil {
			break
		}
		if secretKey(strings.TrimLeft(line[at+m[2]:at+m[3]], "-")) {
			hide(line, masked, at+m[1], argumentEnd(line, at+m[1]))
		}
		at += m[3]
	}
	for _, m := range short.FindAllStringSubmatchIndex(line, -1) {
		if takesSecret(line, line[m[2]:m[3]], line[m[4]:m[5]]) {
			hide(line, masked, m[4], m[5])
		}
	}
	if strings.Contains(line, "mysql") || strings.Contains(line, "mariadb") {
		for _, m := range attached.FindAllStringSubmatchIndex(line, -1) {
			hide(line, masked, m[2], m[3])
		}
	}
}

// takesSecret reports whether the value of a one-letter option may be a secret.
func takesSecret(line, letter, value string) bool {
	switch letter {
	case "p":
		return !portMapping.MatchString(value) && !strings.Contains(line, "mkdir")
	case "a":
		return strings.Contains(line, "redis")
	}
	return strings.Contains(value, ":")
}

// argumentEnd returns where an argument ends: at the quote it stands in, or at a blank.
func argumentEnd(line string, start int) int {
	if start > 0 && (line[start-1] == '"' || line[start-1] == '\'') {
		return closing(line, start, line[start-1])
	}
	for i := start; i < len(line); i++ {
		if strings.IndexByte(" \t\"'", line[i]) >= 0 {
			return i
		}
	}
	return len(line)
}
