"""A small world of packs, and ways to break it."""

from __future__ import annotations

from pathlib import Path

PACK_CN = """\
id: cn
parent: null
jurisdiction: {code: CN, level: nation, name: {zh: 全国, en: China}}
version: "1"
in_force: {from: 2020-01-01, to: null}
status: in_force
last_checked: 2026-01-01
instruments:
  - id: penalty-law
    title: {zh: 处罚法, en: Penalty law}
    number: null
    level: law
    file: sources/penalty-law.md
    in_force: {from: 2020-01-01, to: null}
    status: in_force
"""
SOURCE_CN = "<!-- art: 1 -->\n第一条 处罚决定应当 公开。\n<!-- art: 2 -->\n第二条 公示期限为三年(含)。\n"
KINDS = """\
- id: enterprise
  title: {zh: 企业, en: Enterprise}
  base: legal_person
  evaluated: true
  basis: [{instrument: penalty-law, article: 1, quote: 处罚决定}]
  in_force: {from: 2020-01-01, to: null}
  status: in_force
- id: natural_person
  title: {zh: 自然人, en: Natural person}
  base: natural_person
  evaluated: false
  basis: [{instrument: penalty-law, article: 1, quote: 处罚决定}]
  in_force: {from: 2020-01-01, to: null}
  status: in_force
"""
DEPARTMENTS = "- {id: market-regulation, title: {zh: 市场监管部门, en: Market regulator}}\n"
BLOCKS = """\
- id: subject
  fields:
    - {code: XDR_MC, title: {zh: 相对人名称, en: Name}, type: text, required: always}
    - {code: XDR_SHXYM, title: {zh: 统一社会信用代码, en: USCC}, type: uscc, required: organisation}
"""
ITEM = """\
- id: penalty
  title: {zh: 行政处罚, en: Penalty}
  head: administrative_act
  act: penalty
  class: public
  evidences: statutory_duty
  effect: adverse
  source: {zh: 处罚决定书, en: Penalty decision}
  necessity: {zh: 公示, en: Publication}
  providers: [market-regulation]
  subjects: [enterprise, natural_person]
  fields:
    - {block: subject, prefix: CF}
    - {code: CF_WSH, title: {zh: 文书号, en: Number}, type: instrument, required: always}
    - {code: CF_CFJG, title: {zh: 处罚机关, en: Organ}, type: text, required: always}
    - {code: CF_JDRQ, title: {zh: 决定日期, en: Decided on}, type: date, required: always, not_future: true}
    - {code: CF_FRDB, title: {zh: 法定代表人, en: Representative}, type: person_name, required: organisation}
  roles: {subject_name: CF_XDR_MC, subject_uscc: CF_XDR_SHXYM, instrument: CF_WSH, organ_name: CF_CFJG, decided_on: CF_JDRQ}
  natural_key: [organ, instrument, subject]
  basis: [{instrument: penalty-law, article: 1, quote: 处罚决定应当公开}]
  in_force: {from: 2020-01-01, to: null}
  status: in_force
"""
TERM = """\
- id: show-penalty
  title: {zh: 处罚公示, en: Display}
  item: penalty
  mode: proactive
  starts: decided_on
  length: P3Y
  basis: [{instrument: penalty-law, article: 2, quote: 公示期限为三年（含）}]
  in_force: {from: 2020-01-01, to: null}
  status: in_force
"""
PACK_GZ = """\
id: gz
parent: cn
jurisdiction: {code: "520000", level: province, name: {zh: 贵州, en: Guizhou}}
version: "1"
in_force: {from: 2021-01-01, to: null}
status: in_force
last_checked: 2026-01-01
instruments:
  - id: plan
    title: {zh: 方案, en: Plan}
    number: null
    level: plan
    file: sources/plan.md
    in_force: {from: 2021-01-01, to: null}
    status: in_force
"""
SOURCE_GZ = "<!-- art: item-38 -->\n在作出行政决定之日起7个工作日内上网公示\n"
DEADLINE = """\
- id: double-publicity
  title: {zh: 双公示, en: Double publicity}
  items: [penalty]
  unit: working_day
  length: 7
  starts: decided_on
  counts: day_after
  basis: [{instrument: plan, article: item-38, quote: 7个工作日内上网公示}]
  in_force: {from: 2021-01-01, to: null}
  status: in_force
"""
PACK_DRAFT = """\
id: gz-draft
parent: gz
jurisdiction: {code: "520000", level: province, name: {zh: 贵州, en: Guizhou}}
version: "1"
in_force: {from: null, to: null}
status: draft
last_checked: 2026-01-01
instruments:
  - {id: draft, title: {zh: 草案, en: Draft}, number: null, level: draft, file: sources/draft.md, in_force: {from: null, to: null}, status: draft}
"""
SOURCE_DRAFT = "<!-- art: 36 -->\n三个工作日内撤销公示\n"
DRAFT_DEADLINE = """\
- id: withdraw
  title: {zh: 撤销公示, en: Withdrawal}
  items: [penalty]
  unit: working_day
  length: 3
  starts: notified_on
  counts: day_after
  basis: [{instrument: draft, article: 36, quote: 三个工作日内撤销公示}]
  in_force: {from: null, to: null}
  status: draft
"""
FILES = {
    "cn/pack.yml": PACK_CN,
    "cn/sources/penalty-law.md": SOURCE_CN,
    "cn/subjects/kinds.yml": KINDS,
    "cn/departments/kinds.yml": DEPARTMENTS,
    "cn/catalogue/blocks.yml": BLOCKS,
    "cn/catalogue/penalty.yml": ITEM,
    "cn/disclosure/terms.yml": TERM,
    "gz/pack.yml": PACK_GZ,
    "gz/sources/plan.md": SOURCE_GZ,
    "gz/deadlines/publication.yml": DEADLINE,
    "gz-draft/pack.yml": PACK_DRAFT,
    "gz-draft/sources/draft.md": SOURCE_DRAFT,
    "gz-draft/deadlines/rights.yml": DRAFT_DEADLINE,
}


def write_packs(root: Path, **changed: str | None) -> Path:
    """The packs below `root`; `cn__catalogue__penalty="…"` puts another text in that file, None leaves it out."""
    files: dict[str, str | None] = {**FILES}
    for name, text in changed.items():
        path = next(
            (
                known
                for known in FILES
                if known.rpartition(".")[0].replace("/", "__").replace("-", "_") == name
            ),
            None,
        )
        files[path or name.replace("__", "/") + ".yml"] = text
    for path, text in files.items():
        if text is not None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
    return root
