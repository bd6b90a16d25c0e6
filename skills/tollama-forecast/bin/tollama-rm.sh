#!/usr/bin/env bash
# Short for tollama-models.sh rm.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help)
      echo 'Usage: tollama-rm.sh --model MODEL [--base-url URL] [--timeout SECONDS]' >&2
      exit 0
      ;;
    --model)
      shift
      [ $# -gt 0 ] && arguments+=("$1")
      ;;
    *) arguments+=("$1") ;;
  esac
  [ $# -gt 0 ] && shift
done
exec bash "$here/tollama-models.sh" rm ${arguments[@]+"${arguments[@]}"}
