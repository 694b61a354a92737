"""Bulk loading: Arrow batches into an existing PostgreSQL table by binary COPY, in one transaction."""

from collections.abc import Iterable

import polars as pl
import pyarrow as pa
from adbc_driver_manager import dbapi as adbc
from adbc_driver_postgresql import dbapi

from xinheng.kernel.text import Text


class UnableToCopy(Exception):
    """The database refused the rows; nothing of them is in the table."""

    def __init__(self, table: str, reason: str) -> None:
        super().__init__(f"{table}: {reason}")
        self.text = Text(
            zh="数据库拒绝写入，本次没有保存任何一行。", en="The database refused; no row was saved."
        )


def copy_batches(uri: str, table: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> int:
    """Appends `batches`, all of `schema`, to `table` ("name" or "schema.name"); returns the rows written.

    Arrow → PostgreSQL: string → text, `pa.json_()` → jsonb, binary → bytea, date32 → date, int16/32/64,
    float64, bool, timestamp("us", tz="UTC") → timestamptz. Columns are matched by name; the table's others
    take their defaults. One batch at a time is held. Raises UnableToCopy, and what `batches` itself raises;
    either way the transaction is rolled back.
    """
    source = _Kept(batches)
    reader = pa.RecordBatchReader.from_batches(schema, source.passing())
    namespace, _, name = table.rpartition(".")
    with dbapi.connect(uri) as connection, connection.cursor() as cursor:
        try:
            cursor.adbc_ingest(name, reader, mode="append", db_schema_name=namespace or None)
            connection.commit()
        except (adbc.Error, pa.ArrowException, OSError) as error:
            connection.rollback()
            if source.failure is not None:
                raise source.failure from error
            raise UnableToCopy(table, str(error)) from error
    return source.rows


class _Kept:
    """Counts what passes, and keeps the source's own exception: the driver would turn it into text."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches = batches
        self.rows = 0
        self.failure: Exception | None = None

    def passing(self) -> Iterable[pa.RecordBatch]:
        try:
            for batch in self._batches:
                self.rows += batch.num_rows
                yield batch
        except Exception as error:
            self.failure = error
            raise


def arrow_batches(frame: pl.DataFrame, schema: pa.Schema) -> list[pa.RecordBatch]:
    """The columns of `frame` that `schema` names, in its order and types; text becomes JSON where it says so.

    >>> arrow_batches(pl.DataFrame({"a": [1], "b": ["x"]}), pa.schema([("a", pa.int16())]))[0].schema.names
    ['a']
    """
    table = frame.select(schema.names).to_arrow()
    arrays = [_typed(table.column(column.name), column.type) for column in schema]
    batches: list[pa.RecordBatch] = pa.Table.from_arrays(arrays, schema=schema).to_batches()
    return batches


def _typed(values: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if not isinstance(kind, pa.BaseExtensionType):
        return values.cast(kind)
    stored = values.cast(kind.storage_type)
    return pa.chunked_array(
        [pa.ExtensionArray.from_storage(kind, chunk) for chunk in stored.chunks], type=kind
    )
