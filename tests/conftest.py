"""A whole house for tests that need more than one service: its own folder, ports and engines."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.engines.process import private_folder, unprivileged_user

sys.path.insert(0, str(Path(__file__).parent))

from houses import House


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Started by the same command that an operator types; stopped by its counterpart."""
    home = tmp_path_factory.mktemp("house")
    environment = os.environ | {"GOV171_HOME": str(home)}
    environment.pop("GOV171_DATABASE_URL", None)
    environment.pop("GOV171_NATS_URL", None)
    command = [sys.executable, "-P", "-m", "gov171"]
    started = subprocess.run([*command, "up", "--detach"], env=environment, capture_output=True, text=True, check=False)
    assert started.returncode == 0, started.stdout + started.stderr
    run = json.loads((home / "run.json").read_text())
    try:
        yield House(home, run["gateway_url"], run["postgres"], run["nats"])
    finally:
        subprocess.run([*command, "down"], env=environment, capture_output=True, check=False)
        # As `reset`, but pytest keeps the folder with its logs: only the data, which may lie elsewhere, goes.
        shutil.rmtree(private_folder(home / "postgres", unprivileged_user()), ignore_errors=True)
