package report

import (
	"strings"
)

var (
	// tokens finds what is a secret wherever it stands: the prefixes that vendors give their tokens, and password hashes.
	// Compose files double the dollars of a hash.
	tokens = expression(`gh[pousr]_\w{10,}|github_pat_\w{10,}|gl(?:pat|dt|rt|cbt|soat)-[\w-]{10,}|\bsk-[\w-]{10,}|` +
		`\b[spr]k_(?:live|test)_\w{8,}|\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,}|AIza[\w-]{20,}|` +
		`\beyJ[\w-]{8,}(?:\.[\w-]*)*|\bnpm_\w{16,}|pypi-[\w-]{16,}|dckr_[a-z]+_[\w-]{10,}|\bhf_\w{16,}|\bSG\.[\w-]{10,}\.[\w-]+|` +
		`ya29\.[\w-]+|\bhv[sb]\.[\w-]{10,}|shp(?:at|ss|ca|pa)_\w{16,}|AGE-SECRET-KEY-\w+|hooks\.slack\.com/services/[\w/-]+|` +
		`discord(?:app)?\.com/api/webhooks/[\w/-]+|\${1,2}(?:2[abxy]?|apr1|[156y]|argon2(?:id|i|d)|scrypt|pbkdf2[\w-]*)\${1,2}[^\s"':]+|` +
		`\{S?SHA(?:\d*)\}[\w+/=-]{10,}`)
	// tokenHints are the parts of which everything that tokens finds holds one.
	tokenHints = newNeedles("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "gldt-", "glrt-", "glcbt-", "glsoat-", "sk-", "k_live_", "k_test_", "AKIA", "ASIA", "xox", "xapp-", "AIza", "eyJ", "npm_",
		"pypi-", "dckr_", "hf_", "SG.", "ya29.", "hvs.", "hvb.", "shp", "AGE-SECRET", "hooks.slack", "/api/webhooks/", "$2", "$1", "$5", "$6", "$y", "$a", "$s", "$p",
		"SHA")
	// bearer finds the credentials of an Authorization header.
	bearer = expression(`(?i)\b(?:bearer|basic)[ \t]+([\w.~+/-]{6,}=*)`)
	// schemes are the names of which everything that bearer finds holds one.
	schemes = newNeedles("bearer", "basic")
	// userinfo finds what stands in front of the host in a URL. The password may hold a slash or an @.
	userinfo = expression(`[A-Za-z][\w+.-]*://(?:([^\s"'<>/@:]*):([^\s"'<>]+)|([^\s"'<>/@:]+))@`)
	// port finds a port and path where a password could be, as in http://host:80/@scope.
	port = expression(`^\d{1,5}/`)
	// pem finds an armoured key that stands in one line.
	pem = expression(`-----BEGIN [^-]*-----(.*?)(?:-----END|$)`)
)

// hideTokens masks tokens, hashes, keys and the userinfo of URLs.
func hideTokens(text string, masked []bool) {
	if tokenHints.in(text) {
		for _, m := range tokens().FindAllStringIndex(text, -1) {
			hideAll(masked, m[0], m[1])
		}
	}
	if strings.Contains(text, "://") && strings.Contains(text, "@") {
		hideUserinfo(text, masked)
	}
	if strings.Contains(text, "-----BEGIN") {
		for _, m := range pem().FindAllStringSubmatchIndex(text, -1) {
			hideAll(masked, m[2], m[3])
		}
	}
	if schemes.inFolded(text) {
		hideBearer(text, masked)
	}
}

// hideBearer masks the credentials of Authorization headers. A plain word behind basic is prose.
func hideBearer(text string, masked []bool) {
	for _, m := range bearer().FindAllStringSubmatchIndex(text, -1) {
		if strings.ContainsAny(text[m[2]:m[3]], "0123456789=ABCDEFGHIJKLMNOPQRSTUVWXYZ") || m[3]-m[2] > 16 {
			hideAll(masked, m[2], m[3])
		}
	}
}

// hideUserinfo masks the passwords of URLs, and a user that stands alone: it may be a token.
func hideUserinfo(text string, masked []bool) {
	for _, m := range userinfo().FindAllStringSubmatchIndex(text, -1) {
		switch {
		case m[6] >= 0:
			if text[m[6]:m[7]] != "git" {
				hide(text, masked, m[6], m[7])
			}
		case m[2] == m[3] || !port().MatchString(text[m[4]:m[5]]):
			hide(text, masked, m[4], m[5])
		}
	}
}

// hideAll masks every byte between two offsets.
func hideAll(masked []bool, start, end int) {
	for i := start; i < end; i++ {
		masked[i] = true
	}
}
