"""Clean rows of licences, penalties and registrations: national field codes, every value text, null = empty.

Days are ISO days; a licence without end says 长期. All rows of one call come from one department, and its
organ in the organisation's county decided them.
"""

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from demo.province import codes
from demo.province.departments import Breach, Department, Licence

PERSON_SHARE: Final = 0.02
_CITIZEN_DOCUMENT: Final = "身份证"


def organs_of(organisations: pl.DataFrame, department: Department) -> pl.DataFrame:
    """The department's organs: region, organ_name, organ_code, organ_region_name; one for each region."""
    return organisations.filter(pl.col("department") == department.code).select(
        "region", organ_name="name", organ_code="uscc", organ_region="region_name"
    )


def licences(
    subjects: pl.DataFrame,
    organs: pl.DataFrame,
    *,
    department: Department,
    decided: pl.Series,
    first: int,
    today: date,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """One licence for each row of `subjects`, decided on the days of `decided`, numbered from `first` on."""
    count = len(subjects)
    chosen = rng.integers(0, len(department.licence_kinds), count)
    years = rng.choice([1, 3, 5, 5, 0], count)
    frame = _decided(subjects, organs, decided=decided, first=first, rng=rng).with_columns(
        *_words(department.licence_kinds, chosen, Licence),
        years=pl.Series(years),
        until=years_later(decided, years),
    )
    end = pl.when(pl.col("years") == 0).then(pl.lit("长期")).otherwise(pl.col("until").dt.to_string())
    valid = (pl.col("years") == 0) | (pl.col("until") >= pl.lit(today))
    source = source_of(organs)
    return frame.select(
        *_subject("XK"),
        XK_XKWS="title",
        XK_WSH=_number(department, "许"),
        XK_XKLB="licence_kind",
        XK_XKZS="certificate",
        XK_XKBH=pl.concat_str(pl.lit("SL"), pl.col("region"), pl.col("serial").cast(pl.String).str.zfill(8)),
        XK_NR="content",
        XK_JDRQ=pl.col("decided").dt.to_string(),
        XK_YXQZ=pl.col("decided").dt.to_string(),
        XK_YXQZI=end,
        XK_XKJG="organ_name",
        XK_XKJGDM="organ_code",
        XK_ZT=pl.when(valid).then(pl.lit("1")).otherwise(pl.lit("0")),
        XK_LYDW=pl.lit(source[0]),
        XK_LYDWDM=pl.lit(source[1]),
        CZLX=pl.lit(None, dtype=pl.String),
        BZ=pl.lit(None, dtype=pl.String),
    )


def penalties(
    subjects: pl.DataFrame,
    organs: pl.DataFrame,
    *,
    department: Department,
    decided: pl.Series,
    first: int,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """One penalty for each row of `subjects`, decided on the days of `decided`, numbered from `first` on."""
    count = len(subjects)
    chosen = rng.integers(0, len(department.breaches), count)
    frame = _decided(subjects, organs, decided=decided, first=first, rng=rng).with_columns(
        *_words(department.breaches, chosen, Breach),
        fine=pl.Series(rng.choice([200, 500, 1000, 2000, 5000, 10_000, 30_000, 50_000, 200_000], count)),
        gains=pl.Series(rng.integers(100, 90_000, count)),
        sort=pl.Series(rng.choice(5, count, p=[0.62, 0.16, 0.12, 0.07, 0.03])),
        until=years_later(decided, np.full(count, 1)),
    )
    source = source_of(organs)
    return frame.select(
        *_subject("CF"),
        CF_WSH=_number(department, "罚"),
        CF_WFXW="breach",
        CF_SY=pl.concat_str(pl.lit("经查，当事人"), "facts", pl.lit("，违法事实清楚（示例案件）")),
        CF_YJ="basis",
        **_sanction(),
        CF_JDRQ=pl.col("decided").dt.to_string(),
        CF_YXQ=pl.when(pl.col("sort") == 3).then(pl.col("until").dt.to_string()),
        CF_GSJZQ=pl.lit(None, dtype=pl.String),
        CF_CFJG="organ_name",
        CF_CFJGDM="organ_code",
        CF_SJLY=pl.lit(source[0]),
        CF_SJLYDM=pl.lit(source[1]),
        CZLX=pl.lit(None, dtype=pl.String),
        BZ=pl.lit(None, dtype=pl.String),
    )


def first_registrations(organisations: pl.DataFrame, organs: pl.DataFrame) -> pl.DataFrame:
    """Each organisation as first registered, under the name it had then, by the organs of its register."""
    return _registrations(
        organisations.with_columns(
            name=pl.coalesce("former_name", "name"),
            former_name=pl.lit(None, dtype=pl.String),
            state=pl.lit("存续"),
            changed_on="established_on",
        ),
        organs,
    )


def changed_registrations(organisations: pl.DataFrame, organs: pl.DataFrame) -> pl.DataFrame:
    """The organisations that were renamed, struck off, revoked or moved since, as registered today."""
    return _registrations(
        organisations.filter(pl.col("former_name").is_not_null() | (pl.col("state") != "存续")), organs
    )


def _registrations(organisations: pl.DataFrame, organs: pl.DataFrame) -> pl.DataFrame:
    frame = organisations.join(organs, on="region", how="left", maintain_order="left")
    return frame.select(
        DJ_MC="name",
        DJ_SHXYM="uscc",
        DJ_CYM="former_name",
        DJ_ZCH="registration_no",
        DJ_ZZJG=pl.col("uscc").str.slice(8, 9),
        DJ_LX="form",
        DJ_ZT="state",
        DJ_ZS="address",
        DJ_ZCZB="capital",
        DJ_BZ=pl.when(pl.col("capital").is_not_null()).then(pl.lit("人民币")),
        DJ_JYFW="scope",
        DJ_CLRQ=pl.col("established_on").dt.to_string(),
        DJ_HZRQ=pl.col("changed_on").dt.to_string(),
        DJ_QXZ=pl.col("established_on").dt.to_string(),
        DJ_QXZI=pl.lit("长期"),
        DJ_FRDB="person",
        DJ_DJJG="organ_name",
        DJ_DJJGDM="organ_code",
        DJ_XZQH="region",
        DJ_HYDM=pl.lit(None, dtype=pl.String),
        DJ_HYMC=pl.lit(None, dtype=pl.String),
        DJ_CZLX=pl.lit(None, dtype=pl.String),
    )


def _decided(
    subjects: pl.DataFrame, organs: pl.DataFrame, *, decided: pl.Series, first: int, rng: np.random.Generator
) -> pl.DataFrame:
    """The subjects with a day, a running number and the organ that decided; some are natural persons."""
    count = len(subjects)
    births = (
        rng.integers(1950, 2003, count) * 10_000
        + rng.integers(1, 13, count) * 100
        + rng.integers(1, 29, count)
    )
    serials = np.arange(first, first + count, dtype=np.int64)
    return subjects.select("uscc", "name", "kind", "region", "person", "registration_no").with_columns(
        decided=decided,
        serial=pl.Series(serials),
        is_person=pl.Series(rng.random(count) < PERSON_SHARE),
        citizen=codes.citizen_ids(births=births, serials=rng.integers(0, 1000, count)),
        with_document=pl.Series(rng.random(count) < 0.3),
    ).join(organs, on="region", how="left", maintain_order="left")  # fmt: skip


def _subject(prefix: str) -> list[pl.Expr]:
    """The block of the party, in the order of the national table."""
    person, empty = pl.col("is_person"), pl.lit(None, dtype=pl.String)
    kind = (
        pl.when(person).then(pl.lit("自然人"))
        .when(pl.col("kind") == "individual_business").then(pl.lit("个体工商户"))
        .otherwise(pl.lit("法人及非法人组织"))
    )  # fmt: skip
    documented = pl.col("with_document") & ~person
    values = {
        "XDR_MC": pl.when(person).then("person").otherwise("name"),
        "XDR_LB": kind,
        "XDR_SHXYM": pl.when(~person).then("uscc"),
        "XDR_GSZC": pl.when(~person).then("registration_no"),
        "XDR_ZZJG": empty,
        "XDR_SWDJ": empty,
        "XDR_SYDW": empty,
        "XDR_SHZZ": empty,
        "FRDB": pl.when(~person).then("person"),
        "FR_ZJLX": pl.when(documented).then(pl.lit(_CITIZEN_DOCUMENT)),
        "FR_ZJHM": pl.when(documented).then("citizen"),
        "XDR_ZJLX": pl.when(person).then(pl.lit(_CITIZEN_DOCUMENT)),
        "XDR_ZJHM": pl.when(person).then("citizen"),
    }
    return [value.alias(f"{prefix}_{code}") for code, value in values.items()]


def _sanction() -> dict[str, pl.Expr]:
    """Kinds, content and amounts of a penalty by its `sort`: 0 fine … 4 revocation."""
    sort, fine, gains = pl.col("sort"), pl.col("fine"), pl.col("gains")
    fined = pl.format("罚款{}元", fine)
    taken = pl.format("没收违法所得{}元", gains)
    return {
        "CF_CFLB": sort.replace_strict(
            dict(enumerate(("罚款", "警告", "没收违法所得;罚款", "暂扣许可证", "吊销许可证"))),
            return_dtype=pl.String,
        ),
        "CF_NR": pl.when(sort == 0).then(fined)
        .when(sort == 1).then(pl.lit("警告"))
        .when(sort == 2).then(pl.concat_str(taken, pl.lit("，"), fined))
        .when(sort == 3).then(pl.lit("暂扣许可证"))
        .otherwise(pl.lit("吊销许可证")),
        "CF_NR_FK": pl.when(sort.is_in([0, 2])).then(_ten_thousands(fine)),
        "CF_NR_WFFF": pl.when(sort == 2).then(_ten_thousands(gains)),
        "CF_NR_ZKDX": pl.when(sort >= 3).then(pl.format("示例许可证 SL{}", pl.col("serial"))),
    }  # fmt: skip


def _ten_thousands(yuan: pl.Expr) -> pl.Expr:
    """An amount in yuan as text in 10,000 yuan with six decimals."""
    return pl.concat_str(
        (yuan // 10_000).cast(pl.String), pl.lit("."), (yuan % 10_000 * 100).cast(pl.String).str.zfill(6)
    )


def _number(department: Department, word: str) -> pl.Expr:
    """An instrument number that no real organ gives (黔示…), the only one of its department."""
    return pl.format(
        "黔示{}{}〔{}〕{}号",
        pl.lit(department.word),
        pl.lit(word),
        pl.col("decided").dt.year(),
        pl.col("serial").cast(pl.String).str.zfill(6),
    )


def _words(
    kinds: tuple[Licence, ...] | tuple[Breach, ...], chosen: np.ndarray, shape: type
) -> list[pl.Series]:
    columns = (
        {"title": "title", "certificate": "certificate", "content": "content", "licence_kind": "kind"}
        if shape is Licence
        else {"breach": "kind", "facts": "facts", "basis": "basis"}
    )
    return [
        pl.Series([getattr(each, attribute) for each in kinds], dtype=pl.String).gather(chosen).alias(column)
        for column, attribute in columns.items()
    ]


def source_of(organs: pl.DataFrame) -> tuple[str, str]:
    """Name and code of the department's provincial organ, which hands everything in."""
    first = organs.row(0, named=True)
    return first["organ_name"], first["organ_code"]


def years_later(days: pl.Series, years: np.ndarray) -> pl.Series:
    """The day before the same day some years later; 28 February where there is none."""
    frame = pl.DataFrame({"day": days, "years": pl.Series(years).cast(pl.Int32)})
    day = pl.col("day")
    later = pl.date(
        day.dt.year() + pl.col("years"), day.dt.month(), pl.min_horizontal(day.dt.day(), pl.lit(28))
    )
    return frame.select(later.dt.offset_by("-1d")).to_series()
