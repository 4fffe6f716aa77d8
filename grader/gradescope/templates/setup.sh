#!/usr/bin/env bash
# Gradescope runs this once, while it builds the container's image; only here is there a network.
set -euo pipefail
autograder="${AUTOGRADER:-/autograder}"
cd "$autograder/source"

install() { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; }

command -v bwrap >/dev/null || install bubblewrap
if ! command -v uv >/dev/null; then
    python3 -m pip --version >/dev/null 2>&1 || install python3-pip
    python3 -m pip install --quiet --target "$autograder/uv" uv==0.13.9
    export PATH="$autograder/uv/bin:$PATH"
fi
export UV_PYTHON_INSTALL_DIR="$autograder/python" # not in root's home, which nobody else may read
uv sync --no-install-project

# An image that cannot grade its own solutions, in the jail that is to hold its students' code, is not worth building.
names=$(.venv/bin/python -c 'import json; print(*json.load(open("gradescope.json"))["names"])')
# shellcheck disable=SC2086 # each name is a word
.venv/bin/python -m grader check $names --submission solutions --plain --jail
