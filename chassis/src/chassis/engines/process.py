"""Starting and stopping an engine's process: free ports, readiness, strays of a runner that was killed."""

import fcntl
import os
import pwd
import signal
import socket
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

WAIT_S = 60


class EngineFailed(RuntimeError):
    """An engine did not start; the message carries the end of its log."""


def free_port(wanted: int | None = None) -> int:
    """`wanted` if nobody listens there on loopback, else any free port."""
    for port in (wanted, 0) if wanted else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    raise EngineFailed("no free port on loopback")


def listening_socket(wanted: int) -> socket.socket:
    """A socket that listens on loopback, on `wanted` or else on any free port. Who holds it cannot lose the port."""
    for port in (wanted, 0):
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind(("127.0.0.1", port))
            made.listen(1024)
        except OSError:
            made.close()
            continue
        return made
    raise EngineFailed("no free port on loopback")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Held from choosing an engine's port until it answers there, so that two starts cannot choose the same."""
    path = Path(tempfile.gettempdir()) / "gov171-start.lock"
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def unprivileged_user() -> pwd.struct_passwd | None:
    """Whom engines run as when we are root, since PostgreSQL refuses root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    return pwd.getpwnam("nobody")


def wait_until(is_ready: Callable[[], bool], process: "subprocess.Popen[bytes]", log: Path, what: str) -> None:
    """Return once `is_ready()`; raises EngineFailed when the process ends first or a minute has passed."""
    deadline = time.monotonic() + WAIT_S
    while not is_ready():
        if process.poll() is not None:
            raise EngineFailed(f"{what} ended at once (status {process.returncode}):\n{tail(log)}")
        if time.monotonic() > deadline:
            stop(process.pid, signal.SIGKILL)
            raise EngineFailed(f"{what} was not ready within {WAIT_S} s:\n{tail(log)}")
        time.sleep(0.02)  # an outside program tells of its readiness only by answering


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def tail(log: Path, lines: int = 15) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"


def stop(pid: int, sig: signal.Signals, timeout_s: float = 20) -> None:
    """Send `sig` and wait for the end; SIGKILL after `timeout_s`."""
    try:
        process = psutil.Process(pid)
        process.send_signal(sig)
        process.wait(timeout_s)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(timeout_s)
    except psutil.NoSuchProcess:
        return


def private_folder(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """A folder that `user` can reach and owns: `folder`, or one in /var/tmp where a parent shuts the user out.

    A checkout in root's home (mode 0700) is such a place: the engine runs as an unprivileged user.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if user is None:
        folder.chmod(0o700)
        return folder
    if not _reaches(folder, user):
        folder = Path("/var/tmp") / f"gov171-{os.stat(folder).st_ino}-{zlib.crc32(str(folder).encode()):08x}"
    folder.mkdir(parents=True, exist_ok=True)
    os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)
    return folder


def _reaches(folder: Path, user: pwd.struct_passwd) -> bool:
    """Whether every parent lets `user` pass."""
    for parent in folder.resolve().parents:
        status = parent.stat()
        allowed = status.st_mode & 0o001 or (status.st_uid == user.pw_uid and status.st_mode & 0o100)
        if not allowed:
            return False
    return True
