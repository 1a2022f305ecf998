#!/usr/bin/env bash
# planted.sh PROGRAM BUG   passes where the simulation PROGRAM fails with BUG planted (cdc/stream/plant.h); with "none": where it passes
set -euo pipefail
program=$1 bug=$2
if [[ $bug == none ]]; then
  WALCAST_PLANT=none WALCAST_SEEDS=40 exec "$program"
fi
# Threads interleave as they like: a bug that one run of seeds does not meet, another does.
for first in 1 1001 2001 3001 4001 5001 6001 7001; do
  status=0
  output=$(WALCAST_SEED=$first WALCAST_PLANT=$bug "$program" --gtest_fail_fast 2>&1) || status=$?
  printf '%s\n' "$output" | tail -n 20
  # A failed expectation ends it with 1; whoever crashes or hangs has shown nothing.
  if [[ $status == 1 && $output == *"[  FAILED  ]"* ]]; then exit 0; fi
  [[ $status == 0 ]] || break
done
echo "the tests do not see the bug $bug (status $status)" >&2
exit 1
