"""The organisations of the synthetic province, one row each."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from demo.province import codes, names
from demo.province.codes import Ints
from demo.province.departments import DEPARTMENTS

REGION_FILE: Final = Path(__file__).resolve().parents[2] / "lawpacks" / "cn-gz" / "regions" / "regions.csv"


@dataclass(frozen=True, slots=True)
class Class:
    """A class of organisation: kind in the lawpack, first two characters of codes, share, names, form."""

    kind: str
    prefix: str
    share: float
    endings: tuple[str, ...]
    form: str
    registered_by: str


CLASSES: Final = (
    Class(
        "enterprise",
        "91",
        0.540,
        (
            "食品有限公司",
            "建筑工程有限公司",
            "商贸有限公司",
            "农业科技有限公司",
            "物流有限公司",
            "环保科技有限公司",
            "信息技术有限公司",
            "矿业有限责任公司",
            "旅游开发有限公司",
            "医药有限公司",
            "酒业股份有限公司",
            "人力资源有限公司",
        ),
        "有限责任公司",
        "scjg",
    ),
    Class(
        "individual_business",
        "92",
        0.230,
        ("小吃店", "便利店", "理发店", "五金店", "服装店", "诊所", "农家乐", "货运部"),
        "个体工商户",
        "scjg",
    ),
    Class("cooperative", "93", 0.050, ("种植农民专业合作社", "养殖农民专业合作社"), "农民专业合作社", "scjg"),
    Class("social_organisation", "51", 0.030, ("商会", "行业协会", "书画协会"), "社会团体", "mz"),
    Class("social_organisation", "52", 0.020, ("培训学校", "养老服务中心", "幼儿园"), "民办非企业单位", "mz"),
    Class("institution", "12", 0.050, ("中学", "卫生院", "图书馆", "文化馆", "技术推广站"), "事业单位", "bz"),
    Class(
        "rural_collective", "N2", 0.021, ("村股份经济合作联合社", "村经济合作社"), "农村集体经济组织", "ny"
    ),
)
ORGAN: Final = Class("organ", "11", 0.0, (), "机关", "bz")
YOUNGEST: Final = 1300
"""Days: every organisation is at least that old."""
STATES: Final = ("存续", "注销", "吊销", "迁出")
SCHEMA: Final = (
    "uscc", "name", "former_name", "kind", "form", "region", "region_name", "registered_by", "established_on",
    "changed_on", "state", "person", "capital", "scope", "address", "registration_no", "department",
)  # fmt: skip


def regions() -> pl.DataFrame:
    """code, name, level, parent and a short name for instrument numbers, of all regions of the province."""
    with REGION_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pl.DataFrame(rows).with_columns(
        short=pl.col("name").str.replace(
            "(?:布依族|苗族|侗族|土家族|仡佬族|彝族|回族|水族)*(?:自治[州县]|特区|[省市区县州])$", ""
        )
    )


def organisations(count: int, *, today: date, seed: int) -> pl.DataFrame:
    """`count` organisations with the columns of SCHEMA, organs included, over all 88 counties.

    The same count, day and seed give the same frame. Serial numbers, and so codes, do not depend on the seed.
    """
    rng = np.random.default_rng([seed, 1])
    organs = _organs()
    serials = np.arange(len(organs), count, dtype=np.int64)
    others = _others(serials, rng)
    frame = pl.concat([organs, others]).with_columns(_uscc(pl.concat([organs, others])))
    return _facts(frame, today=today, rng=rng).select(SCHEMA)


def _organs() -> pl.DataFrame:
    """An organ of every department for the province, each prefecture and each county."""
    places = regions().select(region="code", region_name="name")
    departments = pl.DataFrame(
        [{"department": each.code, "organ": each.organ} for each in DEPARTMENTS],
    )
    frame = places.join(departments, how="cross", maintain_order="left_right")
    serials = np.arange(len(frame), dtype=np.int64)
    return frame.select(
        pl.Series("serial", serials),
        pl.col("region"),
        "region_name",
        name=pl.concat_str("region_name", pl.lit(names.MARK), "organ"),
        kind=pl.lit(ORGAN.kind),
        form=pl.lit(ORGAN.form),
        prefix=pl.lit(ORGAN.prefix),
        registered_by=pl.lit(ORGAN.registered_by),
        department="department",
    )


def _others(serials: Ints, rng: np.random.Generator) -> pl.DataFrame:
    shares = np.array([each.share for each in CLASSES])
    chosen = rng.choice(len(CLASSES), len(serials), p=shares / shares.sum())
    counties = regions().filter(level="county")
    weights = rng.dirichlet(np.full(len(counties), 8.0))
    places = np.where(
        serials - serials[:1] < len(counties),
        np.arange(len(serials)) % len(counties),
        rng.choice(len(counties), len(serials), p=weights),
    )
    class_words = pl.DataFrame(
        {
            "kind": [each.kind for each in CLASSES],
            "form": [each.form for each in CLASSES],
            "prefix": [each.prefix for each in CLASSES],
            "registered_by": [each.registered_by for each in CLASSES],
        }
    )[chosen]
    endings = [list(each.endings) for each in CLASSES]
    starts = np.cumsum([0, *(len(each) for each in endings)])
    lengths = np.array([len(each) for each in endings])
    drawn = starts[chosen] + rng.integers(0, 1 << 30, len(serials)) % lengths[chosen]
    ending = pl.Series([word for each in endings for word in each]).gather(drawn)
    place = counties[places]
    name = pl.select(pl.concat_str(place["short"], names.trade_names(serials), ending)).to_series()
    return pl.DataFrame(
        {
            "serial": serials,
            "region": place["code"],
            "region_name": place["name"],
            "name": name,
            "kind": class_words["kind"],
            "form": class_words["form"],
            "prefix": class_words["prefix"],
            "registered_by": class_words["registered_by"],
            "department": pl.Series([None], dtype=pl.String).new_from_index(0, len(serials)),
        }
    )


def _uscc(frame: pl.DataFrame) -> pl.Series:
    made = codes.usccs(
        prefixes=frame["prefix"], regions=frame["region"], serials=frame["serial"].to_numpy().astype(np.int64)
    )
    return made.alias("uscc")


def _facts(frame: pl.DataFrame, *, today: date, rng: np.random.Generator) -> pl.DataFrame:
    count = len(frame)
    # older than anything that is decided about them
    age = (YOUNGEST + rng.gamma(2.0, 1400.0, count)).astype(np.int64).clip(YOUNGEST, 14_000)
    organ = (frame["kind"] == ORGAN.kind).to_numpy()
    state = np.where(organ, 0, rng.choice(4, count, p=[0.93, 0.045, 0.015, 0.01]))
    capital = (10 ** rng.uniform(4.5, 7.5, count) / 10_000).astype(np.int64) * 10_000
    serials = frame["serial"].to_numpy().astype(np.int64)
    numbers = codes.registration_numbers(regions=frame["region"], serials=serials)
    day = pl.lit(today, dtype=pl.Date)
    trade = pl.col("kind").is_in(["enterprise", "individual_business", "cooperative"])
    renamed = pl.Series(rng.random(count) < 0.05) & trade
    return frame.with_columns(
        established_on=day - pl.duration(days=pl.lit(pl.Series(age))),
        changed_on=day - pl.duration(days=pl.lit(pl.Series(rng.integers(25, 400, count)))),
        state=pl.Series(STATES).gather(state),
        person=names.persons(serials * 7),
        capital=pl.when(trade).then(pl.Series(capital).cast(pl.String)),
        registration_no=pl.when(trade & pl.Series(age > 4000)).then(numbers),
        former_name=pl.when(renamed).then(pl.col("name").str.replace(names.MARK, names.MARK + "老")),
        scope=pl.when(trade).then(pl.format("一般项目：{}相关业务（示例）", pl.col("name").str.tail(6))),
        address=pl.format(
            "{}{}{}号",
            "region_name",
            names.picked(names.STREETS, count, rng),
            pl.Series(rng.integers(1, 400, count)),
        ),
    )
