#!/usr/bin/env bash
# Lists, shows, pulls and removes models.
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat >&2 <<'USAGE'
Usage: tollama-models.sh installed | loaded | available
       tollama-models.sh show MODEL | pull MODEL [--accept-license] | rm MODEL
       tollama-models.sh info [--section daemon|models|runners|env|all]
Options: [--base-url URL] [--timeout SECONDS]
USAGE
}

action= model= section= accept=
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --base-url) need_value "$1" $#; base_url=$2; shift 2 ;;
    --timeout) need_value "$1" $#; timeout=$2; shift 2 ;;
    --section) need_value "$1" $#; section=$2; shift 2 ;;
    --accept-license) accept=true; shift ;;
    -*) misuse "unknown option '$1'." ;;
    *)
      if [ -z "$action" ]; then action=$1; elif [ -z "$model" ]; then model=$1; else misuse "too many arguments: '$1'."; fi
      shift
      ;;
  esac
done
check_timeout
[ -z "$section" ] || [ "$action" = info ] || fail 2 "--section goes with info only."
[ -z "$accept" ] || [ "$action" = pull ] || fail 2 "--accept-license goes with pull only."
case ${section:-all} in daemon | models | runners | env | all) ;; *) fail 2 "--section is '$section'; it must be daemon, models, runners, env or all." ;; esac
case $action in
  show | pull | rm) [ -n "$model" ] || { misuse "$action needs a model."; } ;;
  installed | loaded | available | info) [ -z "$model" ] || { misuse "$action takes no model."; } ;;
  '') misuse "no action." ;;
  *) misuse "unknown action '$action'." ;;
esac
need_transport
name="{\"model\":$(quote "$model")}"

through_cli() {
  case $action in
    installed) cli call list --json ;;
    loaded) cli call ps --json ;;
    show) cli show show "$model" ;;
    pull) cli call pull "$model" --no-stream ${accept:+--accept-license} ;;
    rm) cli call rm "$model" ;;
    *) cli probe info --json --remote ;;
  esac
}

through_curl() {
  case $action in
    installed) request call GET /api/tags '' ; expect_ok call 'list models' ;;
    loaded) request call GET /api/ps ''; expect_ok call 'list loaded models' ;;
    show) request show POST /api/show "$(body "$name")"; expect_ok show 'show model' ;;
    pull)
      request call POST /api/pull "$(body "{\"model\":$(quote "$model"),\"stream\":false,\"accept_license\":${accept:-false}}")"
      expect_ok call 'pull model'
      ;;
    rm) request call DELETE /api/delete "$(body "$name")"; expect_ok call 'remove model' ;;
    *) request probe GET /api/info ''; expect_ok probe info ;;
  esac
}

if has_cli; then through_cli; else through_curl; fi
case $action in
  available) printf '{"models":%s}\n' "$(get models.available "$work/reply")" ;;
  info)
    if [ "${section:-all}" = all ]; then print_reply; else get "$section" "$work/reply"; fi
    ;;
  *) print_reply ;;
esac
