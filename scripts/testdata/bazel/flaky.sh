#!/bin/sh
# fails at the first attempt, passes at the second
if [ -e /srv/ci/bazel-state/flaky ]; then exit 0; fi
mkdir -p /srv/ci/bazel-state && touch /srv/ci/bazel-state/flaky
echo "row is missing from orders.db"
exit 1
