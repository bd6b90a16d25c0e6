# Shared by the scripts of this skill: options, transports, errors. Sourced, not run.
# Exit codes: 0 ok, 2 usage or invalid request, 3 daemon unreachable, 4 model missing, 5 permission or licence,
# 6 timeout, 10 internal.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
base_url=${TOLLAMA_BASE_URL:-http://127.0.0.1:11435}
timeout=${TOLLAMA_FORECAST_TIMEOUT_SECONDS:-300}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

quote() { # text as a JSON string
  printf '%s' "$1" | tr '\n\r\t' '   ' | tr -d '\000-\010\013\014\016-\037' | sed 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$/"/'
  [ -n "$1" ] || printf '""'
}

fail() { # exit code, message, hint, subcode
  local code message
  message=$(printf '%s' "$2" | tr '\n\r' '  ' | cut -c1-700)
  case $1 in
    2) code=INVALID_REQUEST ;; 3) code=DAEMON_UNREACHABLE ;; 4) code=MODEL_MISSING ;;
    5) code=PERMISSION_DENIED ;; 6) code=TIMEOUT ;; *) code=INTERNAL_ERROR ;;
  esac
  if [ "${TOLLAMA_JSON_STDERR:-}" = 1 ]; then
    printf '{"error":{"code":"%s",' "$code" >&2
    [ "$1" = 5 ] && printf '"subcode":"%s",' "${4:-PERMISSION_DENIED}" >&2
    printf '"exit_code":%s,"message":%s' "$1" "$(quote "$message")" >&2
    [ -n "${3:-}" ] && printf ',"hint":%s' "$(quote "$3")" >&2
    printf '}}\n' >&2
  else
    printf 'Error: %s\n' "$message" >&2
    [ -n "${3:-}" ] && printf 'Hint: %s\n' "$3" >&2
  fi
  exit "$1"
}

unreachable_hint='start the daemon with "tollama serve"; the localhost of a sandbox may not be the host'"'"'s: set TOLLAMA_BASE_URL.'

subcode_of() { # text
  case $(printf '%s' "$1" | tr '[:upper:]' '[:lower:]') in
    *license* | *licence* | *accept-license*) echo LICENSE_REQUIRED ;;
    *) echo PERMISSION_DENIED ;;
  esac
}

need_value() { [ "$2" -ge 2 ] || fail 2 "$1 needs a value."; }

check_timeout() {
  printf '%s' "$timeout" | grep -Eq '^[0-9]+(\.[0-9]+)?$' && printf '%s' "$timeout" | grep -q '[1-9]' ||
    fail 2 "--timeout is '$timeout'; it must be a positive number of seconds."
  base_url=${base_url%/}
}

has_cli() { command -v tollama >/dev/null 2>&1; }

need_transport() { has_cli || command -v curl >/dev/null 2>&1 || fail 10 "neither tollama nor curl is on the PATH."; }

exit_of_status() { # HTTP status, kind: probe | show | call
  case $2:$1 in
    *:401 | *:403) echo 5 ;;
    *:408 | *:504) echo 6 ;;
    probe:*) echo 3 ;;
    *:400) echo 2 ;;
    *:409) echo 5 ;;
    show:404) echo 4 ;;
    *) echo 10 ;;
  esac
}

detail_of() { # file with an error body
  local detail
  detail=$(awk -f "$here/json.awk" -v op=get -v path=detail "$1" 2>/dev/null)
  [ -n "$detail" ] || detail=$(cat "$1")
  printf '%s' "$detail" | sed 's/^"//; s/"$//'
}

request() { # kind, method, path, body file or empty; answer in $work/reply, HTTP status in $status
  local args=(-sS -X "$2" -m "$timeout" -o "$work/reply" -w '%{http_code}') rc=0
  [ -n "${TOLLAMA_API_KEY:-}" ] && args+=(-H "Authorization: Bearer $TOLLAMA_API_KEY")
  [ -n "$4" ] && args+=(-H 'Content-Type: application/json' --data-binary "@$4")
  : >"$work/reply"
  status=$(curl "${args[@]}" "$base_url$3" 2>"$work/curl") || rc=$?
  [ "$rc" = 0 ] && return 0
  local text
  text=$(cat "$work/curl")
  case $rc:$(printf '%s' "$text" | tr '[:upper:]' '[:lower:]') in
    28:* | *timeout* | *'timed out'*) fail 6 "no answer from $base_url within $timeout s." ;;
    7:* | 6:* | *refused* | *'could not resolve'*) fail 3 "no connection to $base_url: $text" "$unreachable_hint" ;;
    *) fail 10 "$text" ;;
  esac
}

expect_ok() { # kind, action
  case $status in 2??) return 0 ;; esac
  local code detail hint=
  code=$(exit_of_status "$status" "$1")
  detail=$(detail_of "$work/reply")
  [ "$code" = 3 ] && hint=$unreachable_hint
  fail "$code" "$2 failed with HTTP $status: $detail" "$hint" "$(subcode_of "$detail")"
}

cli() { # kind, arguments of tollama; answer in $work/reply
  local kind=$1 rc=0 text lower last
  shift
  tollama "$@" --base-url "$base_url" --timeout "$timeout" >"$work/reply" 2>"$work/stderr" </dev/null || rc=$?
  [ "$rc" = 0 ] && return 0
  text=$(grep -v '^Hint:' "$work/stderr" | sed 's/^Error: //')
  [ -n "$text" ] || text=$(cat "$work/reply")
  lower=$(printf '%s' "$text" | tr '[:upper:]' '[:lower:]')
  last=$(printf '%s' "$text" | grep -oE 'HTTP [0-9]{3}' | tail -1 | cut -c6-)
  case $lower in
    *timeout* | *'timed out'* | *'no answer from'*) fail 6 "$text" ;;
    *'no connection'* | *unreachable* | *refused*) fail 3 "$text" "$unreachable_hint" ;;
    *permission* | *license* | *licence* | *forbidden* | *unauthorized*) fail 5 "$text" '' "$(subcode_of "$text")" ;;
  esac
  [ -n "$last" ] && fail "$(exit_of_status "$last" "$kind")" "$text"
  [ "$rc" = 2 ] && fail 2 "$text"
  fail 10 "$text"
}

get() { awk -f "$here/json.awk" -v op=get -v path="$1" "$2"; }

body() { printf '%s' "$1" >"$work/body"; printf '%s' "$work/body"; }

print_reply() { printf '%s\n' "$(cat "$work/reply")"; }

misuse() { # message
  [ "${TOLLAMA_JSON_STDERR:-}" = 1 ] || usage
  fail 2 "$1"
}
