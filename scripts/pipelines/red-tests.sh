#!/bin/sh
# A night's red tests: causes first, then which tests are flaky and which broken.
#
#   red-tests.sh REPORTS...      reports as SUITE/RUN.xml (or .jsonl, .tap, .txt)
set -eu
tests=$(mktemp)
trap 'rm -f "$tests"' EXIT
result-parse --path-pattern '{suite}/{run_id}.*' "$@" > "$tests"
flake-cluster "$tests"
flake-cluster rate "$tests"
