"""What svc-affairs announces: items and claims, the life of online cases, their ratings, and cross-border trade."""

from contracts.affairs.base_items import *  # noqa: F403
from contracts.affairs.case_documents import *  # noqa: F403 - whatever events a module defines
from contracts.affairs.centres import *  # noqa: F403
from contracts.affairs.claims import *  # noqa: F403
from contracts.affairs.item_imports import *  # noqa: F403
from contracts.affairs.item_packages import *  # noqa: F403
from contracts.affairs.items import *  # noqa: F403
from contracts.affairs.online_cases import *  # noqa: F403
from contracts.affairs.ratings import *  # noqa: F403
from contracts.affairs.trade import *  # noqa: F403
from contracts.affairs.trade_parties import *  # noqa: F403
