"""What is shown, by API: records of an organisation, one record, the double-publicity column."""

from xinheng.areas.disclosure.api import column, records
from xinheng.areas.disclosure.api.routers import organisations, publicity
from xinheng.areas.disclosure.api.routers import records as records_router

__all__ = ["column", "organisations", "publicity", "records", "records_router"]
