# make demo    builds the command and runs the quick reproduction
# make test    checks the formatting, builds, runs all tests
# make check-demo  runs the quick reproduction and compares its claims with those on record
# make wheel   builds the program with all libraries inside, and makes dist/plateau_robustness-….whl
# make tarball the same program with manual pages and completions, dist/plateau-….tar.gz
# make test-package  builds the README's program in a package of its own, and checks what it prints
# make test-python  tests the Python package with the program of a release build
# make test-all  all tests, the long ones too: half an hour more
# make build, lint, format, bench, clean
#
# The first three install missing system packages first, and say which.

SWIFT ?= swift

# Own targets only: SwiftPM silences warnings of dependencies.
CHECKS = -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error

# The kernels are C and 50 times slower unoptimized; see docs/decisions/0005-tests-build.md.
TEST_FLAGS = -Xcc -O2

SOURCES = Package.swift Sources Tests \
  Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Benchmarks \
  Fuzzing/Package.swift Fuzzing/Sources

DEMO = runs/demo

# An optimized program that is there already, for `make test`; it builds one where none is given.
PROGRAM ?=

PYTHON ?= python3

# Apart from .build: the flag makes all objects anew.
STATIC_BUILD = .build-wheel

.PHONY: demo check-demo test test-all test-package test-python wheel tarball static build setup lint format bench clean

demo: build
	@# A finished demo is made anew, an interrupted one continued.
	@if [ -e $(DEMO)/reproduction.json ]; then rm -rf $(DEMO); fi
	.build/release/plateau reproduce --quick --output $(DEMO) --resume

test: setup lint
	$(SWIFT) build --build-tests $(CHECKS) $(TEST_FLAGS)
	@if command -v python3 > /dev/null; then Scripts/check-api; else echo 'No python3: Scripts/check-api is left out.' >&2; fi
	$(if $(PROGRAM),,$(SWIFT) build -c release --product plateau)
	@# All 70,000 built-in digits, the same bits everywhere; minutes without optimization.
	$(or $(PROGRAM),.build/release/plateau) data verify strokes
	$(SWIFT) test --skip-build $(CHECKS) $(TEST_FLAGS)

check-demo: build
	@rm -rf .build/demo
	.build/release/plateau reproduce --quick --output .build/demo
	PLATEAU_DEMO="$(CURDIR)/.build/demo" $(SWIFT) test $(CHECKS) $(TEST_FLAGS) --filter DemoTests

build: setup
	$(SWIFT) build -c release --product plateau

# Libraries of which the linker finds archives alone, first where pkg-config says that they are.
STATIC_LIBRARIES = $(CURDIR)/$(STATIC_BUILD)/libraries

static:
	@Scripts/setup --wheel
	@mkdir -p $(STATIC_LIBRARIES)
	@for name in sqlite3 z; do ln -sf "$$(cc -print-file-name=lib$$name.a)" $(STATIC_LIBRARIES)/; done
	@printf 'Name: zlib\nDescription: an archive\nVersion: 1\nLibs: -L%s -lz\n' $(STATIC_LIBRARIES) \
	  > $(STATIC_LIBRARIES)/zlib.pc
	@# Nobody looks up symbols in a program; without their names it is 2 MB smaller.
	PKG_CONFIG_PATH=$(STATIC_LIBRARIES) $(SWIFT) build -c release --static-swift-stdlib \
	  --scratch-path $(STATIC_BUILD) --product plateau -Xlinker --no-export-dynamic

# What Scripts/wheel and Scripts/tarball are given.
STATIC_PROGRAM = --program $(STATIC_BUILD)/release/plateau --output dist \
	  --checkouts $(STATIC_BUILD)/checkouts \
	  --license swift="$$(dirname "$$(dirname "$$(readlink -f "$$(command -v $(SWIFT))")")")/share/swift/LICENSE.txt" \
	  $$(for name in sqlite3:libsqlite3-dev zlib:zlib1g-dev; do \
	    file=/usr/share/doc/$${name\#*:}/copyright; \
	    if [ -e $$file ]; then echo "--license $${name%:*}=$$file"; fi; done)

wheel: static
	@rm -f dist/plateau_robustness-*.whl
	Scripts/wheel $(STATIC_PROGRAM)

tarball: static
	@rm -f dist/plateau-*.tar.gz
	Scripts/tarball $(STATIC_PROGRAM)

test-package: setup
	Scripts/check-package

test-python:
	@$(PYTHON) -c 'import numpy' || { echo "test-python: install NumPy for $(PYTHON)." >&2; exit 1; }
	PLATEAU_PROGRAM="$${PLATEAU_PROGRAM:-$(CURDIR)/.build/release/plateau}" \
	  $(PYTHON) -m unittest discover -s Python/tests

test-all: wheel tarball
	$(MAKE) test PROGRAM=$(STATIC_BUILD)/release/plateau
	Scripts/check-wheel dist/plateau_robustness-*.whl
	$(MAKE) test-python PLATEAU_PROGRAM=$(CURDIR)/$(STATIC_BUILD)/release/plateau
	Scripts/check-package
	$(MAKE) check-demo

setup:
	@Scripts/setup

lint: setup
	$(SWIFT) format lint --strict --recursive $(SOURCES)

format: setup
	$(SWIFT) format --in-place --recursive $(SOURCES)

bench: setup
	@# SwiftPM does not see that modules behind the umbrella have changed.
	@rm -f Benchmarks/.build/*/release/Workloads.build/*.o \
	  Benchmarks/.build/*/release/PlateauBenchmarks.build/*.o
	$(SWIFT) package --package-path Benchmarks -c release benchmark

clean:
	rm -rf .build .build-* dist Benchmarks/.build Fuzzing/.build
