"""Django's settings, read from the environment; `docs/reference/settings.md` lists every variable."""

from xinheng.settings.base import *  # noqa: F403
