#!/usr/bin/env bash
# The command that people and CI both run: build with every analyzer, format check, tests.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build Tollama.sln
dotnet format Tollama.sln whitespace --verify-no-changes --no-restore
dotnet test Tollama.sln --no-build
