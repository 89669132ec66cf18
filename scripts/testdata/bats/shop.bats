#!/usr/bin/env bats

setup() {
  price() { case $1 in eur) echo 1000;; usd) echo 1090;; *) echo "no rate for $1" >&2; return 1;; esac; }
}

@test "converts eur" { [ "$(price eur)" = 1000 ]; }

@test "rounds (fails)" {
  run price usd
  [ "$status" -eq 0 ]
  [ "$output" = 1091 ]
}

@test "unknown currency" {
  run price xxx
  [ "$status" -eq 1 ]
}

@test "is skipped" { skip "needs the rate service"; }

@test "is skipped silently" { skip; }

@test "prints unicode and control: naïve ✓ 日本語 <b>&amp;</b>" {
  printf 'before the failure: \033[31mred\033[0m ünïcode\n'
  echo "# a comment for the TAP stream" >&3
  false
}

@test "timing varies" { sleep 0.0$(( ${SAMPLE_SEED:-1} % 9 )); }

@test "missing command" { no_such_command_anywhere; }
