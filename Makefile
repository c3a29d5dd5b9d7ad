GO ?= go
CORPUS ?= ../shared/corpus
FUZZTIME ?= 10s

.DEFAULT_GOAL := help

help: ## show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/seclint
	$(GO) build -trimpath -o bin/seclint ./cmd/seclint

grammars: ## translate the grammars to Go, for builds with CGO_ENABLED=0 and the tag translated; needs clang, lld, wasi-libc
	$(GO) run ./internal/tools/translate internal/syntax/translated

trees: grammars ## compare the syntax trees of both builds on CORPUS and the fixtures
	@$(GO) build -o bin/trees ./internal/tools/trees
	@CGO_ENABLED=0 $(GO) build -tags translated -o bin/trees-translated ./internal/tools/trees
	@bin/trees policies testdata internal $(CORPUS) > bin/trees.txt
	@bin/trees-translated policies testdata internal $(CORPUS) | diff bin/trees.txt - && echo "$$(wc -l < bin/trees.txt) trees are equal"

test-translated: ## the tests with the grammars that make grammars has translated
	CGO_ENABLED=0 $(GO) test -tags translated -timeout 60m ./...

test: lint ## everything that must hold: lint, unit tests, policies and their fixtures, stale docs, the command line
	$(GO) test ./...
	$(GO) -C internal/tools/image test ./...

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

internal/tools/browser/node_modules: internal/tools/browser/package-lock.json
	npm ci --silent --prefix internal/tools/browser
	@touch $@

browser: internal/tools/browser/node_modules ## open the report page in Chromium and use it (needs Node and chromium; installs playwright-core)
	$(GO) test ./internal/report -run InABrowser -count 1 -v

plan: ## plan the built-in policies anew, after a change of their Rego
	$(GO) generate ./policies

licenses: ## gather the licence texts of what a release contains in bin/licenses
	$(GO) run ./internal/tools/licenses bin/licenses

goreleaser := $(GO) tool -modfile=internal/tools/goreleaser/go.mod goreleaser
version = $$(sed -nE 's/.*"version":"([^"]*)".*/\1/p' dist/metadata.json)

release: ## build, sign and upload the draft of a release, for the tag that is checked out
	$(goreleaser) release --clean
	$(MAKE) formula

release-snapshot: ## build all that a release has for every platform into dist/, try it, and publish nothing
	$(goreleaser) release --clean --snapshot --skip=sign
	$(MAKE) image formula installed

image: ## pack the binaries of dist/ as a container image, dist/seclint.tar; PUSH=REPOSITORY brings it into a registry
	$(GO) -C internal/tools/image run . -version "$(version)" -license $(CURDIR)/LICENSE -licenses $(CURDIR)/bin/licenses -push "$(PUSH)" \
		$(CURDIR)/dist/seclint.tar amd64=$$(ls $(CURDIR)/dist/seclint_linux_amd64_v1/seclint) arm64=$$(ls $(CURDIR)/dist/seclint_linux_arm64*/seclint)

formula: ## write the Homebrew formula of dist/, dist/seclint.rb
	$(GO) run ./internal/tools/formula "$(version)" dist/checksums.txt > dist/seclint.rb

installed: ## install from dist/ in every way that this machine can, and use what was installed
	SECLINT_DIST=$(CURDIR)/dist $(GO) test ./internal/tools/installed -count 1 -v

reproducible: ## make the snapshot of the commit that is checked out twice, in two folders, and compare each file
	internal/tools/installed/twice.sh

corpus: ## scan CORPUS (a folder with a manifest.csv) and compare
	$(GO) run ./internal/tools/corpus $(CORPUS)

fixes: ## try the safe fix of every finding in CORPUS, which stays as it is
	$(GO) run ./internal/tools/corpus -fix $(CORPUS)

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

man: ## write the manual pages into bin/man/man1, and what shells complete with into bin/man/completions
	@CGO_ENABLED=0 SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(GO) run ./internal/tools/man bin/man

clean: ## remove what was built
	rm -rf bin

.PHONY: help browser build grammars trees licenses release release-snapshot image formula installed reproducible test test-translated lint docs plan corpus fixes bench fuzz mutate vscode new man clean
