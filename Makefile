GO ?= go
CORPUS ?= ../shared/corpus
FUZZTIME ?= 10s

.DEFAULT_GOAL := help

help: ## show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/seclint
	$(GO) build -trimpath -o bin/seclint ./cmd/seclint

test: lint ## everything that must hold: lint, unit tests, policies and their fixtures, stale docs, the command line
	$(GO) test ./...

lint: ## gofmt, go vet, staticcheck and Regal (Rego), at the versions that go.mod and internal/tools/regal/go.mod pin
	@unformatted=$$(gofmt -l .) && test -z "$$unformatted" || \
		{ echo "not formatted, run gofmt -w:"; echo "$$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) tool -modfile=internal/tools/regal/go.mod regal lint policies

docs: ## write the plan of the policies, the rule pages, the schemas and the README's sample anew
	$(GO) generate ./...
	$(GO) test ./internal/config ./internal/report ./internal/graph -run '^TestSchemaIs' -update
	$(GO) test ./cmd/seclint -run '^TestReadme(Sample|Map)Is' -update

plan: ## plan the built-in policies anew, after a change of their Rego
	$(GO) generate ./policies

corpus: ## scan CORPUS (a folder with a manifest.csv) and compare
	$(GO) run ./internal/tools/corpus $(CORPUS)

bench: build ## what a scan of CORPUS costs, as ratios
	@$(GO) build -o bin/bench ./internal/tools/bench
	@bin/bench -seclint bin/seclint $(CORPUS)

fuzz: ## fuzz every reader for FUZZTIME
	@for at in $$(grep -rlE '^func Fuzz' --include='*_test.go' internal rules); do \
		for target in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9]*).*/\1/p' $$at); do \
			echo "$$target"; $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) ./$$(dirname $$at) || exit 1; \
		done; \
	done

mutate: ## scan 50,000 changed files: MUTATE="-n 1000 -seed 7 -corpus DIR"
	$(GO) run ./internal/tools/mutate $(MUTATE)

editors/vscode/node_modules: editors/vscode/package-lock.json
	cd editors/vscode && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

vscode: editors/vscode/node_modules ## build and pack editors/vscode, and have it talk to seclint lsp (needs Node)
	cp LICENSE editors/vscode/LICENSE
	cd editors/vscode && npm run package
	$(GO) test ./internal/lsp -run '^TestVSCode$$' -count 1 -v

new: ## scaffold a rule: make new RULE=compose/foo
	@$(GO) run ./internal/tools/scaffold $(RULE)

clean: ## remove what was built
	rm -rf bin

.PHONY: help build test lint docs plan corpus bench fuzz mutate vscode new clean
