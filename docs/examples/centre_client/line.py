"""The way to the gateway: one request at a time, tried until it is answered, and what its answers mean."""

import http.client
import json
import logging
import random
import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

_log = logging.getLogger("centre_client")
# The house is there but not able now; everything else that is not a success is an answer, and final.
NOT_NOW, IN_FLIGHT = frozenset({429, 500, 502, 503, 504}), ":request-in-flight"
# A line that is cut shows as any of these, and never whether the request was done.
CUT = (OSError, http.client.HTTPException, json.JSONDecodeError, UnicodeDecodeError)


class Stopped(Exception):
    """The agent was asked to end while it waited."""


class Refused(Exception):
    """A final answer that is no success."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('title', '')} {problem.get('detail', '')}")
        self.status, self.problem = status, problem


class CursorGone(Refused):
    """The house's database is another one than the cursor was given by."""


@dataclass
class Line:
    """To the gateway at `url` with an application's key. `longest_wait_s` bounds the pauses between tries, not their number."""

    url: str
    key: str
    stopping: threading.Event
    timeout_s: float = 30
    shortest_wait_s: float = 0.5
    longest_wait_s: float = 60

    def get(self, path: str, **params: Any) -> Any:
        given = {name: value for name, value in params.items() if value is not None}
        return self._until_answered("GET", f"{path}?{urllib.parse.urlencode(given)}", None, {})

    def post(self, path: str, body: dict[str, Any], key: str | None = None) -> Any:
        """With a key the house answers what is sent again as it did before; a push has keys of its own."""
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        return self._until_answered("POST", path, content, headers)

    def upload(self, path: str, fields: dict[str, str], file: Path) -> Any:
        """A file as multipart/form-data; the same content sent again is there already."""
        edge, name = uuid4().hex, file.name.replace('"', "%22")
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{each}"\r\n\r\n{fields[each]}\r\n' for each in fields]
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
        content = "".join(parts).encode() + file.read_bytes() + f"\r\n--{edge}--\r\n".encode()
        return self._until_answered("POST", path, content, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def _until_answered(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Any:
        """Raises Refused, CursorGone; Stopped once nobody wants the answer any more."""
        pause_s = self.shortest_wait_s
        while True:
            wait_s = pause_s * random.uniform(0.5, 1.0)
            try:
                return self._once(method, path, content, headers)
            except urllib.error.HTTPError as answer:
                problem = _problem_of(answer)
                if answer.code not in NOT_NOW and not str(problem.get("type")).endswith(IN_FLIGHT):
                    raise (CursorGone if answer.code == 410 else Refused)(answer.code, problem) from None
                wait_s = min(max(wait_s, _seconds(answer.headers.get("Retry-After"))), self.longest_wait_s)
                _log.warning("%s %s: %s, again in %.1f s", method, path, answer.code, wait_s)
            except CUT as error:
                _log.warning("%s %s: %r, again in %.1f s", method, path, error, wait_s)
            if self.stopping.wait(wait_s):
                raise Stopped
            pause_s = min(pause_s * 2, self.longest_wait_s)

    def _once(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Any:
        asked = {"Authorization": f"Key {self.key}", "Accept": "application/json", **headers}
        request = urllib.request.Request(self.url + path, data=content, headers=asked, method=method)
        with urllib.request.urlopen(request, timeout=self.timeout_s) as answer:
            return json.loads(answer.read())


def _problem_of(answer: urllib.error.HTTPError) -> dict[str, Any]:
    """The problem document of a refusal; of one that was cut, or is no document, only the status is known."""
    try:
        problem = json.loads(answer.read())
    except CUT:
        problem = None
    return problem if isinstance(problem, dict) else {"status": answer.code}


def _seconds(retry_after: str | None) -> float:
    return float(retry_after) if retry_after is not None and retry_after.isdecimal() else 0.0
