"""A centre as its contract event."""

from contracts.affairs import CentreChangedV1, CentreRegisteredV1
from svc_affairs.centres.models import Centre


def of_centre(centre: Centre) -> CentreRegisteredV1:
    """The event of a centre as it stands now, whether new or changed."""
    model = CentreRegisteredV1 if centre.version == 1 else CentreChangedV1
    facts = {name: getattr(centre, name) for name in ("name", "level", "unit_code", "status")}
    return model.model_validate({"occurred_at": centre.changed_at, "centre_code": centre.code} | facts)
