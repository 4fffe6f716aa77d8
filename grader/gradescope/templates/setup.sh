#!/usr/bin/env bash
# Gradescope runs this once, while it builds the container's image; only here is there a network.
set -euo pipefail
autograder="${AUTOGRADER:-/autograder}"
cd "$autograder/source"

install() { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; }

command -v bwrap >/dev/null || install bubblewrap
if ! command -v uv >/dev/null; then
    install python3-venv
    python3 -m venv "$autograder/uv"
    "$autograder/uv/bin/pip" install --quiet uv
    export PATH="$autograder/uv/bin:$PATH"
fi
export UV_PYTHON_INSTALL_DIR="$autograder/python" # not in root's home, which nobody else may read
uv sync --no-install-project

# An image that cannot grade its own solutions is not worth building.
names=$(.venv/bin/python -c 'import json; print(*json.load(open("gradescope.json"))["names"])')
# shellcheck disable=SC2086 # each name is a word
.venv/bin/python -m grader.cli check $names --submission solutions --plain
