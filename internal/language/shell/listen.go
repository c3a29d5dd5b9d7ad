package shell

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// everywhere finds the address of all interfaces, with or without a port.
var everywhere = lazyregexp.New(`^(0\.0\.0\.0|\[?::\]?)(:\d+)?$`)

// listening finds the options by which programs are told where to listen, without the value.
var listening = lazyregexp.New(`^--?(web\.|http-|api-|server[-.])?(host|hostname|bind|listen|addr|address|ip)(-?(addr|address|host|ip))?$`)

// clients are the programs that connect to an address, publish the ports of containers, or write a text.
var clients = []string{
	"curl", "wget", "nc", "ncat", "netcat", "telnet", "ping", "nmap", "dig", "nslookup", "host", "ssh", "scp", "rsync", "socat", "psql", "pg_isready",
	"pg_dump", "pg_restore", "mysql", "mysqladmin", "mysqldump", "mariadb", "redis-cli", "mongo", "mongosh", "mongodump", "docker", "podman", "nerdctl",
	"docker-compose", "kubectl", "helm", "ip", "route", "ifconfig", "iptables", "ip6tables", "nft", "ufw", "firewall-cmd", "grep", "sed", "awk", "jq", "yq",
	"aws", "gcloud", "az", "dockerize", "wait-for-it.sh", "wait-for", "wait4ports", "ab", "wrk", "hey",
}

// listens returns where a program that no table knows is told to listen on all interfaces: by an option such as --host 0.0.0.0, or by an
// argument such as 0.0.0.0:8000; nil for any other.
func listens(name string, words []*code.Value) *code.Value {
	if slices.Contains(clients, name) || slices.Contains(builtins, name) {
		return nil
	}
	for i, word := range words {
		text, isWhole := textOf(word)
		option, value, isJoined := strings.Cut(text, "=")
		switch {
		case isJoined && listening.MatchString(option) && isEverywhere(value, isWhole):
			return code.Literal(word.Place, strings.TrimSuffix(value, ":"))
		case isEverywhere(text, isWhole) && (strings.HasPrefix(text, "0.0.0.0:") || i > 0 && listening.MatchString(previous(words, i))):
			return code.Literal(word.Place, strings.TrimSuffix(text, ":"))
		}
	}
	return nil
}

// isEverywhere reports whether a text is the address of all interfaces, or the beginning of one whose port is not written out.
func isEverywhere(text string, isWhole bool) bool {
	return everywhere.MatchString(text) || !isWhole && everywhere.MatchString(strings.TrimSuffix(text, ":")) && strings.HasSuffix(text, ":")
}

func previous(words []*code.Value, i int) string {
	text, _ := textOf(words[i-1])
	return text
}
