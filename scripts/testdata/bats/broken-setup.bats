#!/usr/bin/env bats

setup_file() { echo "database is not reachable"; return 1; }

@test "never runs" { true; }

@test "never runs either" { true; }
