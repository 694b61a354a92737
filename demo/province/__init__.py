"""A synthetic province: organisations, departments, and the files those send. See `demo/README.md`."""

from demo.province.bulk import write_rows
from demo.province.generate import generate
from demo.province.organisations import organisations

__all__ = ["generate", "organisations", "write_rows"]
