"""What the city has settled for its documents: data with a version."""

from dataclasses import dataclass, field

from svc_affairs.case_documents.terms import DocumentKind
from svc_affairs.throttle import Rate

_VERIFICATIONS = Rate(burst=60, per_s=10.0)


@dataclass(frozen=True)
class Policy:
    """Against what one may appeal and how long, where codes are checked, and how often somebody may ask.

    The days of appeal are those of 行政复议法 article 20 and 行政诉讼法 article 46.
    """

    version: str = "2026-1"
    city: str = "师市政务服务"
    review_days: int = 60
    lawsuit_months: int = 6
    appealable: frozenset[DocumentKind] = frozenset({DocumentKind.NON_ACCEPTANCE, DocumentKind.DENIAL})
    # How a document's number ends, by its kind.
    suffixes: dict[DocumentKind, str] = field(
        default_factory=lambda: {
            DocumentKind.ACCEPTANCE: "SL",
            DocumentKind.NON_ACCEPTANCE: "BSL",
            DocumentKind.SUPPLEMENT: "BZ",
            DocumentKind.APPROVAL: "ZY",
            DocumentKind.DENIAL: "BY",
            DocumentKind.RESULT: "ZZ",
        }
    )
    # Verifications that one client may ask for.
    verifications: Rate = _VERIFICATIONS


POLICY = Policy()
