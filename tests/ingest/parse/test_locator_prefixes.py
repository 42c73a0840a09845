from dataclasses import replace
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from mirror_texts import mirror_path, package_file

from corpus.manifest import default_manifest
from corpus.nouns import Origin, Source
from ingest.parse.loaders import LOADERS

REPOSITORY = Path(__file__).parents[3]


def origins() -> list[tuple[Source, Origin]]:
    """One origin for each loader that has one on this machine."""
    found: dict[str, tuple[Source, Origin]] = {}
    for source in default_manifest().sources.values():
        for origin in source.origins:
            if origin.kind != "web":
                found.setdefault(origin.loader, (source, origin))
    return list(found.values())


def path_of(origin: Origin) -> Path:
    if origin.kind == "package":
        return package_file()
    return REPOSITORY / origin.path if origin.kind == "repository" else mirror_path(origin.path)


def case(source: Source, origin: Origin) -> ParameterSet:
    marks = [pytest.mark.slow] if origin.loader.startswith("pdf") else []
    return pytest.param(source, origin, id=origin.loader, marks=marks)


@pytest.mark.parametrize(("source", "origin"), [case(*pair) for pair in origins()])
def test_every_loader_begins_its_locators_with_the_prefix_of_the_source(
    source: Source, origin: Origin
) -> None:
    renamed = replace(source, id="other-id", locator_prefix=source.prefix)
    found = LOADERS[origin.loader](renamed, origin, path_of(origin))
    assert {passage.locator.partition(":")[0] for passage in found} == {source.prefix}
    assert {passage.source for passage in found} == {"other-id"}
