"""Intake by API: handing in files and rows, following them, and uploads that may be broken off and taken up again."""

from xinheng.areas.intake.api import deciding, following, sending, uploading
from xinheng.areas.intake.api.routers import submissions, uploads

__all__ = ["deciding", "following", "sending", "submissions", "uploading", "uploads"]
