"""The whole synthetic province as files, and a manifest of what is in them and what has to come of them."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from demo.province import mapping, plan
from demo.province.decisions import source_of
from demo.province.deliveries import Deliveries, Delivery
from demo.province.departments import DEPARTMENTS
from demo.province.formats import SUFFIX, renamed, write
from demo.province.organisations import organisations
from demo.province.people import people
from xinheng.kernel.lawbook import load_packs

ROOT: Final = Path(__file__).resolve().parents[2]
NOTE: Final = "示例数据：省份、单位、个人和决定均系虚构，与任何真实单位和个人无关。"


def generate(
    folder: Path, *, today: date, organisation_count: int = 20_000, records: int = 100_000, seed: int = 1
) -> dict[str, Any]:
    """Write the province's files below `folder` and return the manifest, which is also `manifest.json` there.

    The same arguments and the same lawpacks give the same bytes.
    """
    law = load_packs(ROOT / "lawpacks", ROOT / "demo" / "node.yml").as_of(today)
    frame = organisations(organisation_count, today=today, seed=seed)
    deliveries = Deliveries(frame, law, today=today, seed=seed)
    for name in ("files", "mappings", "source-counts"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    mapping.write(folder / "mappings" / mapping.NAME)
    sent: list[Delivery] = []
    files: list[dict[str, Any]] = []
    for delivery in _all(deliveries, records=records, today=today):
        sent.append(delivery)
        files.append(_written(delivery, folder, number=len(files) + 1))
    frame.select("uscc", "name", "kind", "region", pl.lit(value=True).alias("synthetic")).write_parquet(
        folder / "organisations.parquet", statistics=False
    )
    manifest = {
        "synthetic": True,
        "note": NOTE,
        "today": today.isoformat(),
        "seed": seed,
        "organisations": len(frame),
        "departments": _departments(frame),
        "files": files,
        "people": people(sent),
        "source_counts": _source_counts(sent, folder, today=today),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return manifest


def _all(deliveries: Deliveries, *, records: int, today: date) -> Iterator[Delivery]:
    yield from deliveries.registers()
    changed = plan.registrations_changed_on(today)
    files = plan.planned(records=records, today=today)
    for number, planned in enumerate(files):
        if planned.sent_on >= changed and (number == 0 or files[number - 1].sent_on < changed):
            yield from deliveries.changed_registers()
        yield deliveries.decided(planned)
    yield from deliveries.refused()


def _written(delivery: Delivery, folder: Path, *, number: int) -> dict[str, Any]:
    item = delivery.item
    name = f"{number:03}-{delivery.department.code}-{item.id}.{SUFFIX[delivery.form]}"
    path = folder / "files" / name
    frame = mapping.renamed(delivery.frame) if delivery.mapped else _headed(delivery)
    write(frame, path, form=delivery.form, title=f"{delivery.department.organ}{item.title.zh}报送表（示例）")
    return {
        "file": f"files/{name}",
        "item": item.id,
        "department": delivery.department.code,
        "mapping": f"mappings/{mapping.NAME}" if delivery.mapped else None,
        "sent_on": delivery.sent_on.isoformat(),
        "form": delivery.form.value,
        "headers": "own" if delivery.mapped else delivery.headers.value,
        "rows": len(delivery.frame),
        "refused_for": delivery.refused_for,
        "expect": asdict(delivery.expect) if delivery.expect else None,
        "dirt": delivery.dirt,
    }


def _headed(delivery: Delivery) -> pl.DataFrame:
    if delivery.refused_for is not None:
        return delivery.frame
    return renamed(delivery.frame, delivery.item, delivery.headers)


def _departments(frame: pl.DataFrame) -> list[dict[str, str]]:
    provincial = frame.filter(pl.col("region") == "520000")
    found = []
    for department in DEPARTMENTS:
        own = provincial.filter(pl.col("department") == department.code).rename(
            {"name": "organ_name", "uscc": "organ_code"}
        )
        name, code = source_of(own)
        found.append(
            {
                "code": department.code,
                "kind": department.kind,
                "name_zh": name,
                "name_en": f"Guizhou {department.english} (example)",
                "uscc": code,
                "region": "520000",
            }
        )
    return found


def _source_counts(sent: list[Delivery], folder: Path, *, today: date) -> list[dict[str, str]]:
    """Decisions that each department's own system holds, by item and month; in some more than it sent."""
    months = [
        pl.DataFrame({"day": delivery.source}).select(
            department=pl.lit(delivery.department.code),
            item=pl.lit(delivery.item.id),
            first=pl.col("day").dt.month_start(),
            last=pl.min_horizontal(pl.col("day").dt.month_end(), pl.lit(today)),
        )
        for delivery in sent
        if delivery.source is not None
    ]
    counted = pl.concat(months).filter(pl.col("first") <= today)
    counted = counted.group_by("department", "item", "first", "last").len("count")
    counted = counted.sort("department", "item", "first").with_row_index()
    concealed = pl.when(pl.col("index") % 17 == 0).then(pl.col("index") % 5 + 1).otherwise(0)
    counted = counted.with_columns(count=pl.col("count") + concealed).drop("index")
    counted = counted.rename({"first": "from", "last": "to"})
    files = []
    for (code,), part in counted.group_by("department", maintain_order=True):
        part.write_csv(folder / "source-counts" / f"{code}.csv")
        files.append({"file": f"source-counts/{code}.csv", "department": str(code)})
    return files
