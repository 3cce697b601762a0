"""The guard of the contract documents, as CI runs it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gov171.cli import app
from gov171.commands import contracts
from gov171.documents.generate import FOLDER, committed, generate, write

run = CliRunner()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The committed documents in a folder of their own."""
    write(committed(FOLDER), tmp_path)
    return tmp_path


def test_the_committed_documents_agree_with_the_code() -> None:
    answer = run.invoke(app, ["contracts", "check"])

    assert answer.exit_code == 0, answer.output


def test_breaking_a_required_event_field_is_found(folder: Path) -> None:
    """As if the code no longer had a field that the committed document promises."""
    path = folder / "events/gov171.hotline.ticket.closed.v1.json"
    promised = json.loads(path.read_text())
    promised["properties"]["settled_by"] = {"type": "string"}
    promised["required"].append("settled_by")
    path.write_text(json.dumps(promised))

    answer = run.invoke(app, ["contracts", "check", "--folder", str(folder)])
    refused = run.invoke(app, ["contracts", "write", "--folder", str(folder)])

    assert answer.exit_code == refused.exit_code == 1
    assert "BREAKS events/gov171.hotline.ticket.closed.v1.json data.settled_by: gone" in answer.output
    assert json.loads(path.read_text()) == promised
    assert run.invoke(app, ["contracts", "write", "--accept-breaks", "--folder", str(folder)]).exit_code == 0
    assert committed(folder) == generate()


def test_a_document_that_lags_behind_the_code_is_found(folder: Path) -> None:
    (folder / "asyncapi.yaml").write_text("asyncapi: 3.0.0\n")
    (folder / "events/gov171.hotline.ticket.urged.v1.json").unlink()

    answer = run.invoke(app, ["contracts", "check", "--folder", str(folder)])

    assert answer.exit_code == 1
    assert "DIFFERS asyncapi.yaml" in answer.output
    assert "DIFFERS events/gov171.hotline.ticket.urged.v1.json" in answer.output


def test_a_document_that_the_code_no_longer_has_is_a_break() -> None:
    there = {"events/gone.json": "{}"}

    assert contracts.breaks(there, {}) == ["events/gone.json: gone"]
