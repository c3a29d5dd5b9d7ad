package tracker

import (
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// statusWords are the words that people use, in lower case. The longest that fits counts.
var statusWords = map[string]Status{}

func init() {
	for status, words := range map[Status]string{
		Open: "open,reopened,re-opened,still open,in progress,in-progress,inprogress,wip,todo,to do,to-do,to fix,backlog,partial,partially,partly,pending,planned,deferred," +
			"postponed,unresolved,outstanding,not started,not fixed,not done,not yet fixed,not yet,not resolved,not implemented,unfixed,investigating,triaged,blocked,ongoing,active,started," +
			"scheduled,incomplete,remaining,abierto,abierta,pendiente,en curso,offen,in arbeit,ouvert,ouverte,en cours,aberto,aberta,pendente,mostly done,mostly fixed,awaiting,needs fix,needs work,needs review,in review,under review,future",
		Closed: "closed,done,fixed,resolved,complete,completed,implemented,remediated,patched,already fixed,already done,already resolved,already implemented," +
			"cerrado,cerrada,completo,completado,resuelto,resuelta,corregido,corregida,remediado,geschlossen,erledigt,behoben,fermé,fermée,corrigé,corrigée,résolu,résolue,fechado,fechada,corrigido,corrigida,resolvido,resolvida," +
			"verified fixed,fix verified,shipped,merged,finished,addressed,solved,eliminated",
		Accepted: "accepted,acceptable,accepted risk,risk accepted,accept,accept risk,won't fix,wont fix,wontfix,won't-fix,will not fix,won't do,wont do,will not do,by design," +
			"as designed,working as intended,intentional,required for operation,accepted trade-off,accepted tradeoff,trade-off,tradeoff,not needed,not required,not applicable,n/a,false positive," +
			"aceptado,aceptada,akzeptiert,accepté,acceptée,aceito,aceita,falso positivo,false-positive,not a bug,not an issue,not a vulnerability,invalid,rejected,ignored,waived,no action needed,no action required",
		Documented: "documented",
		Mitigated:  "mitigated",
	} {
		for word := range strings.SplitSeq(words, ",") {
			statusWords[word] = status
		}
	}
}

// marks are the signs that say something of a status.
var statusMarks = map[string]Status{
	"✅": Closed, "☑": Closed, "✔": Closed, "✓": Closed, "🟢": Closed, "🎉": Closed, "[x]": Closed, "[X]": Closed,
	"❌": Open, "✗": Open, "✘": Open, "🔴": Open, "🟠": Open, "🟡": Open, "⏳": Open, "🚧": Open, "⬜": Open, "☐": Open, "🔲": Open, "🔄": Open, "⏸": Open, "🔜": Open, "[ ]": Open,
	"🆗": Accepted, "🤷": Accepted, "🚫": Accepted,
}

// severityMarks are the signs that say something of a severity, where no status is expected.
var severityMarks = map[string]finding.Severity{
	"🔴": finding.Critical, "🟥": finding.Critical, "🚨": finding.Critical, "🔥": finding.Critical, "🟠": finding.High, "🟧": finding.High,
	"🟡": finding.Medium, "🟨": finding.Medium, "🟢": finding.Low, "🟩": finding.Low, "🔵": finding.Note, "🟦": finding.Note, "⚪": finding.Note, "ℹ": finding.Note,
}

var severityWords = map[string]finding.Severity{
	"critical": finding.Critical, "crit": finding.Critical, "severe": finding.Critical, "p0": finding.Critical, "blocker": finding.Critical,
	"high": finding.High, "p1": finding.High, "major": finding.High,
	"medium": finding.Medium, "med": finding.Medium, "moderate": finding.Medium, "p2": finding.Medium,
	"low": finding.Low, "minor": finding.Low, "p3": finding.Low,
	"crítico": finding.Critical, "crítica": finding.Critical, "kritisch": finding.Critical, "critique": finding.Critical,
	"alto": finding.High, "alta": finding.High, "hoch": finding.High, "élevé": finding.High, "élevée": finding.High,
	"medio": finding.Medium, "media": finding.Medium, "médio": finding.Medium, "média": finding.Medium, "mittel": finding.Medium, "moyen": finding.Medium, "moyenne": finding.Medium,
	"bajo": finding.Low, "baja": finding.Low, "baixo": finding.Low, "baixa": finding.Low, "niedrig": finding.Low, "faible": finding.Low,
	"info": finding.Note, "informational": finding.Note, "information": finding.Note, "note": finding.Note, "p4": finding.Note, "trivial": finding.Note, "none": finding.None,
}

// words has the next word of a text, with what people write inside words.
var wordPattern = lazyregexp.New(`[\p{L}\p{N}]+(?:['’/-][\p{L}\p{N}]+)*`)

// maxStatusWords is how many words a status has at most.
const maxStatusWords = 4

// statusAt reads the status that a text begins with; length is how many bytes it takes, 0 for none.
func statusAt(text string) (status Status, length int) {
	rest := text
	var words []string
	for range maxStatusWords {
		at := wordPattern.FindStringIndex(rest)
		if at == nil || strings.TrimSpace(rest[:at[0]]) != "" {
			break
		}
		words = append(words, strings.ReplaceAll(strings.ToLower(rest[at[0]:at[1]]), "’", "'"))
		rest = rest[at[1]:]
		if s, ok := statusWords[strings.Join(words, " ")]; ok {
			status, length = s, len(text)-len(rest)
		}
	}
	return status, length
}

// statusIn returns the first status in the text of a field or cell, with the words of it and what follows. ok is false where it has none.
func statusIn(text string) (status Status, word, tail string, ok bool) {
	first := len(text)
	for mark, s := range statusMarks {
		if i := strings.Index(text, mark); i >= 0 && i < first {
			first, status, word = i, s, mark
		}
	}
	for _, at := range wordPattern.FindAllStringIndex(text, 12) {
		s, n := statusAt(text[at[0]:])
		if n == 0 {
			continue
		}
		if word != "" && at[0] > first+len(word)+4 {
			break // the mark is far in front
		}
		return s, text[at[0] : at[0]+n], strings.Trim(text[at[0]+n:], " .,;:–—-"), true
	}
	if word == "" {
		return "", "", "", false
	}
	return status, word, strings.Trim(text[first+len(word):], " .,;:–—-\ufe0f"), true
}

// severityIn returns the first severity in the text of a field or cell.
func severityIn(text string) (severity finding.Severity, word string, ok bool) {
	for _, at := range wordPattern.FindAllStringIndex(text, 6) {
		whole := text[at[0]:at[1]]
		for word := range strings.FieldsFuncSeq(whole, func(r rune) bool { return r == '-' || r == '/' }) {
			if s, known := severityWords[strings.ToLower(word)]; known {
				return s, word, true
			}
		}
	}
	for mark, s := range severityMarks {
		if strings.Contains(text, mark) && (!ok || s > severity) {
			severity, word, ok = s, mark, true
		}
	}
	return severity, word, ok
}

// leadingMark returns the sign that a text begins with, "" for none.
func leadingMark(text string) string {
	for mark := range statusMarks {
		if strings.HasPrefix(text, mark) && !strings.HasPrefix(mark, "[") {
			return mark
		}
	}
	for mark := range severityMarks {
		if strings.HasPrefix(text, mark) {
			return mark
		}
	}
	for _, mark := range []string{"⚠", "🔒", "🔐", "🛡", "📋", "📝", "🔍", "🐛", "💡", "🎯", "📌"} {
		if strings.HasPrefix(text, mark) {
			return mark
		}
	}
	return ""
}
