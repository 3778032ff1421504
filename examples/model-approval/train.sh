#!/bin/sh
# Trains a classifier on a CSV file with nothing but sh and awk.
# Usage: train.sh DATA.csv OUTPUT_FOLDER EPOCHS
# Progress goes to stderr, the metrics as one JSON object to stdout.
set -eu
export LC_ALL=C

data=$1
output=$2
epochs=$3
here=$(dirname "$0")

if [ ! -r "$data" ]; then
  echo "expected a readable CSV file, found none at $data" >&2
  exit 2
fi
mkdir -p "$output"
awk -v epochs="$epochs" -v model="$output/model.json.part" -f "$here/train.awk" "$data" > "$output/metrics.json.part"
# Both files appear whole or not at all, whatever interrupts this script.
mv "$output/model.json.part" "$output/model.json"
mv "$output/metrics.json.part" "$output/metrics.json"
cat "$output/metrics.json"
