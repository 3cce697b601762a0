"""The command line says what there is, and answers plainly where nothing runs."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gov171.cli import app

run = CliRunner()
COMMANDS = [
    "up", "down", "status", "logs", "reset", "token", "demo", "test", "dead-letters", "replay", "contracts", "import", "bench",
    "hotline",
]  # fmt: skip


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder in which nothing ever ran."""
    monkeypatch.setenv("GOV171_HOME", str(tmp_path))
    return tmp_path


def listed(output: str) -> list[str]:
    return [line.split()[0] for line in output.partition("Commands:")[2].splitlines() if line.startswith("  ") and line[2] != " "]


def test_no_command_waits_for_services_that_it_does_not_run() -> None:
    loaded = "import gov171.cli, sys; print(*(name for name in sys.modules if name.startswith('svc_')))"

    done = subprocess.run([sys.executable, "-P", "-c", loaded], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.split() == []


def test_help_lists_every_command() -> None:
    answer = run.invoke(app, ["--help"])

    assert answer.exit_code == 0
    assert sorted(listed(answer.output)) == sorted(COMMANDS)


@pytest.mark.parametrize(
    ("group", "commands"),
    [
        ("contracts", ["check", "write"]),
        ("import", ["organisation", "tickets"]),
        ("bench", ["duplicates", "hotline", "items", "territories", "trade"]),
        ("hotline", ["recount"]),
    ],
)
def test_help_of_a_group_lists_its_commands(group: str, commands: list[str]) -> None:
    assert sorted(listed(run.invoke(app, [group, "--help"]).output)) == commands


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str) -> None:
    answer = run.invoke(app, [command, "--help"])

    usage, _, said = answer.output.strip().partition("\n\n")
    assert answer.exit_code == 0
    assert usage.startswith(f"Usage: gov171 {command}")
    assert said.strip()[0].isupper()


@pytest.mark.parametrize(
    "command", [["status"], ["token", "--role", "desk"], ["dead-letters"], ["replay", "--since", "24h"]], ids=lambda each: each[0]
)
def test_a_command_that_needs_a_house_says_how_to_start_one(command: list[str]) -> None:
    answer = run.invoke(app, command)

    assert answer.exit_code == 1
    assert "start it with ./gov171 up" in answer.output


def test_stopping_what_does_not_run_is_no_fault() -> None:
    answer = run.invoke(app, ["down"])

    assert (answer.exit_code, answer.output) == (0, "gov171 is not running here.\n")


def test_a_time_that_is_none_and_a_process_that_is_none_are_refused() -> None:
    assert run.invoke(app, ["replay", "--since", "yesterday"]).exit_code == 2
    answer = run.invoke(app, ["logs", "nobody"])
    assert answer.exit_code == 1
    assert "there are hotline, grid" in answer.output


def test_a_file_that_is_not_there_or_not_what_it_should_be_ends_the_import_with_a_word(tmp_path: Path) -> None:
    nowhere, wrong = tmp_path / "nowhere.json", tmp_path / "wrong.json"
    for content, said in ((None, "cannot be read"), ("{", "is not JSON"), ("[]", "is not a JSON object")):
        file = nowhere if content is None else wrong
        if content is not None:
            wrong.write_text(content)
        answer = run.invoke(app, ["import", "organisation", str(file)])
        assert answer.exit_code == 1
        assert said in answer.output


def test_a_reset_that_is_not_confirmed_deletes_nothing(empty_home: Path) -> None:
    (empty_home / "kept").write_text("x")

    assert run.invoke(app, ["reset"], input="n\n").exit_code == 1
    assert (empty_home / "kept").exists()
