"""What svc-grid announces: the organisation as it changes, the life of its cases, and its other work on the ground."""

from contracts.grid.activities import *  # noqa: F403 - whatever events a module defines
from contracts.grid.announcements import *  # noqa: F403
from contracts.grid.cases import *  # noqa: F403
from contracts.grid.components import *  # noqa: F403
from contracts.grid.disputes import *  # noqa: F403
from contracts.grid.duties import *  # noqa: F403
from contracts.grid.joint_handling import *  # noqa: F403
from contracts.grid.leads import *  # noqa: F403
from contracts.grid.organisation import *  # noqa: F403
from contracts.grid.patrols import *  # noqa: F403
from contracts.grid.territory_changes import *  # noqa: F403
