#!/bin/sh
# The whole chain: one live run under watch, recorded results and logs, one bundle, one lock.
#
#   evidence.sh OUT RESULTS LOGS -- COMMAND [ARG...]
#
# OUT      a folder for the evidence
# RESULTS  a folder of test reports, SUITE/RUN.xml (or .jsonl, .tap, .txt)
# LOGS     a folder of start-up logs, KIND-N.log, with SEGMENT lines
# COMMAND  what to run and watch
#
# The status is the first one that is not 0, after all evidence is written.
set -u
if [ $# -lt 5 ] || [ "$4" != -- ]; then
	echo "usage: evidence.sh OUT RESULTS LOGS -- COMMAND [ARG...]" >&2
	exit 2
fi
out=$1 results=$2 logs=$3
shift 4
mkdir -p "$out" || exit 4
status=0
answer() { # STATUS WHO: remembers the first that is not 0
	[ "$1" = 0 ] && return
	echo "evidence: $2: status $1" >&2
	[ "$status" != 0 ] || status=$1
}

# Where did this run? The next run is checked against it: env-signature check --baseline.
env-signature capture -o "$out/env.signature.json"
answer $? env-signature

# Did it fail, crash or hang, and in which test?
run-sentinel exec --state "$out/run_state.json" --events "$out/events.ndjson" --log "$out/run.log" -- "$@" > "$out/run.out" 2>&1
run-sentinel check --state "$out/run_state.json" -o "$out/verdict.json"
answer $? "the watched run"

# What happened to every test, in every attempt?
result-parse --path-pattern '{suite}/{run_id}.*' -o "$out/tests.ndjson" "$results"
answer $? result-parse

# Which tests are slow?
percentile --field duration_ms --by test_id --top 5 -o "$out/durations.ndjson" "$out/tests.ndjson"
answer $? percentile

# Which steps of the start-up are slow, and which of them unstable?
segment-parse --path-pattern '{sample}-{n}.log' -o "$out/segments.ndjson" "$logs"/*.log
answer $? segment-parse
variance --by labels.sample,name --session source.path -o "$out/variance.ndjson" "$out/segments.ndjson"
answer $? variance

# Which failures are one cause, and which tests are flaky?
flake-cluster -o "$out/clusters.ndjson" "$out/tests.ndjson"
answer $? flake-cluster
flake-cluster rate -o "$out/flakes.ndjson" "$out/tests.ndjson"
answer $? "flake-cluster rate"

# One bundle with a manifest, and one lock over everything.
cd "$out" || exit 4
rm -f test_artifacts.zip artifacts_index.md evidence.lock pack.ndjson
artifact-pack pack . -o test_artifacts.zip --index artifacts_index.md > ../pack.ndjson.$$
answer $? artifact-pack
mv ../pack.ndjson.$$ pack.ndjson
hash-lock write ./* -o evidence.lock
answer $? hash-lock
exit "$status"
