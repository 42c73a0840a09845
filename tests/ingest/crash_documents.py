"""Documents whose every word tells which generation they belong to, and what an index must hold."""

from pathlib import Path

from small_corpus import MANIFEST, write_faq

from corpus.manifest import Manifest, read_manifest

ENTRIES = 20
ARTICLES = 8

# The two sources that are quickest to read.
_SOURCES = ("code", "faq")


def write_generation(mirror: Path, generation: int) -> None:
    """Replace every document."""
    mirror.mkdir(exist_ok=True)
    rows = {
        f"{n}-g{generation}": (f"Question {n} génération{generation} ?", entry_words(n, generation))
        for n in range(ENTRIES)
    }
    write_faq(mirror, rows)
    articles = "".join(
        f"## Article L{n}-{generation}\n\n{article_words(n, generation)}\n\n"
        for n in range(1, ARTICLES + 1)
    )
    (mirror / "code.md").write_text(f"# Livre Ier : Des allées\n\n{articles}", encoding="utf-8")


def expected_words(generation: int) -> dict[str, str]:
    """Locator -> words of every passage of a version built from that generation."""
    entries = {f"faq:{n}-g{generation}": entry_words(n, generation) for n in range(ENTRIES)}
    articles = {
        f"code:art-l{n}-{generation}": article_words(n, generation) for n in range(1, ARTICLES + 1)
    }
    return {**articles, **entries}


def generation_of(locator: str) -> int:
    return int(locator.rpartition("-")[2].lstrip("g"))


def entry_words(number: int, generation: int) -> str:
    return f"Réponse numéro{number} de la génération{generation} du jardin."


def article_words(number: int, generation: int) -> str:
    return f"Règle numéro{number} de la génération{generation} des allées."


def crash_manifest(folder: Path) -> Manifest:
    path = folder / "sources.toml"
    path.write_text(MANIFEST, encoding="utf-8")
    sources = read_manifest(path).sources
    return Manifest(tuple(sources[name] for name in _SOURCES))
