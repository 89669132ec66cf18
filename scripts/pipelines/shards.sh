#!/bin/sh
# Percentiles over shards that were measured apart: the same bytes as one run over all of them.
#
#   shards.sh FIELD BY SHARD...
set -eu
field=$1 by=$2
shift 2
states=$(mktemp -d)
trap 'rm -rf "$states"' EXIT
n=0
for shard in "$@"; do
	n=$((n + 1))
	percentile state --field "$field" --by "$by" -o "$states/$n" "$shard"
done
percentile merge "$states"/*
