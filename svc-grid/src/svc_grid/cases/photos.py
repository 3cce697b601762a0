"""Whether a case has the photographs that its class asks for, from before and after it was handled."""

from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.cases.errors import PhotosMissing
from svc_grid.cases.models import Case
from svc_grid.classes import service as classes
from svc_grid.evidence.service import has_photo
from svc_grid.evidence.terms import Moment


async def check_photos(db: AsyncSession, case: Case) -> None:
    """Raise PhotosMissing for what is not there; one of afterwards is no older than the handling that it shows.

    A grid that keeps no files can ask for none.
    """
    if not db.info["keeps_files"]:
        return
    limits = await classes.find_limits(db, case.class_code, case.condition_code, case.level)
    since = None if case.is_self_handled and not case.sent_back_times else case.stage_from
    missing = []
    if limits.needs_photo_before and not await has_photo(db, case.id, Moment.BEFORE):
        missing.append(Moment.BEFORE)
    if limits.needs_photo_after and not await has_photo(db, case.id, Moment.AFTER, since):
        missing.append(Moment.AFTER)
    if missing:
        raise PhotosMissing(", ".join(each.label_en for each in missing), moments=[str(each) for each in missing])
