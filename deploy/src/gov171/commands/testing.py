"""The command that checks everything: lint, types, import rules, contracts, tests."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from gov171.console import say
from gov171.local.layout import ROOT

_BIN = Path(sys.executable).parent


def check_all(
    paths: Annotated[list[str] | None, typer.Argument(help="Only these tests; without, everything is checked.")] = None,
) -> None:
    """Lint, types, import rules, contract documents and all tests, in this order; the first fault ends it."""
    pytest = [sys.executable, "-P", "-m", "pytest", "-n", str(min(os.cpu_count() or 1, 8)), "--dist", "loadfile", "-q"]
    if paths:
        raise typer.Exit(_run("tests", [*pytest, *paths]))
    sources = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/src"))
    checks = {
        "lint": [str(_BIN / "ruff"), "check", "."],
        "format": [str(_BIN / "ruff"), "format", "--check", "--quiet", "."],
        "types": [sys.executable, "-P", "-m", "mypy", *sources],
        "import rules": [str(_BIN / "lint-imports")],
        "contracts": [sys.executable, "-P", "-m", "gov171", "contracts", "check"],
        "tests": pytest,
    }
    for what, command in checks.items():
        status = _run(what, command)
        if status:
            raise typer.Exit(status)


def _run(what: str, command: list[str]) -> int:
    say(f"== {what}")
    began = time.monotonic()
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if what != "tests":  # pytest's own closing line is the last word
        say(f"   {'ok' if status == 0 else f'FAILED ({status})'} in {time.monotonic() - began:.1f} s")
    return status
