"""What the cases ask of their materials. It imports nothing of the cases; each is handed in by who sees or holds it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.files.keeping import discard_when
from svc_affairs.base import table_of
from svc_affairs.case_materials import repository
from svc_affairs.case_materials.errors import MaterialActionNotPossible, MaterialUnknown
from svc_affairs.case_materials.lifecycle import LACKING, IllegalMove, laid_out, move
from svc_affairs.case_materials.models import CaseMaterial
from svc_affairs.case_materials.terms import MaterialAction, MaterialStatus
from svc_affairs.file_store import find_store

__all__ = ["CaseMaterial", "MaterialStatus"]

list_materials = repository.list_materials
with_content = repository.with_content


class CaseSeen(Protocol):
    """A case that the caller sees, or holds."""

    @property
    def id(self) -> UUID: ...


class ItemVersion(Protocol):
    """The version of the item that a case keeps."""

    @property
    def materials(self) -> list[dict[str, Any]]: ...


async def lay_out(db: AsyncSession, cases: Sequence[tuple[CaseSeen, ItemVersion, Sequence[str]]], by: str) -> None:
    """Begin the check lists of cases that were just made, in one statement: a row for each material of its item's version.

    With each case are the codes of what came on paper with it, as `check_brought` has found them to be the item's.
    """
    now = clock.now()
    rows = [
        {name: (_USUAL | material)[name] for name in _SAME}
        | {"case_id": case.id, "place": place, "version": 1 + is_brought, "is_on_paper": is_brought}
        | {"status": _begins(material, is_brought)}
        | {"provided_at": now if is_brought else None, "provided_by": by if is_brought else None}
        for case, item, brought in cases
        for place, material in enumerate(item.materials)
        for is_brought in (material["code"] in brought,)
    ]  # fmt: skip
    if rows:
        await db.execute(insert(table_of(CaseMaterial)), rows)


def check_brought(item: ItemVersion, brought: Sequence[str]) -> None:
    """Raise MaterialUnknown where something was brought that the item does not ask for."""
    asked = {material["code"] for material in item.materials}
    if unknown := [code for code in brought if code not in asked]:
        raise MaterialUnknown(", ".join(unknown), codes=[*unknown])


def lacking_at_first(item: ItemVersion, brought: Sequence[str]) -> list[str]:
    """What a case of the item that comes with these materials will lack to be accepted."""
    return [
        each["code"]
        for each in item.materials
        if (_USUAL | each)["is_required"] and _begins(each, each["code"] in brought) in LACKING
    ]  # fmt: skip


def _begins(material: Mapping[str, Any], is_brought: bool) -> MaterialStatus:
    dataset_code = material.get("dataset_code")
    begins = laid_out(dataset_code)
    return move(begins, MaterialAction.PROVIDE, dataset_code) if is_brought else begins


_SAME = ("code", "name", "form", "copies", "is_required", "source", "dataset_code")
# What an older version of an item may not say of a material.
_USUAL = {"form": "original", "copies": 1, "is_required": True, "source": "applicant", "dataset_code": None}


async def lacking_of(db: AsyncSession, case_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """By case the codes of what it lacks to be accepted: required, and not there or faulty. What is waived is not lacking.

    In one statement for all; a case that lacks nothing is left out.
    """
    found: dict[UUID, list[str]] = {}
    for case_id, code in await repository.list_required(db, case_ids, LACKING):
        found.setdefault(case_id, []).append(code)
    return found


async def to_be_named(db: AsyncSession, case_id: UUID) -> list[str]:
    """The codes of what a request for a supplement names at once 一次性告知: all that is lacking, and all that is faulty."""
    return [
        each.code
        for each in await repository.list_materials(db, case_id)
        if each.status is MaterialStatus.FAULTY or (each.is_required and each.status in LACKING)
    ]


async def find_faulty(db: AsyncSession, actor_subject: str, case: CaseSeen, wrong: Mapping[str, str]) -> None:
    """Note what is wrong with materials, by their codes, as a request for a supplement names it; raises MaterialUnknown."""
    materials = await take_materials(db, case.id, list(wrong))
    for material in materials:
        check(material, MaterialAction.FAULT, actor_subject, wrong[material.code])
    await db.flush()


async def answer_supplement(db: AsyncSession, case: CaseSeen) -> None:
    """What was faulty counts as provided, and is checked anew, once the applicant has answered."""
    for material in await repository.list_materials(db, case.id):
        if material.status is MaterialStatus.FAULTY:
            step(material, MaterialAction.ANSWER)
    await db.flush()


async def erase(db: AsyncSession, case: CaseSeen) -> None:
    """Delete the contents of a case's files when the retention of its contact ends; the bare rows stay, without names."""
    store = find_store(db)
    for file in await repository.list_present(db, case.id):
        file.removed_at, file.removed_by, file.name = clock.now(), "retention", ""
        if store is not None:
            discard_when(db, "after_commit", store, file.id)
    await db.flush()


async def take_materials(db: AsyncSession, case_id: UUID, codes: Sequence[str]) -> list[CaseMaterial]:
    """These materials of a held case, in the order of the item; raises MaterialUnknown."""
    found = {each.code: each for each in await repository.list_materials(db, case_id)}
    if unknown := [code for code in codes if code not in found]:
        raise MaterialUnknown(", ".join(unknown), codes=[*unknown])
    return [material for code, material in found.items() if code in codes]


def step(material: CaseMaterial, action: MaterialAction) -> None:
    """Move a material by one action; raises MaterialActionNotPossible, and nothing has changed."""
    try:
        material.status = move(material.status, action, material.dataset_code)
    except IllegalMove as illegal:
        possible = [str(each) for each in illegal.possible]
        raise MaterialActionNotPossible(
            f"{material.code} is {illegal.status}: cannot {action}", material=material.code, state=str(illegal.status),
            action=str(action), possible=[*possible],
        ) from None  # fmt: skip
    material.version += 1


def provide(material: CaseMaterial, by: str, *, is_on_paper: bool) -> None:
    """Note that it was brought; what was said of the one before holds no more."""
    step(material, MaterialAction.PROVIDE)
    material.is_on_paper = material.is_on_paper or is_on_paper
    material.provided_at, material.provided_by, material.remark = clock.now(), by, None
    material.checked_at = material.checked_by = None


def check(material: CaseMaterial, action: MaterialAction, by: str, remark: str | None) -> None:
    """Note what a check found."""
    step(material, action)
    material.checked_at, material.checked_by, material.remark = clock.now(), by, remark
