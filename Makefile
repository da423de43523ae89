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

.PHONY: help setup build demo picture catalogue validation test check docs wheel install uninstall clean

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
	mkdir -p $(RELEASE)/docs
	$(BINARY) --experimental-dump-help > $(RELEASE)/docs/help.json
	python3 Scripts/manual.py $(RELEASE)/docs/help.json > $(RELEASE)/docs/joulebook.1
	for shell in bash zsh fish; do \
	  $(BINARY) --generate-completion-script $$shell > $(RELEASE)/docs/joulebook.$$shell || exit 1; done

wheel: build ## the Python package with the release binary inside
	JOULEBOOK_WHEEL_BINARY=$(abspath $(BINARY)) \
	  python3 Clients/python/build_backend.py wheel $(RELEASE)/wheel

install: docs ## install under PREFIX (default /usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/joulebook \
	  $(DESTDIR)$(PREFIX)/share/man/man1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/joulebook
	Scripts/build-nvml-stub $(DESTDIR)$(PREFIX)/lib/joulebook
	install -m 644 $(RELEASE)/docs/joulebook.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	install -m 644 $(RELEASE)/docs/joulebook.bash \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/joulebook
	install -m 644 $(RELEASE)/docs/joulebook.zsh \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_joulebook
	install -m 644 $(RELEASE)/docs/joulebook.fish \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/

uninstall: ## take away what install put there
	rm -rf $(DESTDIR)$(PREFIX)/lib/joulebook
	rm -f $(DESTDIR)$(PREFIX)/bin/joulebook $(DESTDIR)$(PREFIX)/share/man/man1/joulebook.1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/joulebook \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_joulebook \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/joulebook.fish

clean: ## remove what was built
	rm -rf .build .build-*
