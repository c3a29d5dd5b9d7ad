package tracker

import (
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// columnKind is fieldKind for the head of a column, which may say more than its name: "Status on 4.18", "Evidence / proposed fix".
func columnKind(name string) string {
	plain := withoutParentheses(name)
	for _, candidate := range []string{name, plain, strings.Split(plain, "/")[0], strings.Split(plain, " and ")[0]} {
		if kind := fieldKind(candidate); kind != "" {
			return kind
		}
	}
	if lower := strings.ToLower(strings.TrimSpace(plain)); strings.HasSuffix(lower, " id") || strings.HasSuffix(lower, " #") {
		return fieldID
	}
	for _, word := range wordPattern.FindAllString(plain, 6) {
		if kind := fieldKind(word); kind == fieldStatus || kind == fieldSeverity || kind == fieldEvidence {
			return kind
		}
	}
	return ""
}

// isDone reports whether a field is called after what it means when it has a value, as in "Fixed: 2026-01-02".
func isDone(name string) bool {
	switch strings.ToLower(strings.Trim(name, " *_`:.?\ufe0f")) {
	case "fixed", "resolved", "done", "closed", "fixed in":
		return true
	}
	return false
}

// The kinds of field.
const (
	fieldID       = "id"
	fieldTitle    = "title"
	fieldSeverity = "severity"
	fieldStatus   = "status"
	fieldEvidence = "evidence"
	fieldTargets  = "targets"
	fieldRule     = "rule"
	fieldNotes    = "notes"
	fieldRemedy   = "remedy"
	fieldSteps    = "steps"
)

// fieldNames are what people call fields and columns, in lower case.
var fieldNames = map[string]string{}

func init() {
	for kind, names := range map[string]string{
		fieldID:       "id,#,no,no.,nr,ref,key,code,finding id,issue id,identifier,vuln id,ticket",
		fieldTitle:    "issue,title,finding,item,vulnerability,name,task,problem,concern,summary,description,risk description,what,weakness,improvement,enhancement,bug,threat,gap,control",
		fieldSeverity: "severidad,severidade,gravedad,schweregrad,gravité,prioridad,prioridade,severity,sev,priority,prio,risk,risk level,level,impact level,cvss severity,criticality,severity level,risk rating",
		fieldStatus:   "estado,état,status,state,done,resolution,fixed,fixed?,done?,closed,fixed in,current status,fix status,disposition,resolved,decision,remediation status,outcome",
		fieldEvidence: "archivo,archivos,arquivo,arquivos,datei,dateien,fichier,fichiers,ubicación,evidencia,evidence,location,locations,where,file,files,file(s),line,lines,line(s),path,paths,call sites,call site,callsites,affected files,affected file,affected,affected code,affected components,component,source,reference,references,code location," +
			"file:line,file/line,location(s),file path,where found,found in,places,occurrences,module,file and line",
		fieldTargets: "target files,target file,targets,files to change,files changed,changed files,fix files,touched files",
		fieldRule:    "rule,rules,rule id,check,seclint,seclint rule,detector,lint",
		fieldNotes:   "notes,note,comment,comments,remarks,remark,details,detail,impact,background,current state,owner,assignee,date,opened,closed on,verified,cwe,cvss,category,effort,type,found by,discovered,reviewed,review by,expires,why,reason,rationale,exploit,attack,scenario,likelihood,pr,commit,version,deadline,due,created,updated,last updated,last reviewed,estimated effort,tags,exploitability,confidence,reported by,date found,date opened,approved by,accepted by,revisit,review date",
		fieldRemedy:  "recommendation,recommendations,fix,remediation,mitigation,mitigations,proposed fix,suggested fix,solution,suggestion,action,actions,plan,next step,next steps,remedy,how to fix,fix applied,recommended fix,resolution plan,what to do",
		fieldSteps: "steps,acceptance criteria,acceptance,tasks,subtasks,sub-tasks,checklist,todo,definition of done,verification,verification steps,test plan,testing,tests,steps to reproduce,reproduction,validation,dod,exit criteria,remediation steps,fix steps," +
			"action items,implementation,implementation steps",
	} {
		for name := range strings.SplitSeq(names, ",") {
			fieldNames[name] = kind
		}
	}
}

func fieldKind(name string) string {
	return fieldNames[strings.ToLower(strings.Trim(name, " *_`:.\ufe0f"))]
}

// field is a line such as "**Status:** open".
type field struct {
	kind  string
	name  string
	value line
}

var fieldPattern = lazyregexp.New(`^([\p{L}#][\p{L}\w /().?-]{0,28}?)\s*(:|\s[-–—]\s|=\s)`)

// fieldsOf returns the fields of a line; several may be on one line, as in "**Severity:** High | **Status:** Open".
func fieldsOf(l line) []field {
	var all []field
	for _, part := range splitFields(l) {
		part = part.trimLeft(" -*•|·")
		if f, ok := fieldOf(part); ok {
			all = append(all, f)
		} else if len(all) == 0 {
			return nil
		}
	}
	return all
}

func fieldOf(l line) (field, bool) {
	if n := l.prefix(isStrong); n > 0 {
		name := strings.TrimSpace(l.text[:n])
		if kind := fieldKind(name); kind != "" {
			return field{kind, name, l.from(n).trimLeft(" :–—-=")}, true
		}
	}
	m := fieldPattern.FindStringSubmatchIndex(l.text)
	if m == nil || l.style[m[2]]&isCode != 0 {
		return field{}, false
	}
	kind := fieldKind(l.text[m[2]:m[3]])
	if kind == "" || kind == fieldTitle && l.text[m[4]:m[5]] != ":" {
		return field{}, false
	}
	return field{kind, l.text[m[2]:m[3]], l.from(m[1]).trim(" ")}, true
}

var fieldSeparator = lazyregexp.New(`\s+[|·•]\s+|\s*;\s+|,\s+`)

// splitFields cuts a line where another field begins.
func splitFields(l line) []line {
	var parts []line
	from := 0
	for _, at := range fieldSeparator.FindAllStringIndex(l.text, 20) {
		if _, ok := fieldOf(l.from(at[1]).trimLeft("* ")); ok {
			parts = append(parts, l.cut(from, at[0]))
			from = at[1]
		}
	}
	for i := from + 1; i < len(l.text); i++ { // **Severity:** High **Status:** Open
		if l.style[i]&isStrong != 0 && l.style[i-1]&isStrong == 0 && i > from+2 {
			if f, ok := fieldOf(l.from(i)); ok && (f.kind == fieldStatus || f.kind == fieldSeverity || f.kind == fieldEvidence) {
				parts = append(parts, l.cut(from, i))
				from = i
			}
		}
	}
	return append(parts, l.from(from))
}
