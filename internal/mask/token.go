package mask

import (
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/needle"
)

// form is what a vendor's tokens look like: a start that nothing else has, and characters behind it.
type form struct {
	start string
	// more are the bytes beside letters, digits and _ that may follow, least how many must.
	more  string
	least int
	// whole is set where other words contain the start too, so that it counts at the beginning of a word only.
	whole bool
}

// forms are the tokens that are secret wherever they stand. Each form that secret.provider_token knows is among them, with
// fewer characters asked for: a token that somebody cut is masked all the same.
var forms = []form{
	{"ghp_", "", 10, false}, {"gho_", "", 10, false}, {"ghu_", "", 10, false}, {"ghs_", "", 10, false}, {"ghr_", "", 10, false},
	{"github_pat_", "", 10, false}, {"glpat-", "-.", 10, false}, {"gldt-", "-", 10, false}, {"glrt-", "-.", 10, false},
	{"glcbt-", "-", 10, false}, {"glsoat-", "-", 10, false}, {"glptt-", "-", 10, false}, {"sk-", "-", 10, true},
	{"sk_live_", "", 8, true}, {"sk_test_", "", 8, true}, {"pk_live_", "", 8, true}, {"pk_test_", "", 8, true},
	{"rk_live_", "", 8, true}, {"rk_test_", "", 8, true}, {"AKIA", "", 12, true}, {"ASIA", "", 12, true}, {"xapp-", "-", 8, true},
	{"xox", "-", 8, true}, {"AIza", "-", 20, false}, {"eyJ", "-.", 8, true}, {"npm_", "", 16, true}, {"pypi-", "-", 16, false},
	{"dckr_pat_", "-", 10, false}, {"dckr_oat_", "-", 10, false}, {"hf_", "", 16, true}, {"SG.", "-.", 16, true},
	{"ya29.", "-", 1, false}, {"hvs.", "-", 10, true}, {"hvb.", "-", 10, true}, {"hvr.", "-", 10, true}, {"shpat_", "", 16, false},
	{"shpss_", "", 16, false}, {"shpca_", "", 16, false}, {"shppa_", "", 16, false}, {"AGE-SECRET-KEY-", "", 1, false},
	{"dop_v1_", "", 16, true}, {"doo_v1_", "", 16, true}, {"dor_v1_", "", 16, true}, {"tskey-", "-", 10, true}, {"glsa_", "", 16, true},
	{"sntrys_", "=+/", 16, true}, {"hooks.slack.com/services/", "/-", 1, false}, {"discord.com/api/webhooks/", "/-", 1, false},
	{"discordapp.com/api/webhooks/", "/-", 1, false}, {"hooks.slack.com/workflows/", "/-", 1, false}, {"hooks.slack.com/triggers/", "/-", 1, false},
	{"ops_eyJ", "=+/-", 10, true}, {"LTAI", "", 12, true}, {"A3T", "", 16, true}, {"ABIA", "", 12, true}, {"ACCA", "", 12, true},
	{"AKCp", "", 30, true}, {"xkeysib-", "-", 16, true}, {"v1.0-", "-", 40, true}, {"dapi", "", 32, true}, {"dp.pt.", ".", 20, true},
	{"dp.st.", ".", 20, true}, {"dp.ct.", ".", 20, true}, {"dp.sa.", ".", 20, true}, {"dt0c01.", ".", 20, true}, {"dt0s01.", ".", 20, true},
	{"fo1_", "-", 20, true}, {"fm1", "+/=", 40, true}, {"fm2", "+/=", 40, true}, {"gloas-", "-.", 10, false}, {"glagent-", "-.", 10, false},
	{"glimt-", "-.", 10, false}, {"glft-", "-.", 10, false}, {"GOCSPX-", "-", 10, true}, {"glc_", "+/=", 16, true},
	{".atlasv1.", "=-", 20, false}, {"HRKU-", "-", 16, true}, {"lin_api_", "", 16, true}, {"key-", "", 32, true}, {"NRAK-", "-", 10, true},
	{"NRJS-", "-", 10, true}, {"NRII-", "-", 10, true}, {"NRRA-", "-", 10, true}, {"ntn_", "", 16, true}, {"sha256~", "-", 40, true},
	{"pplx-", "", 16, true}, {"pscale_tkn_", "=.-", 16, true}, {"pscale_oauth_", "=.-", 16, true}, {"pscale_pw_", "=.-", 16, true},
	{"PMAK-", "-", 16, true}, {"pul-", "", 40, true}, {"rubygems_", "", 16, true}, {"sntryu_", "=+/", 16, true}, {"EAAA", "-", 40, true},
	{"sq0atp-", "-", 16, true}, {"sq0csp-", "-", 16, true}, {"sk_prod_", "", 8, true}, {"rk_prod_", "", 8, true}, {"whsec_", "+/=", 16, true},
	{"SK", "", 32, true}, {"pat", ".", 50, true}, {"Q~", ".~-", 30, false},
}

// leads are the numbers of bytes of a token in front of what is its start here.
var leads = map[string]int{".atlasv1.": 14, "Q~": 4}

// hashes are what the algorithms of crypt(3) call themselves between two dollars, which Compose files double.
var hashes = lazyregexp.New(`^\${1,2}(?:2[abxy]?|apr1|[156y]|argon2(?:id|i|d)|scrypt|pbkdf2[\w-]*)\${1,2}`)

// formStarts are the starts of all forms, and what hashes and Telegram's tokens hold.
var formStarts = func() []string {
	starts := []string{"$2", "$1", "$5", "$6", "$y", "$a", "$s", "$p", "{SHA", "{SSHA", ":AA", "sha256:"}
	for _, f := range forms {
		starts = append(starts, f.start)
	}
	return starts
}()

var formNeedles = needle.New(formStarts...)

// formByStart finds a form by its start.
var formByStart = func() map[string]form {
	byStart := make(map[string]form, len(forms))
	for _, f := range forms {
		byStart[f.start] = f
	}
	return byStart
}()

// tokens hides what has the form of a token or of a password's hash.
func (s *scan) tokens() {
	for at := 0; ; {
		found, start := formNeedles.Next(s.text, at)
		if found < 0 {
			return
		}
		at = found + 1
		if from, to := s.token(found, start); to > from {
			s.hidden = append(s.hidden, stretch{from, to})
			at = to
		}
	}
}

// token returns where the token is whose start was found; nothing where it is no token.
func (s *scan) token(at int, start string) (from, to int) {
	switch start[0] {
	case '$':
		return s.hash(at)
	case '{':
		return s.digest(at)
	case ':':
		return s.numbered(at)
	}
	if start == "sha256:" {
		return s.encodedHash(at + len(start))
	}
	f := formByStart[start]
	if f.whole && at > 0 && isWordByte(s.text[at-1]) {
		return 0, 0
	}
	body := at + len(start)
	to = body
	for to < len(s.text) && (isWordByte(s.text[to]) || strings.IndexByte(f.more, s.text[to]) >= 0) {
		to++
	}
	s.passed(body, to)
	if to-body < f.least {
		return 0, 0
	}
	return max(at-leads[start], 0), to
}

// hash finds $apr1$... and the like, up to a blank, quote or colon.
func (s *scan) hash(at int) (from, to int) {
	if at > 0 && s.text[at-1] == '$' {
		at--
	}
	m := hashes.FindStringIndex(s.text[at:min(at+40, len(s.text))])
	if m == nil {
		return 0, 0
	}
	to = at + m[1]
	to = s.indexAny(to, " \t\r\n\"':")
	if to == at+m[1] {
		return 0, 0
	}
	return at, to
}

// digest finds {SHA}... and {SSHA256}..., as in password files of web servers and LDAP.
func (s *scan) digest(at int) (from, to int) {
	rest := s.text[at+1 : min(at+12, len(s.text))]
	size := strings.IndexByte(rest, '}')
	if size < 0 || strings.Trim(rest[:size], "SHA0123456789") != "" {
		return 0, 0
	}
	body := at + 1 + size + 1
	for to = body; to < len(s.text) && (isWordByte(s.text[to]) || strings.IndexByte("+/=-", s.text[to]) >= 0); to++ {
	}
	if to-body < 10 {
		return 0, 0
	}
	return at, to
}

// numbered finds the tokens of Telegram's bots: a number, a colon, and 35 characters that begin with AA.
func (s *scan) numbered(at int) (from, to int) {
	for from = at; from > 0 && at-from < 11 && isDigit(s.text[from-1]); from-- {
	}
	for to = at + 1; to < len(s.text) && (isWordByte(s.text[to]) || s.text[to] == '-'); to++ {
	}
	if at-from < 8 || to-at < 30 {
		return 0, 0
	}
	return from, to
}

// encodedHash finds a SHA-256 in base64, as MediaMTX takes for names and passwords. In images it is in hexadecimal digits.
func (s *scan) encodedHash(from int) (int, int) {
	const size = 43
	to := from
	for to < len(s.text) && to-from <= size && (isLetter(s.text[to]) || isDigit(s.text[to]) || s.text[to] == '+' || s.text[to] == '/') {
		to++
	}
	if to-from != size || !strings.HasPrefix(s.text[to:], "=") {
		return 0, 0
	}
	return from, to + 1
}

// isWordByte reports whether a byte is a letter, a digit or _.
func isWordByte(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' }

// armour hides what is between the marks of a PEM block. One that is never closed goes on to the end.
func (s *scan) armour() {
	const begin, end = "-----BEGIN ", "-----END"
	for at := 0; ; {
		body := s.index(at, begin) + len(begin)
		if body > len(s.text) {
			return
		}
		label := strings.Index(s.text[body:min(body+80, len(s.text))], "-----")
		if label < 0 {
			at = body
			continue
		}
		body += label + len("-----")
		at = s.index(body, end)
		s.hidden = append(s.hidden, stretch{body, at})
	}
}

// schemes hides the credentials behind the name of a scheme of HTTP authentication. A plain word behind one is prose.
func (s *scan) schemes() {
	for at := 0; ; {
		found, scheme := authSchemes.NextFolded(s.text, at)
		if found < 0 {
			return
		}
		at = found + len(scheme)
		if found > 0 && isWordByte(s.text[found-1]) {
			continue
		}
		from := s.skip(at, " \t")
		to := from
		for to < len(s.text) && (isWordByte(s.text[to]) || strings.IndexByte(".~+/=-", s.text[to]) >= 0) {
			to++
		}
		value := s.text[from:to]
		if from > at && len(value) >= 6 && (len(value) > 16 || strings.ContainsAny(value, "0123456789=ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
			s.hidden = append(s.hidden, stretch{from, to})
		}
		at = max(at, to)
	}
}

var authSchemes = needle.New("bearer", "basic")
