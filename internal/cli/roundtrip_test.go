package cli

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// kept is a stack whose file people edit in ways that change nothing, and in one that does.
type kept struct {
	file, text string
	// beside are other files of the stack.
	beside map[string]string
	// comment begins a comment line, renamed is another name under which the file is the same.
	comment, renamed string
	// same are other texts of the file that mean the same, by what they change.
	same map[string]string
	// from and to are a change of a value.
	from, to string
}

func keptStacks() map[string]kept {
	return map[string]kept{
		"compose": {
			file: "compose.yml", comment: "#", renamed: "docker-compose.yml", from: "redis:latest", to: "redis:edge",
			text: "services:\n  web:\n    image: nginx:1.27\n    privileged: true\n    ports:\n      - \"8080:80\"\n      - \"8443:443\"\n  store:\n    image: redis:latest\n    ports: [\"6379:6379\"]\n",
			same: map[string]string{
				"quotes":   "services:\n  web:\n    image: 'nginx:1.27'\n    privileged: true\n    ports:\n      - '8080:80'\n      - 8443:443\n  store:\n    image: \"redis:latest\"\n    ports: [6379:6379]\n",
				"services": "services:\n  store:\n    image: redis:latest\n    ports: [\"6379:6379\"]\n  web:\n    image: nginx:1.27\n    privileged: true\n    ports:\n      - \"8080:80\"\n      - \"8443:443\"\n",
				"keys":     "services:\n  web:\n    ports:\n      - \"8443:443\"\n      - \"8080:80\"\n    privileged: true\n    image: nginx:1.27\n  store:\n    ports: [\"6379:6379\"]\n    image: redis:latest\n",
				"anchors":  "x-web: &web\n  image: nginx:1.27\n  privileged: &yes true\nservices:\n  web:\n    <<: *web\n    privileged: *yes\n    ports:\n      - \"8080:80\"\n      - \"8443:443\"\n  store:\n    image: redis:latest\n    ports: [\"6379:6379\"]\n",
				"comments": "services: # all\n  web:\n    # why\n    image: nginx:1.27 # pinned\n    privileged: true\n    ports:\n      # plain\n      - \"8080:80\"\n      - \"8443:443\"\n  store:\n    image: redis:latest\n    ports: [\"6379:6379\"]\n",
				"flow":     "{services: {web: {image: nginx:1.27, privileged: true, ports: [\"8080:80\", \"8443:443\"]}, store: {image: redis:latest, ports: [\"6379:6379\"]}}}\n",
			},
		},
		"envoy": {
			file: "envoy.yaml", comment: "#", renamed: "envoy-edge.yaml", from: "address: 0.0.0.0", to: "address: 192.0.2.7",
			text: "admin:\n  address:\n    socket_address: {address: 0.0.0.0, port_value: 9901}\nstatic_resources:\n  clusters:\n  - name: one\n    type: STRICT_DNS\n    load_assignment: {cluster_name: one, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: one.example.org, port_value: 80}}}}]}]}\n  - name: two\n    type: STRICT_DNS\n    load_assignment: {cluster_name: two, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: two.example.org, port_value: 80}}}}]}]}\n",
			same: map[string]string{
				"quotes":  "admin:\n  address:\n    socket_address: {address: \"0.0.0.0\", port_value: 9901}\nstatic_resources:\n  clusters:\n  - name: 'one'\n    type: \"STRICT_DNS\"\n    load_assignment: {cluster_name: one, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 'one.example.org', port_value: 80}}}}]}]}\n  - name: two\n    type: STRICT_DNS\n    load_assignment: {cluster_name: two, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: two.example.org, port_value: 80}}}}]}]}\n",
				"order":   "static_resources:\n  clusters:\n  - type: STRICT_DNS\n    name: two\n    load_assignment: {endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {port_value: 80, address: two.example.org}}}}]}], cluster_name: two}\n  - name: one\n    type: STRICT_DNS\n    load_assignment: {cluster_name: one, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: one.example.org, port_value: 80}}}}]}]}\nadmin:\n  address:\n    socket_address: {port_value: 9901, address: 0.0.0.0}\n",
				"anchors": "admin:\n  address: &at\n    socket_address: {address: 0.0.0.0, port_value: 9901}\nstatic_resources:\n  clusters:\n  - name: one\n    type: &dns STRICT_DNS\n    load_assignment: {cluster_name: one, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: one.example.org, port_value: 80}}}}]}]}\n  - name: two\n    type: *dns\n    load_assignment: {cluster_name: two, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: two.example.org, port_value: 80}}}}]}]}\n",
			},
		},
		"python": {
			file: "app.py", comment: "#", renamed: "main.py", from: `"0.0.0.0"`, to: `"::"`,
			beside: map[string]string{"requirements.txt": "flask\n"},
			text:   "import requests\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\ndef fetch(url):\n    return requests.get(url, verify=False)\n\n\ndef post(url):\n    return requests.post(url, verify=False)\n\n\nif __name__ == \"__main__\":\n    app.run(host=\"0.0.0.0\", debug=True)\n",
			same: map[string]string{
				"quotes":    "import requests\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\ndef fetch(url):\n    return requests.get(url, verify=False)\n\n\ndef post(url):\n    return requests.post(url, verify=False)\n\n\nif __name__ == '__main__':\n    app.run(host='0.0.0.0', debug=True)\n",
				"order":     "from flask import Flask\nimport requests\n\napp = Flask(__name__)\n\n\ndef post(url):\n    return requests.post(url, verify=False)\n\n\ndef fetch(url):\n    return requests.get(url, verify=False)\n\n\nif __name__ == \"__main__\":\n    app.run(debug=True, host=\"0.0.0.0\")\n",
				"comments":  "import requests  # http\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\ndef fetch(url):\n    \"\"\"Get.\"\"\"\n    # why\n    return requests.get(url, verify=False)\n\n\ndef post(url):\n    return requests.post(url, verify=False)\n\n\nif __name__ == \"__main__\":\n    # all\n    app.run(host=\"0.0.0.0\", debug=True)\n",
				"one line":  "import requests\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\ndef fetch(url):\n    return requests.get(\n        url,\n        verify=False,\n    )\n\n\ndef post(url):\n    return requests.post(url, verify=False)\n\n\nif __name__ == \"__main__\":\n    app.run(\n        host=\"0.0.0.0\",\n        debug=True,\n    )\n",
				"more code": "import logging\n\nimport requests\nfrom flask import Flask\n\nlog = logging.getLogger()\napp = Flask(__name__)\n\n\ndef more():\n    return 1\n\n\ndef fetch(url):\n    log.info(\"x\")\n    return requests.get(url, verify=False)\n\n\ndef post(url):\n    return requests.post(url, verify=False)\n\n\nif __name__ == \"__main__\":\n    app.run(host=\"0.0.0.0\", debug=True)\n",
			},
		},
		"typescript": {
			file: "server.ts", comment: "//", renamed: "index.ts", from: `"0.0.0.0"`, to: `"::"`,
			beside: map[string]string{"package.json": "{\"name\": \"a\", \"dependencies\": {\"express\": \"^4.19.0\", \"cors\": \"^2.8.5\"}}\n"},
			text:   "import express from \"express\";\nimport cors from \"cors\";\nimport https from \"https\";\n\nconst app = express();\napp.use(cors({ origin: \"*\" }));\nexport const agent = new https.Agent({ rejectUnauthorized: false });\napp.listen(3000, \"0.0.0.0\");\n",
			same: map[string]string{
				"quotes":   "import express from 'express';\nimport cors from 'cors';\nimport https from 'https';\n\nconst app = express();\napp.use(cors({ origin: '*' }));\nexport const agent = new https.Agent({ rejectUnauthorized: false });\napp.listen(3000, '0.0.0.0');\n",
				"order":    "import https from \"https\";\nimport cors from \"cors\";\nimport express from \"express\";\n\nexport const agent = new https.Agent({ rejectUnauthorized: false });\nconst app = express();\napp.use(cors({ origin: \"*\" }));\napp.listen(3000, \"0.0.0.0\");\n",
				"comments": "/* a */\nimport express from \"express\";\nimport cors from \"cors\";\nimport https from \"https\";\n\nconst app = express(); // app\napp.use(cors({ /* any */ origin: \"*\" }));\n// why\nexport const agent = new https.Agent({ rejectUnauthorized: false });\napp.listen(3000, \"0.0.0.0\");\n",
				"layout":   "import express from \"express\"\nimport cors from \"cors\"\nimport https from \"https\"\n\nconst app = express()\napp.use(\n  cors({\n    origin: \"*\",\n  }),\n)\nexport const agent = new https.Agent({\n  rejectUnauthorized: false,\n})\napp.listen(3000, \"0.0.0.0\")\n",
			},
		},
		"go": {
			file: "main.go", comment: "//", renamed: "server.go", from: "0.0.0.0:8080", to: "[::]:8080",
			beside: map[string]string{"go.mod": "module example.org/a\n\ngo 1.26\n"},
			text:   "package main\n\nimport (\n\t\"crypto/tls\"\n\t\"net/http\"\n\t_ \"net/http/pprof\"\n)\n\nfunc client() *tls.Config {\n\treturn &tls.Config{InsecureSkipVerify: true}\n}\n\nfunc other() *tls.Config {\n\treturn &tls.Config{InsecureSkipVerify: true, ServerName: \"a\"}\n}\n\nfunc main() {\n\thttp.Handle(\"/\", http.FileServer(http.Dir(\"/\")))\n\thttp.ListenAndServe(\"0.0.0.0:8080\", nil)\n}\n",
			same: map[string]string{
				"quotes":   "package main\n\nimport (\n\t\"crypto/tls\"\n\t\"net/http\"\n\t_ \"net/http/pprof\"\n)\n\nfunc client() *tls.Config {\n\treturn &tls.Config{InsecureSkipVerify: true}\n}\n\nfunc other() *tls.Config {\n\treturn &tls.Config{InsecureSkipVerify: true, ServerName: \"a\"}\n}\n\nfunc main() {\n\thttp.Handle(\"/\", http.FileServer(http.Dir(\"/\")))\n\thttp.ListenAndServe(`0.0.0.0:8080`, nil)\n}\n",
				"order":    "package main\n\nimport (\n\t\"crypto/tls\"\n\t\"net/http\"\n\t_ \"net/http/pprof\"\n)\n\nfunc main() {\n\thttp.Handle(\"/\", http.FileServer(http.Dir(\"/\")))\n\thttp.ListenAndServe(\"0.0.0.0:8080\", nil)\n}\n\nfunc other() *tls.Config {\n\treturn &tls.Config{ServerName: \"a\", InsecureSkipVerify: true}\n}\n\nfunc client() *tls.Config {\n\treturn &tls.Config{InsecureSkipVerify: true}\n}\n",
				"comments": "// Package main is.\npackage main\n\nimport (\n\t\"crypto/tls\"\n\t\"net/http\"\n\t_ \"net/http/pprof\"\n)\n\n// client is.\nfunc client() *tls.Config {\n\t// why\n\treturn &tls.Config{InsecureSkipVerify: true} // #why\n}\n\nfunc other() *tls.Config {\n\treturn &tls.Config{InsecureSkipVerify: true, ServerName: \"a\"}\n}\n\nfunc main() {\n\thttp.Handle(\"/\", http.FileServer(http.Dir(\"/\")))\n\thttp.ListenAndServe(\"0.0.0.0:8080\", nil)\n}\n",
				"layout":   "package main\n\nimport (\n\t\"crypto/tls\"\n\t\"net/http\"\n\t_ \"net/http/pprof\"\n)\n\nfunc client() *tls.Config {\n\treturn &tls.Config{\n\t\tInsecureSkipVerify: true,\n\t}\n}\n\nfunc other() *tls.Config {\n\treturn &tls.Config{\n\t\tInsecureSkipVerify: true,\n\t\tServerName: \"a\",\n\t}\n}\n\nfunc main() {\n\thttp.Handle(\"/\", http.FileServer(http.Dir(\"/\")))\n\thttp.ListenAndServe(\n\t\t\"0.0.0.0:8080\",\n\t\tnil,\n\t)\n}\n",
			},
		},
		"nginx": {
			file: "nginx.conf", comment: "#", renamed: "conf/nginx.conf", from: "TLSv1.1", to: "SSLv3",
			text: "http {\n    server {\n        listen 443 ssl;\n        server_name a.example.org;\n        ssl_protocols TLSv1.1 TLSv1.2;\n        location /api/ {\n            add_header Access-Control-Allow-Origin \"*\";\n            proxy_pass http://api:80;\n        }\n    }\n    server {\n        listen 80;\n        server_name b.example.org;\n        root /srv;\n    }\n}\n",
			same: map[string]string{
				"quotes":   "http {\n    server {\n        listen 443 ssl;\n        server_name \"a.example.org\";\n        ssl_protocols 'TLSv1.1' TLSv1.2;\n        location /api/ {\n            add_header Access-Control-Allow-Origin '*';\n            proxy_pass http://api:80;\n        }\n    }\n    server {\n        listen 80;\n        server_name b.example.org;\n        root /srv;\n    }\n}\n",
				"order":    "http {\n    server {\n        root /srv;\n        server_name b.example.org;\n        listen 80;\n    }\n    server {\n        listen 443 ssl;\n        ssl_protocols TLSv1.1 TLSv1.2;\n        server_name a.example.org;\n        location /api/ {\n            proxy_pass http://api:80;\n            add_header Access-Control-Allow-Origin \"*\";\n        }\n    }\n}\n",
				"comments": "http { # all\n    server {\n        # why\n        listen 443 ssl;\n        server_name a.example.org;\n        ssl_protocols TLSv1.1 TLSv1.2; # old\n        location /api/ {\n            add_header Access-Control-Allow-Origin \"*\";\n            proxy_pass http://api:80;\n        }\n    }\n    server {\n        listen 80;\n        server_name b.example.org;\n        root /srv;\n    }\n}\n",
				"layout":   "http { server { listen 443 ssl; server_name a.example.org; ssl_protocols TLSv1.1\n  TLSv1.2;\n location /api/ { add_header Access-Control-Allow-Origin \"*\"; proxy_pass http://api:80; } }\nserver { listen 80; server_name b.example.org; root /srv; } }\n",
			},
		},
		"dotenv": {
			file: ".env", comment: "#", from: "POSTGRES_PASSWORD=postgres", to: "POSTGRES_PASSWORD=admin",
			beside: map[string]string{"compose.yml": "services:\n  db:\n    image: postgres:17.2\n    ports: [\"5432:5432\"]\n    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}\n      API_TOKEN: ${API_TOKEN}\n"},
			text:   "POSTGRES_PASSWORD=postgres\nAPI_TOKEN=changeme\nLEVEL=1\n",
			same: map[string]string{
				"quotes":   "POSTGRES_PASSWORD=\"postgres\"\nAPI_TOKEN='changeme'\nLEVEL=1\n",
				"order":    "LEVEL=1\nAPI_TOKEN=changeme\nPOSTGRES_PASSWORD=postgres\n",
				"comments": "# the store\nPOSTGRES_PASSWORD=postgres # why\n\nAPI_TOKEN=changeme\nLEVEL=1\n",
				"export":   "export POSTGRES_PASSWORD=postgres\nexport API_TOKEN=changeme\nLEVEL=1\n",
			},
		},
		"systemd": {
			file: "app.service", comment: "#", renamed: "web.service", from: "Environment=API_TOKEN=0f3a9c41d2b7e655a1c8", to: "Environment=API_TOKEN=b7e655a1c80f3a9c41d2",
			text: "[Unit]\nDescription=App\n\n[Service]\nUser=root\nEnvironment=API_TOKEN=0f3a9c41d2b7e655a1c8\nExecStart=/usr/bin/app --port 80\n\n[Install]\nWantedBy=multi-user.target\n",
			same: map[string]string{
				"quotes":   "[Unit]\nDescription=App\n\n[Service]\nUser=root\nEnvironment=\"API_TOKEN=0f3a9c41d2b7e655a1c8\"\nExecStart=/usr/bin/app --port 80\n\n[Install]\nWantedBy=multi-user.target\n",
				"order":    "[Install]\nWantedBy=multi-user.target\n\n[Service]\nExecStart=/usr/bin/app --port 80\nEnvironment=API_TOKEN=0f3a9c41d2b7e655a1c8\nUser=root\n\n[Unit]\nDescription=App\n",
				"comments": "# A\n[Unit]\nDescription=App\n\n[Service]\n; why\nUser=root\n# token\nEnvironment=API_TOKEN=0f3a9c41d2b7e655a1c8\nExecStart=/usr/bin/app --port 80\n\n[Install]\nWantedBy=multi-user.target\n",
			},
		},
	}
}

// A baseline keeps what is known where lines are added, a file is renamed, and quotes, order, comments or layout change. Another value is
// new.
func TestBaselineRoundTrip(t *testing.T) {
	t.Parallel()
	for kind, stack := range keptStacks() {
		same := map[string]map[string]string{
			"lines above": {stack.file: strings.Repeat(stack.comment+" one more line\n", 50) + stack.text},
		}
		if stack.renamed != "" {
			same["another name"] = map[string]string{stack.file: "", stack.renamed: stack.text}
		}
		for what, text := range stack.same {
			same["other "+what] = map[string]string{stack.file: text}
		}
		for what, after := range same {
			t.Run(kind+"/"+what, func(t *testing.T) {
				t.Parallel()
				for _, withGit := range []bool{false, true} {
					if withGit && what != "another name" {
						continue // git is asked for renames alone
					}
					if found, known, fixed := sinceBaseline(t, stack, after, withGit); found != nil || fixed > 0 || known == 0 {
						t.Errorf("with git %v: %d known, %d fixed, new: %s", withGit, known, fixed, found)
					}
				}
			})
		}
		t.Run(kind+"/another value", func(t *testing.T) {
			t.Parallel()
			changed := strings.Replace(stack.text, stack.from, stack.to, 1)
			if found, _, _ := sinceBaseline(t, stack, map[string]string{stack.file: changed}, false); changed == stack.text || len(found) == 0 {
				t.Error("nothing is new")
			}
		})
	}
}

// sinceBaseline writes a baseline of a stack, changes files, and returns what is new, how much is known, and how much is fixed.
func sinceBaseline(t *testing.T, stack kept, after map[string]string, withGit bool) (found []string, known, fixed int) {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, stack.beside)
	put(t, dir, map[string]string{stack.file: stack.text, ".seclint.yaml": "packs: [strict]\n"})
	commit := func() {
		if withGit {
			gitIn(t, dir, "add", "-A", "-f", ".")
			gitIn(t, dir, "commit", "-q", "-m", "x")
		}
	}
	if withGit {
		gitIn(t, dir, "init", "-q", "-b", "main")
		commit()
	}
	list := filepath.Join(t.TempDir(), "known.json")
	if code, out := seclint("baseline", "-o", list, dir); code != exitClean {
		t.Fatal(out)
	}
	put(t, dir, after)
	commit()
	code, out := seclint("--baseline", list, "--fail-on", "note", "--allow-unassessed", "-f", "json", dir)
	var r struct {
		Findings []struct {
			Rule, State, Message string
			File                 string
		}
		Counts struct{ Fixed int }
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%d: %v\n%s", code, err, out)
	}
	for _, f := range r.Findings {
		switch f.State {
		case "unchanged":
			known++
		case "new":
			found = append(found, fmt.Sprintf("%s %s: %s\n", f.File, f.Rule, f.Message))
		}
	}
	return found, known, r.Counts.Fixed
}
