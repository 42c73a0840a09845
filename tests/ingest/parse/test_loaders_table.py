import sys

from corpus.manifest import default_manifest
from ingest.parse.loaders import LOADERS


def test_every_loader_the_manifest_names_exists() -> None:
    sources = default_manifest().sources.values()
    named = {origin.loader for source in sources for origin in source.origins}
    assert named <= set(LOADERS)


def test_every_loader_is_a_function_of_its_own_module() -> None:
    for name in LOADERS:
        __import__(f"ingest.parse.{name}")
        assert callable(sys.modules[f"ingest.parse.{name}"].load)
