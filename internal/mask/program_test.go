package mask

import "testing"

// In source code an expression or a type behind the name of a secret is no secret, and nothing below a statement is.
func TestPrograms(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, in, want string }{
		"a parameter with a type": {"a.py", "def hash_token(token: str) -> str:\n    return digest(token)", "def hash_token(token: str) -> str:\n    return digest(token)"},
		"a typed default":         {"a.py", "def login(password: str = \"hunter2\"):\n    pass", "def login(password: str = \"*******\"):\n    pass"},
		"a statement":             {"a.py", "if not config.API_TOKEN:\n    return True", "if not config.API_TOKEN:\n    return True"},
		"a call":                  {"a.py", "token = request.query.get(\"token\")\nx = 1", "token = request.query.get(\"token\")\nx = 1"},
		"a secret within a call":  {"a.py", "token = Token(password=\"hunter2\")", "token = Token(password=\"*******\")"},
		"a default of a call":     {"a.py", "key = os.getenv(\"SECRET_KEY\", \"hunter2\")", "key = os.getenv(\"SECRET_KEY\", \"*******\")"},
		"a typed default in Go":   {"a.go", "var password string = \"hunter2\"", "var password string = \"*******\""},
		"a class with a text":     {"a.py", "password: SecretStr = SecretStr(\"hunter2\")", "password: SecretStr = SecretStr(\"*******\")"},
		"a comparison":            {"a.py", "if token == settings.api_token:\n    pass", "if token == settings.api_token:\n    pass"},
		"compared with a text":    {"a.py", "if token == \"hunter2\":\n    pass", "if token == \"*******\":\n    pass"},
		"a function":              {"a.ts", "export function setToken(token: string): void {\n  store(token);\n}", "export function setToken(token: string): void {\n  store(token);\n}"},
		"a key of an object":      {"a.ts", "const x = {password: \"hunter2\", user: \"bob\"}", "const x = {password: \"*******\", user: \"bob\"}"},
		"Go":                      {"a.go", "token := r.URL.Query().Get(\"token\")", "token := r.URL.Query().Get(\"token\")"},
		"names in an object":      {"a.js", "const c = { jwt: { secret: JWT_SECRET, key: apiKey, old: hunter2 } };\n", "const c = { jwt: { secret: JWT_SECRET, key: apiKey, old: ******* } };\n"},
		"a name":                  {"a.js", "env[\"API_KEY\"] = apiKey;\n", "env[\"API_KEY\"] = apiKey;\n"},
		"a constant":              {"a.py", "h = {\"authorization\": API_KEY_SECRET, \"x\": 1}\ntoken = API_TOKEN", "h = {\"authorization\": API_KEY_SECRET, \"x\": 1}\ntoken = API_TOKEN"},
		"a number":                {"a.py", "PASSWORD = 1234567", "PASSWORD = *******"},
		"a comment":               {"a.py", "# DB_PASSWORD=hunter2\nx = 1", "# DB_PASSWORD=*******\nx = 1"},
		"YAML in a text":          {"a.py", "text = \"\"\"\npassword: hunter2\nsecret: |\n  hunter2\n\"\"\"", "text = \"\"\"\npassword: *******\nsecret: |\n  *******\n\"\"\""},
		"a file that is no code":  {"a.txt", "token: str)\n", "token: ****\n"},
	} {
		if got := maskFile(test.file, test.in); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, test.want)
		}
	}
}
