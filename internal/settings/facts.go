package settings

import "github.com/seclint/seclint/internal/source"

// Server is a well-known server or framework as a file configures it. data.lib.server is the way in.
type Server struct {
	// Product is its key in internal/settings/products.json, such as redis.
	Product string `json:"product"`
	// Title is its name for people, such as Redis.
	Title string `json:"title"`
	// Store says that it keeps data for other programs.
	Store bool `json:"store"`
	// Settings are those that the table of products gives a meaning, in the order of the table.
	Settings []Setting `json:"settings"`
}

// Setting is something that the settings come to, as the table of products says it.
type Setting struct {
	// Is is the meaning: no-login, login, read-only, single-tenant, unverified-tls, guessable-credential, credential, diagnostics,
	// wide-listener, trusts-anyone or cleartext; or value, for a text of an application that may contain a secret by its name or its form.
	Is string `json:"is"`
	// Path is where it is written, or the whole path to what is absent.
	Path source.Path `json:"path"`
	// Name is the setting as people write it, such as api.insecure.
	Name string `json:"name"`
	// Reason completes a sentence about the server, such as: lets everybody in.
	Reason string `json:"reason"`
	// Value is the text of the setting, "" for what is absent, a list or a mapping.
	Value string `json:"value"`
	// Listener is the path of the listener that it is about, absent where it is about none, or about all.
	Listener source.Path `json:"listener,omitempty"`
	// Peer is the address that the server connects to there, as written; "" where none is written.
	Peer string `json:"peer,omitempty"`
	// Void is an expression for what makes it otherwise in the command of a service, or in a variable written as NAME=value.
	Void string `json:"void,omitempty"`
	// Contained says that it is so in the image of the product alone, whose defaults are others than those of the program.
	Contained bool `json:"contained,omitempty"`
}
