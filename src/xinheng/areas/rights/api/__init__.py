"""Objections, repairs and withdrawals for departments' systems and credit service agencies."""

from xinheng.areas.rights.api import filing, following, telling, withdrawing
from xinheng.areas.rights.api.routers import figures, objections, repairs, withdrawals

__all__ = ["figures", "filing", "following", "objections", "repairs", "telling", "withdrawals", "withdrawing"]
