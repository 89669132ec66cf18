#!/bin/sh
# Start-up logs against budgets: status 1 when one is broken, with the ledger written first.
#
#   startup-gate.sh BUDGETS.toml LOGS...
set -u
budgets=$1
shift
segment-parse --path-pattern '{sample}-{n}.log' "$@" |
	percentile --by labels.sample,name --budget-file "$budgets" --require-complete
