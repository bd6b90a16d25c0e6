#!/usr/bin/env bash
# Says whether the daemon answers, as one compact JSON document with sorted keys.
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  echo 'Usage: tollama-health.sh [--base-url URL] [--timeout SECONDS] [--runtimes]' >&2
}

runtimes=
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --base-url) need_value "$1" $#; base_url=$2; shift 2 ;;
    --timeout) need_value "$1" $#; timeout=$2; shift 2 ;;
    --runtimes) runtimes=1; shift ;;
    *) misuse "unknown argument '$1'." ;;
  esac
done
check_timeout
command -v curl >/dev/null 2>&1 || fail 10 "curl is not on the PATH."

request probe GET /v1/health ''
expect_ok probe health
health=$status
request probe GET /api/version ''
expect_ok probe version
version=$status
name=$(get version "$work/reply")

families=
if [ -n "$runtimes" ]; then
  request probe GET /api/info ''
  expect_ok probe info
  runners=$(get runners "$work/reply")
  families=$(printf '%s' "${runners:-[]}" | awk '{ t = t $0 } END {
    gsub(/\}[ \t]*,[ \t]*\{/, "}\n{", t); gsub(/^\[|\]$/, "", t); print t }' | while IFS= read -r runner; do
    printf '%s' "$runner" >"$work/runner"
    family=$(get family "$work/runner")
    [ -n "$family" ] || continue
    installed=$(get installed "$work/runner")
    running=$(get running "$work/runner")
    printf '{"family":%s,"installed":%s,"running":%s},' "$family" "${installed:-true}" "${running:-false}"
  done)
  families=",\"runtimes\":[${families%,}]"
fi

printf '{"base_url":%s,"health":{"status":%s},"healthy":true%s,"timeout_seconds":%s,"version":{"status":%s},"version_name":%s}\n' \
  "$(quote "$base_url")" "$health" "$families" "$timeout" "$version" "${name:-null}"
