#!/bin/sh
# Is there enough room for a build?
set -eu
minimum=$1
free=$(df -Pk . | awk 'NR == 2 { printf "%d", $4 / 1024 }')
echo "$free MB free" >&2
if [ "$free" -lt "$minimum" ]; then
  echo "expected at least $minimum MB of free disk space, found $free MB" >&2
  exit 1
fi
printf '{"check": "disk", "detail": "%s MB free, %s MB needed"}\n' "$free" "$minimum"
