"""A real HTTP server that answers what a test lays down, and keeps what it was sent."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class SmallHouse:
    """`answers`: path without its query -> (status, body), or a function of the request's body."""

    answers: dict[str, Any]
    url: str = ""
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    def answer(self, method: str, target: str, body: Any) -> tuple[int, Any]:
        self.asked.append((method, target, body))
        found = self.answers.get(target.partition("?")[0], (404, {"title": "not there"}))
        return (200, found(body)) if callable(found) else found


@contextmanager
def small_house(answers: dict[str, Any]) -> Iterator[SmallHouse]:
    house = SmallHouse(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, body = house.answer(self.command, self.path, json.loads(content) if content else None)
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_PUT = do_GET

        def log_message(self, *_: object) -> None:
            """The test says what was wrong."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        house.url = f"http://127.0.0.1:{server.server_port}"
        yield house
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
