# What it takes to build, test and measure zhanping. `make` alone lists the targets.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

# One way to build on every machine: no C compiler and no version control needed.
export CGO_ENABLED := 0
export GOFLAGS := $(strip $(filter-out -buildvcs=%,$(GOFLAGS)) -buildvcs=false)

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
PROGRAM := bin/zhanping
# The real stations among the samples: they hold what is printed about them and no more.
REAL := evidence/samples/zhichong-village evidence/samples/tianfu-community
# Every sample that some standard applies to has a golden report.
SAMPLES := $(dir $(wildcard evidence/samples/*/report.golden.json))
# The day on which the samples are judged wherever a result has to be repeatable.
AS_OF := 2026-07-15
FUZZTIME := 10s
OPA_VERSION := go list -m -f '{{.Version}}' github.com/open-policy-agent/opa

# A line of its own, so that a slow first build does not look hung.
say = @printf '==> %s\n'

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## build bin/zhanping
	$(say) 'building $(PROGRAM) (the first time compiles the policy engine: about three minutes on two cores)'
	@go build -ldflags '-X main.version=$(VERSION)' -o $(PROGRAM) ./cmd/zhanping

# Where make run keeps its data, and where it listens.
DEMO := bin/demo
LISTEN := 127.0.0.1:8080

.PHONY: run
run: web build ## start the server with demo data, new each time; prints address and accounts, Ctrl-C stops
	@rm -rf $(DEMO)
	@$(PROGRAM) serve --demo --data $(DEMO) --listen $(LISTEN)

.PHONY: samples
samples: build ## score the real samples: every standard that applies, then the 76 criteria, then one item explained
	@for sample in $(REAL); do echo; echo "==> $(PROGRAM) assess $$sample"; $(PROGRAM) assess $$sample || exit 1; done
	@echo; echo "==> $(PROGRAM) assess $(firstword $(REAL)) --standard fqs-town-76"
	@$(PROGRAM) assess $(firstword $(REAL)) --standard fqs-town-76
	@echo; echo "==> $(PROGRAM) explain evidence/samples/exemplary-town C03"
	@$(PROGRAM) explain evidence/samples/exemplary-town C03

.PHONY: test
test: web format vet lint rego ledger screens flows unit ## every check and every test; installs what it needs

.PHONY: postgres
postgres: ## install PostgreSQL 15 or later where it is missing, for the tests
	@tools/postgres.sh

.PHONY: unit
unit: postgres ## go test ./...
	$(say) 'go test (the first time compiles every test: some minutes on two cores)'
	@go test ./...

.PHONY: format
format: ## refuse Go code that gofmt would change
	$(say) 'gofmt'
	@files=$$(gofmt -l .) && test -z "$$files" || { printf 'not formatted, run make fmt:\n%s\n' "$$files"; exit 1; }

.PHONY: vet
vet: ## go vet ./...
	$(say) 'go vet (the first time compiles every dependency: about three minutes on two cores)'
	@go vet ./...

.PHONY: lint
lint: .tools/golangci-lint ## the linters and the import fences of .golangci.yml
	$(say) 'golangci-lint (the first time takes about a minute)'
	@.tools/golangci-lint run ./...

.PHONY: rego
rego: .tools/opa ## stock opa checks, formats and tests policies/
	@test "$$($(OPA_VERSION))" = "$$(cd tools/opa && $(OPA_VERSION))" || { echo 'go.mod and tools/opa/go.mod pin different versions of OPA'; exit 1; }
	$(say) 'opa check --strict'
	@.tools/opa check --strict policies
	$(say) 'opa fmt'
	@.tools/opa fmt --list --fail policies
	$(say) 'opa test'
	@.tools/opa test --timeout 60s policies

.PHONY: ledger
ledger: build ## a script that knows nothing of us adds up the ledger of every sample
	$(say) 'docs/ledger.mjs'
	@$(PROGRAM) assess $(SAMPLES) --as-of $(AS_OF) --no-fail -o json=bin/samples.json
	@command -v node >/dev/null || { echo 'node is missing; docs/ledger.mjs needs it'; exit 1; }
	@node docs/ledger.mjs bin/samples.json

.PHONY: fmt
fmt: .tools/golangci-lint .tools/opa ## format Go and Rego in place
	@.tools/golangci-lint fmt ./...
	@.tools/opa fmt --write policies

.PHONY: golden
golden: ## rewrite every golden file; review the difference as part of the change
	@go test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -n1 dirname | sort -u) -update

.PHONY: cover
cover: .tools/opa ## statement coverage of Go and line coverage of Rego
	@mkdir -p bin
	@go test -coverpkg=./... -coverprofile=bin/cover.out ./...
	@go tool cover -func=bin/cover.out | tail -n 1
	@.tools/opa test --timeout 60s --coverage policies | awk '/"coverage"/ {c = $$2} END {print "Rego:", c "%"}'

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME (10s)
	@grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u | while read -r package; do \
	  for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' "$$package"/*_test.go); do \
	    echo "==> $$package $$target"; \
	    go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$package" || exit 1; \
	  done; \
	done

.PHONY: bench
bench: build .tools/opa .tools/conftest ## measure against conftest, opa exec and OPA as a library
	@go build -o bin/bench/ ./bench/...
	@bin/bench/compare

.PHONY: bench-load
bench-load: .tools/opa ## measure the server: fifty people saving beside OPA's server, 100,000 stations
	@go build -o bin/bench/ ./bench/...
	@bin/bench/load
	@bin/bench/load -whole
	@bin/bench/scale

.PHONY: bench-sheet
bench-sheet: web build chromium ## measure taps on a sheet of 200 items, processor four times slower
	@cd server/web && npm run --silent bench

.PHONY: clean
clean: ## remove what was built
	@rm -rf bin .tools

# The tools have modules of their own, so that their dependencies do not steer the product's.
.tools/golangci-lint: tools/lint/go.mod tools/lint/go.sum
	$(say) 'building golangci-lint (once: a minute or two)'
	@cd tools/lint && go build -o ../../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	@touch $@

.tools/opa: tools/opa/go.mod tools/opa/go.sum
	$(say) 'building opa (once: about a minute)'
	@cd tools/opa && go build -o ../../$@ github.com/open-policy-agent/opa
	@touch $@

.tools/conftest: tools/conftest/go.mod tools/conftest/go.sum
	$(say) 'building conftest (once: a minute or two)'
	@cd tools/conftest && go build -o ../../$@ github.com/open-policy-agent/conftest
	@touch $@

# The application that Go embeds and git ignores, with the engine for browsers that are out of reach.
ENGINE := server/web/built/engine.wasm.gz

.PHONY: web
web: $(ENGINE) ## build the web application into server/web/dist; Node 20 or later
	$(say) 'building the web application (npm ci the first time)'
	@command -v npm >/dev/null || { echo 'npm is missing; Node 20 or later builds the web application'; exit 1; }
	@cd server/web && { test -d node_modules || npm ci --ignore-scripts --silent; } && npm run --silent contract && npm run --silent check && npm run --silent build

.PHONY: screens
screens: web ## the web application's types and the tests beside its code
	@cd server/web && npm run --silent unit

.PHONY: browser
browser: web build flows ## the flows of the web application in a real browser: every page, a whole day, print, keyboard

# On what web and build have made.
.PHONY: flows
flows: build chromium
	$(say) 'flows in Chromium (about five minutes on two cores)'
	@cd server/web && npm run --silent browser

.PHONY: chromium
chromium: ## install Chromium, Chinese fonts and pdftotext where they are missing, for the tests
	@tools/chromium.sh

.PHONY: pictures
pictures: web build chromium ## take the pictures of the READMEs and of the help, docs/pictures
	@cd server/web && node e2e/pictures.mjs

.PHONY: $(ENGINE)
$(ENGINE):
	$(say) 'building the engine for the browser (the first time compiles everything again: some minutes)'
	@mkdir -p $(@D)
	@cp "$$(go env GOROOT)/lib/wasm/wasm_exec.js" $(@D)/
	@GOOS=js GOARCH=wasm go build -trimpath -ldflags '-s -w' -o $(@D)/engine.wasm ./server/web/engine
	@gzip -9 -n -f $(@D)/engine.wasm

# Region codes and working days are packed from two npm packages into files that Go embeds and
# git ignores; Node and the network are needed once, and again only when tools/regions changes.
TABLES := internal/regions/data/regions.tsv.gz internal/workdays/data/workdays.txt

unit build vet lint run golden cover fuzz bench bench-load: $(TABLES)

.PHONY: regions
regions: $(TABLES) ## pack region codes and working days for embedding

$(TABLES): $(addprefix tools/regions/,pack.mjs package.json package-lock.json .npmrc)
	$(say) 'packing region codes and working days (once: npm ci fetches 24 MB)'
	@command -v npm >/dev/null || { echo 'npm is missing; Node 20 or later packs the region table'; exit 1; }
	@cd tools/regions && npm ci --ignore-scripts --silent && node pack.mjs && rm -rf node_modules
