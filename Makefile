# runproof: every job of a developer and of CI is a target here; CI calls these and nothing else.
#
#   make demo     build, run the whole chain on real data, show a summary
#   make test     all tests
#   make check    format, lints, schemas, dependency direction, pipelines, README

CARGO ?= cargo
PREFIX ?= /usr/local
DESTDIR ?=
CORPUS ?= ../shared/corpus
TOOLS := $(notdir $(wildcard bin/*))

.DELETE_ON_ERROR:
.PHONY: all demo build test check fmt lint schemas schema-drift deps pipelines readme bench fuzz portable \
	man completions install uninstall new corpus quality faults simulate clean

all: build

# run-sentinel is started for every command that it guards; linked statically it starts in
# two thirds of the time. Without a static C library the dynamic one stays.
build:
	$(CARGO) build --release --locked --workspace --bins
	@$(CARGO) rustc --release --locked --quiet -p run-sentinel --bin run-sentinel -- \
		-C target-feature=+crt-static || echo "run-sentinel: no static C library, linked dynamically" >&2

demo: build
	$(CARGO) test --release --locked --quiet --no-run -p runproof-record
	scripts/demo

test:
	@rm -f target/skipped-tests.log
	$(CARGO) test --locked --workspace
	@if [ -s target/skipped-tests.log ]; then \
		echo "skipped for want of another program: $$(wc -l < target/skipped-tests.log)"; \
		cat target/skipped-tests.log; \
	fi

check: fmt lint schema-drift deps pipelines readme

fmt:
	$(CARGO) fmt --all --check

lint:
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	$(CARGO) clippy --locked -p run-sentinel --features portable --all-targets -- -D warnings

schemas:
	$(CARGO) run --locked --quiet -p runproof-testkit --example schemas

schema-drift:
	$(CARGO) test --locked --quiet -p runproof-testkit --test schemas

deps:
	scripts/check-deps

# The pipelines and the README run on the debug binaries, which the tests have built anyway.
pipelines:
	$(CARGO) build --locked --quiet --workspace --bins
	scripts/check-pipelines target/debug

readme:
	$(CARGO) build --locked --quiet --workspace --bins
	scripts/check-readme target/debug

bench: build
	@for bench in scripts/bench/*; do \
		if [ -x "$$bench" ] && [ -f "$$bench" ]; then echo "== $$bench"; "$$bench" || exit 1; fi; \
	done

# Seconds per target; needs cargo-fuzz.
FUZZ_SECONDS ?= 60
fuzz:
	@for target in $$(sed -n 's/^name = "\(.*\)"$$/\1/p' fuzz/Cargo.toml | tail -n +2); do \
		RUSTC_BOOTSTRAP=1 $(CARGO) fuzz run "$$target" -- -max_total_time=$(FUZZ_SECONDS) || exit 1; \
	done

man: build
	@mkdir -p target/man
	@for tool in $(TOOLS); do target/release/$$tool --generate=man > target/man/$$tool.1 || exit 1; done
	@echo "target/man: $(TOOLS)"

completions: build
	@mkdir -p target/completions/bash target/completions/zsh target/completions/fish
	@for tool in $(TOOLS); do \
		target/release/$$tool --generate=complete-bash > target/completions/bash/$$tool || exit 1; \
		target/release/$$tool --generate=complete-zsh > target/completions/zsh/_$$tool || exit 1; \
		target/release/$$tool --generate=complete-fish > target/completions/fish/$$tool.fish || exit 1; \
	done
	@echo "target/completions: bash, zsh, fish"

install: build man completions
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	for tool in $(TOOLS); do \
		install -m 755 target/release/$$tool $(DESTDIR)$(PREFIX)/bin/$$tool || exit 1; \
		install -m 644 target/man/$$tool.1 $(DESTDIR)$(PREFIX)/share/man/man1/ || exit 1; \
		install -m 644 target/completions/bash/$$tool $(DESTDIR)$(PREFIX)/share/bash-completion/completions/ || exit 1; \
		install -m 644 target/completions/zsh/_$$tool $(DESTDIR)$(PREFIX)/share/zsh/site-functions/ || exit 1; \
		install -m 644 target/completions/fish/$$tool.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/ || exit 1; \
	done

uninstall:
	for tool in $(TOOLS); do \
		rm -f $(DESTDIR)$(PREFIX)/bin/$$tool $(DESTDIR)$(PREFIX)/share/man/man1/$$tool.1 \
			$(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$tool \
			$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_$$tool \
			$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/$$tool.fish; \
	done

# make new NAME=foo
new:
	scripts/new-tool "$(NAME)"

# Comparisons with real third-party data, which is not part of this repository.
corpus: build
	@for script in scripts/corpus/*; do echo "== $$script"; "$$script" "$(CORPUS)" || exit 1; done

quality: build
	scripts/quality
	scripts/quality-systems

faults: build
	scripts/faults

# What run-sentinel does where there is no /proc, no subreaper and no process descriptor.
portable:
	$(CARGO) test --locked -p run-sentinel --features portable --bin run-sentinel \
		--test cli --test clocks --test ending --test terminal --test threads --test verbs

simulate: build
	scripts/simulate

clean:
	$(CARGO) clean
