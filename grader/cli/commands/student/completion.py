"""`grader completion`: what a shell runs so that the Tab key completes commands and names.

No library does it: those complete `grader …`, and here it is typed as `uv run grader …`. Names stand in the text, so
that no key press starts Python.
"""

from __future__ import annotations

import argparse

from grader.cli.table import COMMANDS
from grader.course.syllabus import load_course
from grader.errors import ALL_PASS
from grader.render.typed import command

SHELLS = ("bash", "zsh", "fish")
BASH = """_grader() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} at=0
    while (( at < COMP_CWORD )) && [[ ${{COMP_WORDS[at]}} != grader ]]; do (( ++at )); done
    if (( at == COMP_CWORD )); then
        [[ -n $_grader_uv ]] && "$_grader_uv" "$@"
        return
    fi
    local words="{commands} {names}"
    (( COMP_CWORD > at + 1 )) && words="{names}"
    [[ ${{COMP_WORDS[at + 1]}} == completion ]] && (( COMP_CWORD > at + 1 )) && words="bash zsh fish"
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
[[ -n $_grader_uv ]] || _grader_uv=$(complete -p uv 2> /dev/null | sed -n 's/.*-F \\([^ ]*\\).*/\\1/p')
complete -o default -F _grader grader uv
"""
ZSH = """#compdef grader uv
_grader() {{
    local at=${{words[(i)grader]}}
    if (( at >= CURRENT )); then
        [[ -n $_grader_uv ]] && $_grader_uv
        return
    fi
    if (( CURRENT == at + 1 )); then
        compadd {commands} {names}
    elif [[ ${{words[at + 1]}} == completion ]]; then
        compadd bash zsh fish
    else
        compadd {names} || _files
    fi
}}
(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit }}
[[ -n $_grader_uv ]] || _grader_uv=$_comps[uv]
compdef _grader grader uv
"""
FISH = """function __grader_at
    set -l words (commandline -opc)
    contains -- grader $words; and test (count $words) -eq (math (contains -i -- grader $words) + $argv[1])
end
function __grader_behind
    set -l words (commandline -opc)
    contains -- grader $words; and test (count $words) -gt (contains -i -- grader $words)
end
for program in grader uv
    complete -c $program -f -n '__grader_at 0' -a '{commands}'
    complete -c $program -n '__grader_at 0; or __grader_behind' -a '{names}'
    complete -c $program -f -n '__grader_behind; and contains completion (commandline -opc)' -a 'bash zsh fish'
end
"""
TEXTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
HOW = {
    "bash": "# Now: source <({command})    For every new terminal: {command} >> ~/.bashrc",
    "zsh": "# Now: source <({command})    For every new terminal: {command} >> ~/.zshrc",
    "fish": "# Now: {command} | source    For every new terminal: {command} > ~/.config/fish/conf.d/grader.fish",
}


def run(args: argparse.Namespace) -> int:
    """Print the text; it is for the shell, and so nothing else is printed."""
    course = load_course()
    names = [name for unit in course.units for name in (unit.name, *(exercise.name for exercise in unit.exercises))]
    how = HOW[args.shell].format(command=command(f"completion {args.shell}"))
    text = TEXTS[args.shell].format(commands=" ".join(COMMANDS), names=" ".join(dict.fromkeys(names)))
    if not args.quiet:
        print(f"{text}{how}")
    return ALL_PASS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash, zsh or fish")
