"""All tables of the area, as Django looks for them."""

from xinheng.areas.rights.cases.models import Case, Evidence, Step
from xinheng.areas.rights.objection.models import Objection
from xinheng.areas.rights.repair.models import Repair
from xinheng.areas.rights.withdrawal.models import Withdrawn

__all__ = ["Case", "Evidence", "Objection", "Repair", "Step", "Withdrawn"]
