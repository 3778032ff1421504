#!/bin/sh
# Is the version in the changelog, with at least one line about it?
set -eu
version=$1
notes=$(awk -v version="$version" '/^## / { isIn = ($2 == version); next } isIn && /^- /' CHANGELOG.md)
if [ -z "$notes" ]; then
  echo "CHANGELOG.md has no notes about $version" >&2
  exit 1
fi
echo "$notes" >&2
printf '{"check": "changelog", "detail": "%s notes about %s"}\n' "$(echo "$notes" | wc -l | tr -d ' ')" "$version"
