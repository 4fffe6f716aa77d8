"""Open a page or a picture on a desktop; elsewhere its path is printed, and that is enough."""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser


def open_in_browser(args: argparse.Namespace, address: str) -> None:
    """Open an address in the browser, unless output is piped, plain, or there is no screen."""
    if sys.stdout.isatty() and not args.plain and not args.quiet and _has_browser():
        webbrowser.open(address)


def _has_browser() -> bool:
    """Whether there is a browser to open: there is none on a machine without a screen."""
    desktop = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(desktop) or "BROWSER" in os.environ
