#!/usr/bin/env bash
# Runs the unit tests three times while two busy loops use the processors, and lists the tests that failed:
#   scripts/under-load.sh [JEST_ARGUMENT...]
# A test that fails here and passes on an idle machine measures time or waits for a fixed time; tests must do neither.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d "${TMPDIR:-/tmp}/under-load.XXXXXX")
loops=()
trap 'kill "${loops[@]}"; rm -rf "$work"' EXIT

for _ in 1 2; do
  while :; do :; done &
  loops+=($!)
done

status=0
for run in 1 2 3; do
  echo "run $run of 3"
  npm test -- --silent --json --outputFile="$work/$run.json" "$@" > "$work/log" 2>&1 || status=1
  if [ ! -s "$work/$run.json" ]; then
    tail -n 40 "$work/log"
    continue
  fi
  node scripts/count-tests.mjs "$work/$run.json" --failures
done
exit "$status"
