#!/bin/sh
# Stands for a test suite: a few real assertions about the tools that a release needs.
# cspell:ignore cksum
set -eu
passed=0
assert() {
  if [ "$2" != "$3" ]; then
    echo "not ok: $1 (expected $3, found $2)" >&2
    exit 1
  fi
  echo "ok: $1" >&2
  passed=$((passed + 1))
}
assert "awk adds" "$(echo '2 3' | awk '{ print $1 + $2 }')" 5
assert "sort sorts" "$(printf 'b\na\n' | sort | tr -d '\n')" ab
assert "sed replaces" "$(echo 1.4.0 | sed 's/\./-/g')" 1-4-0
assert "cksum is stable" "$(printf signalbox | cksum | awk '{ print $2 }')" 9
printf '{"check": "self-test", "detail": "%s assertions passed"}\n' "$passed"
