"""Use cases of what is brought once: it is laid to every case of the application that asks for it."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.files.store import Store
from svc_affairs.case_materials import checking, putting
from svc_affairs.case_materials import service as materials
from svc_affairs.case_materials.models import CaseFile
from svc_affairs.case_materials.rules import takes
from svc_affairs.case_materials.schemas import CaseFileUpload
from svc_affairs.item_packages import service as packages
from svc_affairs.item_packages.merging import MergedMaterial, merge, places_of
from svc_affairs.items import service as items
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.sealing import Seals
from svc_affairs.package_applications import repository
from svc_affairs.package_applications.errors import MergedMaterialUnknown
from svc_affairs.package_applications.models import PackageApplication
from svc_affairs.package_applications.schemas import MergedUpload
from svc_affairs.package_applications.service import reach


class Standing(NamedTuple):
    """One thing to bring, and how it stands in each case that asks for it: case, its material, status."""

    material: MergedMaterial
    places: list[tuple[OnlineCase, str, materials.MaterialStatus]]


async def show_materials(
    db: AsyncSession, actor: Principal, application_id: UUID, query_code: str | None, seals: Seals
) -> list[Standing]:
    """Each thing once; raises Forbidden, ApplicationUnknown."""
    application = await reach(db, actor, application_id, query_code, seals)
    by_item, merged = await _merged(db, application)
    status = {
        (case.item_code, each.code): each.status
        for case in by_item.values()
        for each in await materials.list_materials(db, case.id)
    }  # fmt: skip
    return [
        Standing(each, [(by_item[item], code, status[item, code]) for item, code in each.places])
        for each in merged
    ]  # fmt: skip


async def add_file(
    db: AsyncSession, actor: Principal, application_id: UUID, body: MergedUpload, store: Store, seals: Seals
) -> list[CaseFile]:
    """Keep a file in each case that asks for this and still takes it; in all, or in none.

    Raises Forbidden, ApplicationUnknown, MergedMaterialUnknown, and what a file for one case raises.
    """
    application = await reach(db, actor, application_id, body.query_code, seals)
    by_item, places = await _places(db, application, [body.code])
    added = []
    for case, codes in await _taking(db, by_item, places):
        for code in codes:
            await body.file.seek(0)
            upload = CaseFileUpload(file=body.file, material_code=code, query_code=body.query_code)
            added.append((await putting.add_file(db, actor, case.id, upload, store, seals))[0])
    return added


async def note_paper(db: AsyncSession, actor: Principal, application_id: UUID, codes: Sequence[str], seals: Seals) -> None:
    """Things were brought to a window; raises as add_file does."""
    application = await reach(db, actor, application_id, None, seals)
    by_item, places = await _places(db, application, codes)
    for case, material_codes in await _taking(db, by_item, places):
        await checking.note_paper(db, actor, case.id, material_codes, seals)


async def _places(
    db: AsyncSession, application: PackageApplication, codes: Sequence[str]
) -> tuple[dict[str, OnlineCase], dict[str, list[str]]]:
    by_item, merged = await _merged(db, application)
    places, unknown = places_of(merged, codes)
    if unknown:
        raise MergedMaterialUnknown(", ".join(unknown), codes=[*unknown])
    return by_item, places


async def _taking(
    db: AsyncSession, by_item: dict[str, OnlineCase], places: dict[str, list[str]]
) -> list[tuple[OnlineCase, list[str]]]:  # fmt: skip
    """The cases, in the order in which all lock them, with what each still takes; where none does, as each asks for it."""
    wanted = sorted(((by_item[item], codes) for item, codes in places.items()), key=lambda each: each[0].id)
    status = {
        (case.id, each.code): each.status for case, _ in wanted for each in await materials.list_materials(db, case.id)
    }  # fmt: skip
    open_still = [(case, [code for code in codes if takes(case.status, status[case.id, code])]) for case, codes in wanted]
    return [(case, codes) for case, codes in open_still if codes] or wanted


async def _merged(
    db: AsyncSession, application: PackageApplication
) -> tuple[dict[str, OnlineCase], list[MergedMaterial]]:  # fmt: skip
    """Its cases by item, and what these ask for by the versions that they and the application keep."""
    cases = (await repository.cases_of(db, [application.id]))[application.id]
    versions = await items.versions_of(db, [case.item_id for case in cases])
    package = await packages.get_version(db, application.package_id)
    return {case.item_code: case for case in cases}, merge(package, [versions[case.item_id] for case in cases])
