"""The loop: tell what was done here, ask what changed there, wait a little."""

import logging
import threading
import time
from pathlib import Path
from typing import Any, TypeVar

from centre_client.line import CursorGone, Line, Refused, Stopped
from centre_client.store import ATTACH, BY_ITSELF, CLAIM, Store

T = TypeVar("T")
_log = logging.getLogger("centre_client")
MOST_AT_ONCE = 50
KEPT_S = 7 * 24 * 3600
# What a push as a whole is refused with for what stands in it; and what an account is refused with.
OF_WHAT_WAS_SENT, SHUT_OUT = frozenset({400, 413, 422}), frozenset({401, 403})


class Agent:
    """Keeps one centre in step. Kill it wherever you like: it goes on when it is started again."""

    def __init__(self, store: Store, line: Line, centre_code: str, stopping: threading.Event) -> None:
        self._store, self._line, self._centre_code, self._stopping = store, line, centre_code, stopping

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
            if entries[0]["action"] in BY_ITSELF:
                self._store.settle([self._tell(entries[0])])
                continue
            try:
                self._store.settle(self._push(entries))
            except Refused as refused:
                if refused.status not in OF_WHAT_WAS_SENT:
                    raise  # the account may not speak for the centre: nothing is settled by that
                if len(entries) > 1:
                    most = 1  # one of them cannot be read: let it not keep the others back
                    continue
                self._store.settle([{"key": entries[0]["key"], "outcome": "refused", "problem": refused.problem}])

    def _push(self, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        answer = self._line.post("/v1/centre-syncs", {"centre_code": self._centre_code, "entries": entries})
        results: list[dict[str, Any]] = answer["results"]
        return results

    def pull(self) -> None:
        """Ask until nothing more has changed; a page and the cursor after it are kept together."""
        while True:
            try:
                page = self._line.get("/v1/centre-changes", centre_code=self._centre_code, cursor=self._store.cursor)
            except CursorGone as gone:
                _log.warning("starting over: %s", gone)
                self._store.start_over()
                self.push()
                continue
            self._store.absorb(page)
            if not page["has_more"]:
                return

    def _tell(self, entry: dict[str, Any]) -> dict[str, Any]:
        """One that has a path of its own; told twice it is there already. Returns what became of it."""
        settled = {"key": entry["key"], "outcome": "applied"}
        try:
            if entry["action"] == ATTACH:
                self._attach(entry)
            elif entry["action"] == CLAIM:
                claim = {"item_code": entry["item_code"], "centre_code": self._centre_code, **entry["details"]}
                self._line.post("/v1/claims", claim, entry["key"])
            else:
                claim_id = self._found(self._store.held_claim(entry["item_code"]), "the item is not claimed")
                self._line.post(f"/v1/claims/{claim_id}/withdrawals", {"reason": entry["reason"]}, entry["key"])
        except Refused as refused:
            if refused.status in SHUT_OUT:
                raise
            return settled | {"outcome": "refused", "problem": refused.problem}
        return settled

    def _attach(self, entry: dict[str, Any]) -> None:
        """Send a file to its case, whose id came with the answer to its submission."""
        case, path = self._store.case(entry["external_no"]), Path(entry["path"])
        known = case["id"] if case else self._store.submitted_as(entry["external_no"])
        case_id = self._found(known, "the case was not taken in")
        self._found(path.is_file() or None, "the file is gone")
        self._line.upload(f"/v1/online-cases/{case_id}/attachments", {"material_code": entry["material_code"]}, path)

    def _found(self, thing: T | None, otherwise: str) -> T:
        if thing is None:
            raise Refused(0, {"title": otherwise})
        return thing
