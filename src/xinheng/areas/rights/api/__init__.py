"""Objections, repairs and withdrawals for departments' systems and credit service agencies."""

from xinheng.areas.rights.api import filing, following, withdrawing
from xinheng.areas.rights.api.routers import objections, repairs, withdrawals

__all__ = ["filing", "following", "objections", "repairs", "withdrawals", "withdrawing"]
