"""Writes `.importlinter` from the tree and prints the map of the architecture.

The bands below are the architecture's one statement; an area that is not there yet is left out of the
contracts, and an area that is in the tree but in no band fails.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = PROJECT / "src" / "xinheng"
AREAS = SOURCE / "areas"
TARGET = PROJECT / ".importlinter"

TIERS = (("cli",), ("settings",), ("web", "gate"), ("areas",), ("plumbing", "verifier"), ("kernel",))
BANDS = (
    ("monitoring", "exchange", "financing"),
    ("reports",),
    ("checks", "supervision", "rights"),
    ("evaluation",),
    ("lists", "commitments"),
    ("quality",),
    ("intake", "disclosure"),
    ("archive",),
    ("consent",),
    ("subjects", "clocks"),
    ("departments", "catalogue", "notices"),
    ("ledger",),
)
NOUNS = {"rights": (("objection", "repair", "withdrawal"), ("cases",))}
"""Areas of several nouns, each a folder with layers of its own: the nouns in bands, top to bottom."""
INSIDE = ("api | pages | jobs", "service", "actions", "store", "models", "rules", "terms")
INNER = ("models", "store", "rules")
EDGES = ("api", "pages", "jobs")
DJANGOS = ["apps", "migrations", "templates", "templatetags"]
"""What Django looks for in an area under a name of its own."""


def main() -> None:
    """`--map` prints, `--check` compares, nothing writes."""
    if "--map" in sys.argv:
        print(architecture_map())  # noqa: T201
        return
    text = contracts()
    if "--check" in sys.argv:
        if TARGET.read_text(encoding="utf-8") != text:
            sys.exit("the import contracts are not those of the tree: run python scripts/import_contracts.py")
        return
    TARGET.write_text(text, encoding="utf-8")


def contracts() -> str:
    """The whole of `.importlinter`."""
    areas = present_areas()
    parts = [_head(), _tiers(), _bands(areas), _inside(), *_nouns(areas), _pure(areas), _verifier()]
    parts += [door for area in areas for door in _door(area)]
    parts.append(_edges(areas))
    return "\n".join(part for part in parts if part)


def present_areas() -> list[str]:
    """Areas of the tree, highest band first; one that no band names ends the run."""
    named = [area for band in BANDS for area in band]
    found = {path.name for path in AREAS.iterdir() if (path / "__init__.py").exists()}
    if unknown := found - set(named):
        sys.exit(f"give these areas a band in scripts/import_contracts.py: {', '.join(sorted(unknown))}")
    return [area for area in named if area in found]


def layered(areas: list[str]) -> list[str]:
    """Every folder that has the layers of an area: the areas, and the nouns of those that have several."""
    nouns = [f"{area}.{noun}" for area in areas for band in NOUNS.get(area, ()) for noun in band]
    return [*areas, *nouns]


def architecture_map() -> str:
    """The tiers and bands from top to bottom, one line for each part with what it says of itself."""
    present = set(present_areas())
    lines = []
    for tier in TIERS:
        for part in tier:
            if part == "areas":
                lines += ["areas       what the platform does; calls go down, news goes up"]
                for band in BANDS:
                    lines += [f"  {area:<14}{says(AREAS / area)}" for area in band if area in present]
            elif exists(SOURCE / part):
                lines.append(f"{part:<12}{says(SOURCE / part)}")
    return "\n".join(lines)


def folder(area: str) -> Path:
    """Where an area, or a noun of one (`rights.repair`), lies."""
    return AREAS.joinpath(*area.split("."))


def exists(path: Path) -> bool:
    """Whether a module or package is there."""
    return (path / "__init__.py").exists() or path.with_suffix(".py").exists()


def says(path: Path) -> str:
    """First line of a package's or module's docstring."""
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n")[0]


def _contract(ident: str, /, **keys: object) -> str:
    lines = [f"[importlinter:contract:{ident}]"]
    for key, value in keys.items():
        if isinstance(value, list):
            lines += [f"{key} =", *(f"    {entry}" for entry in value)]
        else:
            lines.append(f"{key} = {value}")
    return "\n".join(lines) + "\n"


def _head() -> str:
    return "# Written by scripts/import_contracts.py from the tree.\n\n" + (
        "[importlinter]\nroot_package = xinheng\ninclude_external_packages = True\n"
    )


def _tiers() -> str:
    layers = [" | ".join(part for part in tier if exists(SOURCE / part)) for tier in TIERS]
    return _contract(
        "tiers", name="Tiers: web and gate > areas > plumbing > kernel", type="layers",
        layers=[layer for layer in layers if layer], containers=["xinheng"], exhaustive="true",
    )  # fmt: skip


def _bands(areas: list[str]) -> str:
    layers = [" | ".join(area for area in band if area in areas) for band in BANDS]
    return _contract(
        "areas", name="Areas: calls go down", type="layers", layers=[layer for layer in layers if layer],
        containers=["xinheng.areas"], exhaustive="true",
    )  # fmt: skip


def _inside() -> str:
    layers = [" | ".join(f"({part.strip()})" for part in layer.split("|")) for layer in INSIDE]
    nouns = sorted(noun for bands in NOUNS.values() for band in bands for noun in band)
    return _contract(
        "inside", name="Inside an area: edges > service > actions > store > models > rules > terms",
        type="layers", layers=layers, containers=[f"xinheng.areas.{each}" for each in layered(present_areas())],
        exhaustive="true", exhaustive_ignores=[*DJANGOS, *nouns],
    )  # fmt: skip


def _nouns(areas: list[str]) -> list[str]:
    return [
        _contract(
            f"nouns-{area}", name=f"{area}: its nouns know those below them", type="layers",
            layers=[" | ".join(band) for band in bands], containers=[f"xinheng.areas.{area}"],
        )
        for area, bands in NOUNS.items() if area in areas
    ]  # fmt: skip


def _pure(areas: list[str]) -> str:
    sources = ["xinheng.kernel"]
    sources += [f"xinheng.areas.{each}.{part}" for each in layered(areas) for part in ("rules", "terms")
                if exists(folder(each) / part)]  # fmt: skip
    return _contract(
        "pure", name="Kernel, rules and terms know no framework", type="forbidden", source_modules=sources,
        forbidden_modules=["django", "ninja", "xinheng.plumbing"], allow_indirect_imports="true",
    )  # fmt: skip


def _verifier() -> str:
    if not exists(SOURCE / "verifier"):
        return ""
    return _contract(
        "verifier", name="The verifier needs the kernel alone", type="forbidden",
        source_modules=["xinheng.verifier"],
        forbidden_modules=["django", "psycopg", "xinheng.plumbing", "xinheng.areas", "xinheng.web"],
    )  # fmt: skip


def _door(area: str) -> list[str]:
    inner = [
        f"xinheng.areas.{each}.{part}"
        for each in layered([area])
        for part in INNER
        if exists(folder(each) / part)
    ]
    if not inner:
        return []
    contract = _contract(
        f"door-{area}", name=f"{area}: enter by service, actions or terms", type="protected",
        protected_modules=inner, allowed_importers=[f"xinheng.areas.{area}"],
    )  # fmt: skip
    return [contract]


def _edges(areas: list[str]) -> str:
    found = [(area, part) for area in areas for part in EDGES if exists(AREAS / area / part)]
    edges = [f"xinheng.areas.{area}.{part}" for area, part in found]
    if not edges:
        return ""
    return _contract(
        "edges", name="Only web and commands mount the edges", type="protected", protected_modules=edges,
        allowed_importers=["xinheng.web", "xinheng.cli"],
    )  # fmt: skip


if __name__ == "__main__":
    main()
