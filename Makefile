# Joulebook's targets for people. `make demo` and `make test` do all set-up themselves.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
# One scratch folder per set of flags: mixing them in one rebuilds everything each way.
RELEASE = .build-release
RELEASE_FLAGS = -c release --static-swift-stdlib --scratch-path $(RELEASE)
# At a fixed address 90,000 relocations need not be made at each start: 1 ms of 6.
FIXED = -Xlinker --no-pie
# Without symbols, and written in one go: the kernel maps such a file in larger pieces.
BINARY = $(RELEASE)/joulebook

.PHONY: help setup build demo picture catalogue validation test check docs wheel install uninstall tarball deb slow clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install what is missing (Debian packages)
	@Scripts/setup

build: setup ## the release binary
	$(SWIFT) build $(RELEASE_FLAGS) $(FIXED) --product joulebook
	strip -o $(BINARY) $(RELEASE)/release/joulebook || cp $(RELEASE)/release/joulebook $(BINARY)
	Scripts/build-nvml-stub $(RELEASE)

demo: build ## meter the example training job and print its receipt
	$(BINARY) run --name demo -- python3 Examples/train.py

PICTURED = joulebook run --region DE -- python3 Examples/train.py

picture: build ## the receipt in the README, from a real run
	XDG_DATA_HOME=$(RELEASE)/picture $(BINARY) run --quiet --region DE -- python3 Examples/train.py
	XDG_DATA_HOME=$(RELEASE)/picture $(BINARY) show last \
	  | python3 Scripts/picture.py "$(PICTURED)" > Docs/Images/receipt.svg

catalogue: ## list the tables of the catalogue for the compiler, and their sources for readers
	python3 Scripts/catalogue/registry.py > Sources/CReferenceData/tables.c
	python3 Scripts/catalogue/attribution.py > ATTRIBUTION.md

validation: ## the page of published rows, as the method recomputes them
	$(SWIFT) build --product joulebook
	.build/debug/joulebook validate --format markdown > Docs/Methods/Validation.md

test: setup ## build and run all tests
	@Scripts/setup tests
	$(SWIFT) build --build-tests
	SWIFT_BACKTRACE=enable=no $(SWIFT) test --skip-build

check: setup ## layout, directions between targets, house rules
	Scripts/check

docs: build ## the manual page and the completions
	Scripts/docs $(BINARY) $(RELEASE)/docs

wheel: build ## the Python package with the release binary inside
	JOULEBOOK_WHEEL_BINARY=$(abspath $(BINARY)) \
	  python3 Clients/python/build_backend.py wheel $(RELEASE)/wheel

install: docs ## install under PREFIX (default /usr/local)
	Scripts/layout install $(RELEASE) "$(DESTDIR)" "$(PREFIX)"

uninstall: ## take away what install put there
	Scripts/layout remove $(RELEASE) "$(DESTDIR)" "$(PREFIX)"

# SQLite in the program, for machines that have no copy: its archive is found in front of the shared library.
PORTABLE = $(RELEASE)/portable
INSIDE = -Xlinker -L$(CURDIR)/$(PORTABLE)/archives

tarball: docs ## a tarball that runs from any folder
	mkdir -p $(PORTABLE)/archives
	ln -sf "$$($(CC) -print-file-name=libsqlite3.a)" "$$($(CC) -print-file-name=libz.a)" $(PORTABLE)/archives
	$(SWIFT) build $(RELEASE_FLAGS) $(FIXED) $(INSIDE) --product joulebook
	strip -o $(PORTABLE)/joulebook $(RELEASE)/release/joulebook
	cp -r $(RELEASE)/docs $(RELEASE)/libjoulebook-nvml-stub.so $(PORTABLE)
	Scripts/tarball $(PORTABLE) $(RELEASE)/packages

deb: docs ## a Debian package
	@Scripts/setup packages
	Scripts/deb $(RELEASE) $(RELEASE)/packages

slow: deb tarball ## the tests that take minutes: packages in a fresh Debian, as root
	@Scripts/setup tests
	$(SWIFT) build --build-tests
	JOULEBOOK_SLOW_TESTS=1 SWIFT_BACKTRACE=enable=no $(SWIFT) test --skip-build --filter SlowTests

clean: ## remove what was built
	rm -rf .build .build-*
