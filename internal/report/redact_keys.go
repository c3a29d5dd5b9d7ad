package report

import (
	"strings"
)

var (
	// secretWords are what announces a secret wherever it stands in a name, secretName finds what does so as a word of its
	// own or beside another. They err on the side of masking too much.
	secretWords = newNeedles("passw", "passphrase", "passcode", "pwd", "secret", "token", "credential", "authorization", "bearer",
		"masterauth", "webhook", "mnemonic")
	secretName = expression(`(?i)(?:^|[_.-])(?:pass(?:[_.-]|$)|pw[_.-]|dsn(?:[_.-]|$)|auth$|jwt|salt)|(?:pass|pw|[_.-]key)$|` +
		`(?:api|private|encryption|signing|access|account|master|shared|license|cipher|storage|app|aes|jwt|hmac|session|cookie|` +
		`crypt|ssh|auth)[_.-]?key|auth[_.-]?code|conn(?:ection)?[_.-]?str`)
	// nameHints and openHints are the parts of which everything that secretName and openName find holds one.
	nameHints = newNeedles("pass", "pw", "auth", "key", "dsn", "str", "jwt", "salt")
	openHints = newNeedles("secrets", "spec", "key", "file", "path", "dir")
	// openName finds the names among them whose value is a place, a list of names, or public.
	openName = expression(`(?i)^(secrets|credential[_.-]?spec)$|(public|runtime|routing|cache|hash|header)[_.-]?key$|[_.-](file|path|dir)$|[a-z](File|Path|Dir)$`)

	// keyed finds a name with its separator. A colon needs a blank or the end behind it, or a quote in front of it.
	keyed = expression(`([A-Za-z_][\w.-]*)(["']?[ \t]*(?::?=|=>)|["'][ \t]*:|:(?:[ \t]|$))[ \t]*`)
	// pass is the form that openssl takes a password in.
	pass = expression(`(?i)\bpass(?:word)?:[^\s"']+`)
	// named finds pairs that hold the name of a secret and its value in one line.
	named = expression(`(?i)["']?\b(?:name|key)["']?\s*[:=]\s*["']?([\w.-]+)["']?\s*,\s*["']?\w*value["']?\s*[:=]\s*`)
	// valueHint is the part of which everything that named finds holds one.
	valueHint = newNeedles("value")

	// option finds an option that is followed by a secret, in one string or as the next item of a list.
	option = expression(`(?i)(?:^|[\s"'\[,=(])(-{0,2}(?:requirepass|masterauth)|-{1,2}[a-z][\w-]*)(?:["']\s*,\s*["']?|[ \t]+["']?)`)
	// short finds -p, -a, -u and -w with their value.
	short = expression(`(?:^|[\s"'\[,])-([pauw])(?:["']\s*,\s*["']?|[ \t]+["']?)([^\s"',\]]+)`)
	// attached finds -pSECRET as the MySQL tools take it.
	attached = expression(`(?:^|[\s"'\[,])-p([^\s"',\]]+)`)

	// harmlessValue holds what tells nothing: nothing, a switch, or the start of a value on the next lines.
	harmlessValue = map[string]bool{"": true, "true": true, "false": true, "yes": true, "no": true, "null": true, "~": true,
		"{": true, "[": true, "|": true, "|-": true, "|+": true, ">": true, ">-": true, ">+": true}
	mountedSecret  = expression(`^/(run|var/run)/secrets/[\w./-]+$`)
	upperReference = expression(`^\$[A-Z_][A-Z0-9_]*$`)
	reference      = expression(`^\$\{[A-Za-z_]\w*(:?[-?+=]|)`)
	defaulted      = expression(`\$\{([A-Za-z_]\w*):?[-+=]`)
	portMapping    = expression(`^[\d.\[\]]*:\d|^\d{1,5}/(tcp|udp)$`)
)

// hints are the parts of which every secret name holds one. They save most lines from the expressions.
var hints = newNeedles("pass", "pw", "secret", "token", "credential", "key", "dsn", "conn", "auth", "bearer", "webhook", "jwt",
	"mnemonic", "salt")

// hinted reports whether a line may hold the name of a secret.
func hinted(line string) bool { return hints.inFolded(line) }

// secretKey reports whether a key or variable of this name holds a secret.
func secretKey(name string) bool {
	if !secretWords.inFolded(name) && !(nameHints.inFolded(name) && secretName().MatchString(name)) {
		return false
	}
	return !openHints.inFolded(name) || !openName().MatchString(name)
}

// hideKeyed masks the values of secret names: KEY=value, KEY: value, "key": "value", --key=value and the like. What stands
// in a masked value is not looked at again, so that a long line takes no more time than its length.
func hideKeyed(line string, masked []bool) {
	quotes := quotes{text: line}
	for at := 0; at < len(line); {
		m := keyed().FindStringSubmatchIndex(line[at:])
		if m == nil {
			break
		}
		start, end, value := at+m[2], at+m[3], at+m[1]
		separator := line[at+m[4] : at+m[5]]
		at = end
		if secretKey(line[start:end]) {
			at = valueEnd(line, start, value, separator, &quotes)
			hide(line, masked, value, at)
		}
	}
	if valueHint.inFolded(line) {
		hideNamed(line, masked, &quotes)
	}
	for _, m := range pass().FindAllStringIndex(line, -1) {
		hide(line, masked, m[0]+strings.IndexByte(line[m[0]:], ':')+1, m[1])
	}
}

// hideNamed masks the values of pairs that hold the name of a secret and its value.
func hideNamed(line string, masked []bool, quotes *quotes) {
	done := 0
	for _, m := range named().FindAllStringSubmatchIndex(line, -1) {
		if m[1] >= done && secretKey(line[m[2]:m[3]]) {
			done = valueEnd(line, m[0], m[1], ":", quotes)
			hide(line, masked, m[1], done)
		}
	}
}

// valueEnd returns where a value ends that starts at value and whose name starts at name.
func valueEnd(line string, name, value int, separator string, quotes *quotes) int {
	if value >= len(line) {
		return len(line)
	}
	if quote := line[value]; quote == '"' || quote == '\'' {
		return closing(line, value+1, quote)
	}
	if !strings.HasSuffix(strings.TrimSpace(separator), ":") {
		if quote := quotes.open(name); quote != 0 {
			return closing(line, value, quote)
		}
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

// quotes walks a line once and knows which quote is open where.
type quotes struct {
	text  string
	at    int
	quote byte
}

// open returns the quote that is open at an offset, or 0; offsets must not fall. A quote inside a word, as in don't, opens
// nothing.
func (q *quotes) open(offset int) byte {
	for ; q.at < offset; q.at++ {
		c := q.text[q.at]
		switch {
		case q.quote == 0 && (c == '"' || c == '\'') && (q.at == 0 || strings.IndexByte(" \t[({,:=", q.text[q.at-1]) >= 0):
			q.quote = c
		case q.quote == '"' && c == '\\':
			q.at++
		case q.quote != 0 && c == q.quote:
			q.quote = 0
		}
	}
	return q.quote
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

// hideDefaults masks the default of every variable with a secret's name.
func hideDefaults(line string, masked []bool) {
	done := 0
	for _, m := range defaulted().FindAllStringSubmatchIndex(line, -1) {
		if m[0] >= done && secretKey(line[m[2]:m[3]]) {
			done = max(skipReference(line, masked, m[0], len(line)), m[1])
		}
	}
}

// hideOptions masks the arguments of options that have a secret's name.
func hideOptions(line string, masked []bool) {
	for at := 0; at < len(line); {
		m := option().FindStringSubmatchIndex(line[at:])
		if m == nil {
			break
		}
		if secretKey(strings.TrimLeft(line[at+m[2]:at+m[3]], "-")) {
			hide(line, masked, at+m[1], argumentEnd(line, at+m[1]))
		}
		at += m[3]
	}
}

// hideShort masks the arguments of one-letter options that take a secret.
func hideShort(line string, masked []bool) {
	if !strings.Contains(line, "-p") && !strings.Contains(line, "-a") && !strings.Contains(line, "-u") && !strings.Contains(line, "-w") {
		return
	}
	for _, m := range short().FindAllStringSubmatchIndex(line, -1) {
		if takesSecret(line, line[m[2]:m[3]], line[m[4]:m[5]]) {
			hide(line, masked, m[4], m[5])
		}
	}
	if strings.Contains(line, "mysql") || strings.Contains(line, "mariadb") {
		for _, m := range attached().FindAllStringSubmatchIndex(line, -1) {
			hide(line, masked, m[2], m[3])
		}
	}
}

// takesSecret reports whether the value of a one-letter option may be a secret.
func takesSecret(line, letter, value string) bool {
	switch letter {
	case "p":
		return !portMapping().MatchString(value) && !strings.Contains(line, "mkdir")
	case "a":
		return strings.Contains(line, "redis")
	case "w":
		return strings.Contains(line, "ldap")
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
