"""The loop: tell what was done here, ask what changed there, wait a little."""

import logging
import threading
import time
from pathlib import Path
from typing import Any

from centre_client.line import CursorGone, Line, Refused, Stopped
from centre_client.store import ATTACH, Store

_log = logging.getLogger("centre_client")
MOST_AT_ONCE = 100
KEPT_S = 7 * 24 * 3600
# What a push as a whole is refused with for what stands in it; and what an account is refused with.
OF_WHAT_WAS_SENT, SHUT_OUT = frozenset({400, 413, 422}), frozenset({401, 403})


class Agent:
    """Keeps one centre in step. Kill it wherever you like: it goes on when it is started again."""

    def __init__(self, store: Store, line: Line, stopping: threading.Event) -> None:
        self._store, self._line, self._stopping = store, line, stopping

    def run(self, every_s: float, *, once: bool = False) -> None:
        """Until it is stopped; or until all that waits now was told and all that changed was asked."""
        try:
            while True:
                self.push()
                self.pull()
                self._store.forget(time.time() - KEPT_S)
                if once or self._stopping.wait(every_s):
                    return
        except Stopped:
            return

    def push(self) -> None:
        """Tell all that waits, in order. What is told twice for want of an answer is done once, by its key."""
        most = MOST_AT_ONCE
        while entries := self._store.waiting(most):
            if entries[0]["action"] == ATTACH:
                self._store.settle([self._attach(entries[0])])
                continue
            try:
                self._store.settle(self._line.post("/v1/centre-syncs", {"entries": entries})["results"])
            except Refused as refused:
                if refused.status not in OF_WHAT_WAS_SENT or refused.is_("centre-needed"):
                    raise  # the account may not speak for the centre: nothing is settled by that
                if len(entries) > 1:
                    most = 1  # one of them cannot be read: let it not keep the others back
                    continue
                self._store.settle([{"key": entries[0]["key"], "outcome": "refused", "problem": refused.problem}])
            most = MOST_AT_ONCE if most > 1 else most

    def pull(self) -> None:
        """Ask until nothing more has changed; a page and the cursor after it are kept together."""
        while True:
            try:
                page = self._line.get("/v1/centre-changes", cursor=self._store.cursor)
            except CursorGone as gone:
                _log.warning("%s", gone)
                self._store.start_over()
                self.push()
                continue
            self._store.absorb(page)
            if not page["has_more"]:
                return

    def _attach(self, entry: dict[str, Any]) -> dict[str, Any]:
        """Send a file to its case, whose id came with the answer to its submission."""
        case_id = self._case_id(entry["external_no"])
        if case_id is None:
            return {"key": entry["key"], "outcome": "refused", "problem": {"title": "the case was not taken in"}}
        settled = {"key": entry["key"], "outcome": "refused", "case_id": case_id}
        path = Path(entry["path"])
        if not path.is_file():
            return settled | {"problem": {"title": "the file is gone"}}
        try:
            self._line.upload(f"/v1/online-cases/{case_id}/attachments", {"material_code": entry["material_code"]}, path)
        except Refused as refused:
            if refused.status in SHUT_OUT:
                raise
            return settled | {"problem": refused.problem}
        return settled | {"outcome": "applied"}

    def _case_id(self, external_no: str) -> str | None:
        case = self._store.case(external_no)
        return case["id"] if case else self._store.submitted_as(external_no)
