#!/usr/bin/env bash
# Forecasts a JSON request; prints the response as one JSON document.
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat >&2 <<'USAGE'
Usage: tollama-forecast.sh --model MODEL [--input FILE] [--metrics LIST] [--mase-seasonality N]
                           [--pull] [--accept-license] [--base-url URL] [--timeout SECONDS]
The request is read from FILE, or from standard input.
USAGE
}

model= input= metrics= season= pull= accept=
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --model) need_value "$1" $#; model=$2; shift 2 ;;
    --input) need_value "$1" $#; input=$2; shift 2 ;;
    --metrics) need_value "$1" $#; metrics=$2; shift 2 ;;
    --mase-seasonality) need_value "$1" $#; season=$2; shift 2 ;;
    --base-url) need_value "$1" $#; base_url=$2; shift 2 ;;
    --timeout) need_value "$1" $#; timeout=$2; shift 2 ;;
    --pull) pull=1; shift ;;
    --accept-license) accept=1; shift ;;
    *) misuse "unknown argument '$1'." ;;
  esac
done
check_timeout
[ -n "$model" ] || { misuse "--model is missing."; }
[ -z "$season" ] || printf '%s' "$season" | grep -Eq '^[1-9][0-9]*$' || fail 2 "--mase-seasonality is '$season'; it must be a whole number of at least 1."
if [ -n "$input" ]; then
  [ -f "$input" ] || fail 2 "there is no file '$input'."
  cp "$input" "$work/payload"
else
  [ ! -t 0 ] || fail 2 "no request: name a file with --input, or pipe one in."
  cat >"$work/payload"
fi
awk -f "$here/json.awk" -v op=check "$work/payload" || fail 2 "the request is no JSON object."
need_transport

change() { # path, raw value
  awk -f "$here/json.awk" -v op=set -v path="$1" -v value="$2" "$work/payload" >"$work/changed" && mv "$work/changed" "$work/payload"
}

if [ -n "$metrics" ]; then
  names=
  IFS=, read -ra list <<<"$metrics"
  for one in "${list[@]}"; do
    one=$(printf '%s' "$one" | tr -d ' ')
    [ -n "$one" ] && names="$names,\"$one\""
  done
  [ -n "$names" ] || fail 2 "--metrics names no metric."
  change parameters.metrics.names "[${names#,}]"
fi
if [ -n "$season" ]; then
  [ -n "$(get parameters.metrics.names "$work/payload")" ] || change parameters.metrics.names '["mase"]'
  change parameters.metrics.mase_seasonality "$season"
fi
change model "$(printf '%s' "$(quote "$model")" | sed 's/\\/\\\\/g')"
change timeout "$timeout"

options=(--base-url "$base_url" --timeout "$timeout")
if ! (bash "$here/tollama-models.sh" show "$model" "${options[@]}") >"$work/shown" 2>"$work/missing"; then
  code=$(TOLLAMA_JSON_STDERR=1 bash "$here/tollama-models.sh" show "$model" "${options[@]}" 2>&1 >/dev/null | grep -oE '"exit_code":[0-9]+' | cut -d: -f2)
  if [ "$code" != 4 ]; then cat "$work/missing" >&2; exit "${code:-10}"; fi
  [ -n "$pull" ] || fail 4 "model '$model' is not installed." "pull it with --pull, or with: tollama pull $model"
  bash "$here/tollama-models.sh" pull "$model" ${accept:+--accept-license} "${options[@]}" >/dev/null || exit $?
fi

if has_cli; then
  cli call run "$model" --input "$work/payload" --no-stream
else
  cp "$work/payload" "$work/plain"
  change stream false
  request call POST /api/forecast "$work/payload"
  [ "$status" = 404 ] && request call POST /v1/forecast "$work/plain"
  expect_ok call forecast
fi
print_reply
