"""The centre's database: its cases as they were told last, what still has to be told (the outbox), and the cursor.

What is pulled is written in one transaction with the cursor after it, and what becomes of an entry in one with its state. So
a process that is killed anywhere goes on where it stopped, and asks or tells once more what it is not sure of.
"""

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

SCHEMA = """
CREATE TABLE IF NOT EXISTS cases (
    id TEXT PRIMARY KEY, external_no TEXT UNIQUE, number TEXT NOT NULL, status TEXT NOT NULL, version INTEGER NOT NULL,
    facts TEXT NOT NULL, is_told INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS items (id TEXT PRIMARY KEY, code TEXT NOT NULL, status TEXT NOT NULL, facts TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS claims (id TEXT PRIMARY KEY, item_code TEXT NOT NULL, status TEXT NOT NULL, facts TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, action TEXT NOT NULL, entry TEXT,
    state TEXT NOT NULL DEFAULT 'waiting', case_id TEXT, query_code TEXT, problem TEXT, settled_at REAL);
CREATE INDEX IF NOT EXISTS waiting ON outbox (seq) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS progress (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
# What has a path of its own, and is told one by one; the rest is pushed together.
ATTACH, CLAIM, GIVE_BACK = BY_ITSELF = ("attach", "claim", "give_back")
DONE = ("applied", "already_applied")


class Store:
    """One connection to the database; the centre's programs and the agent each have their own."""

    def __init__(self, path: Path | str) -> None:
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # What the centre's clerks do: it is noted, and told when there is a line.

    def take_in(self, external_no: str, **application: Any) -> str:
        """An application, under the centre's own number of it; returns the entry's key."""
        return self._note("submit", {"external_no": external_no, "version": 0, "body": application})

    def act(self, external_no: str | None, action: str, *, case_id: str | None = None, **body: Any) -> str:
        """Something done with a case, by the centre's number or, where it has none, by id; as it was told last."""
        case = self.case(external_no, case_id)
        named = {"case_id": case_id} if external_no is None else {"external_no": external_no}
        return self._note(action, {**named, "version": case["version"] if case else 0, "body": body})

    def attach(self, external_no: str, material_code: str, path: Path | str) -> str:
        """A file of a material; it stays where it is until it is told."""
        return self._note(ATTACH, {"external_no": external_no, "material_code": material_code, "path": str(path)})

    def claim(self, item_code: str, **details: Any) -> str:
        """An item that the centre takes on 认领, with what is particular to it there."""
        return self._note(CLAIM, {"item_code": item_code, "details": details})

    def give_back(self, item_code: str, reason: str) -> str:
        """An item that the centre takes in no more; its cases go on."""
        return self._note(GIVE_BACK, {"item_code": item_code, "reason": reason})

    def _note(self, action: str, content: dict[str, Any]) -> str:
        key = str(uuid4())
        self._db.execute(
            "INSERT INTO outbox (key, action, entry) VALUES (?, ?, ?)", (key, action, json.dumps(content, ensure_ascii=False))
        )
        return key

    def case(self, external_no: str | None, case_id: str | None = None) -> sqlite3.Row | None:
        found = self._db.execute("SELECT * FROM cases WHERE external_no = ? OR id = ?", (external_no, case_id))
        row: sqlite3.Row | None = found.fetchone()
        return row

    def cases(self) -> list[sqlite3.Row]:
        return self._db.execute("SELECT * FROM cases ORDER BY id").fetchall()

    def entries(self) -> list[sqlite3.Row]:
        """Everything that was noted, and what became of it; conflicts and refusals are for people to look at."""
        return self._db.execute("SELECT * FROM outbox ORDER BY seq").fetchall()

    # What the agent does.

    def waiting(self, most: int) -> list[dict[str, Any]]:
        """The next entries to tell, in order: one that is told by itself, or as many others as come before the next such."""
        found = self._db.execute("SELECT key, action, entry FROM outbox WHERE state = 'waiting' ORDER BY seq LIMIT ?", (most,))
        entries = [{"key": row["key"], "action": row["action"], **json.loads(row["entry"])} for row in found]
        alone = [at for at, each in enumerate(entries) if each["action"] in BY_ITSELF]
        return entries[: max(alone[0], 1)] if alone else entries

    def held_claim(self, item_code: str) -> str | None:
        """The claim by which the centre has the item, as it was told last."""
        found = self._db.execute("SELECT id FROM claims WHERE item_code = ? AND status <> 'withdrawn'", (item_code,)).fetchone()
        return found["id"] if found else None

    def submitted_as(self, external_no: str) -> str | None:
        """The id that the house gave to an application that was told, though the case was not pulled yet."""
        found = self._db.execute(
            "SELECT case_id FROM outbox WHERE action = 'submit' AND case_id IS NOT NULL"
            " AND json_extract(entry, '$.external_no') = ? ORDER BY seq DESC",
            (external_no,),
        ).fetchone()
        return found["case_id"] if found else None

    def settle(self, results: Sequence[dict[str, Any]]) -> None:
        """Note what became of entries, with the cases that came along with a refusal."""
        with self._transaction():
            for each in results:
                problem = json.dumps(each["problem"], ensure_ascii=False) if each.get("problem") else None
                settled = (each["outcome"], each.get("case_id"), each.get("query_code"), problem, time.time(), each["key"])
                self._db.execute(
                    "UPDATE outbox SET state = ?, case_id = ?, query_code = coalesce(?, query_code), problem = ?, settled_at = ?"
                    " WHERE key = ?",
                    settled,
                )
                if each.get("case"):
                    self._keep_case(each["case"])

    @property
    def cursor(self) -> str | None:
        row = self._db.execute("SELECT value FROM progress WHERE name = 'cursor'").fetchone()
        return row["value"] if row else None

    def absorb(self, page: dict[str, Any]) -> None:
        """Write a page of changes and the cursor after it, both or neither."""
        with self._transaction():
            for each in page["items"]:
                row = (each["id"], each["code"], each["status"], json.dumps(each, ensure_ascii=False))
                self._db.execute("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)", row)
            for each in page.get("claims", []):
                row = (each["id"], each["item_code"], each["status"], json.dumps(each, ensure_ascii=False))
                self._db.execute("INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?)", row)
            for each in page["cases"]:
                self._keep_case(each)
            self._db.execute("INSERT OR REPLACE INTO progress VALUES ('cursor', ?)", (page["cursor"],))
            if not page["has_more"] and self._db.execute("DELETE FROM progress WHERE name = 'starts_over'").rowcount:
                self._db.execute("DELETE FROM cases WHERE NOT is_told")  # all was told: the house knows no others

    def _keep_case(self, case: dict[str, Any]) -> None:
        values = (case["id"], case["external_no"], case["number"], case["status"], case["version"])
        row = (*values, json.dumps(case, ensure_ascii=False))
        self._db.execute("INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?, ?, 1)", row)

    def start_over(self) -> None:
        """The house's database was restored: pull all of it, and tell once more what was told of late, under the same keys."""
        with self._transaction():
            self._db.execute("DELETE FROM progress WHERE name = 'cursor'")
            self._db.execute("INSERT OR REPLACE INTO progress VALUES ('starts_over', '')")
            self._db.execute("UPDATE cases SET is_told = 0")
            self._db.execute(f"UPDATE outbox SET state = 'waiting' WHERE entry IS NOT NULL AND state IN {DONE}")

    def forget(self, before: float) -> None:
        """Let go of what was told, with the contacts in it, once it is too old to be lost by a restore."""
        self._db.execute("UPDATE outbox SET entry = NULL WHERE state <> 'waiting' AND settled_at < ?", (before,))
