"""What is remembered per index is worked out once and goes with the index."""

import gc
import weakref

from assistant.per_index import once_per_index
from corpus.index import Index

WORKED_OUT: list[tuple[str, str]] = []


@once_per_index
def _size(index: Index, lang: str) -> int:
    WORKED_OUT.append((index.version, lang))
    return len(index.passages)


def _empty(version: str) -> Index:
    index = Index.__new__(Index)
    index.version, index.passages = version, {}
    return index


def test_each_index_and_argument_is_worked_out_once() -> None:
    WORKED_OUT.clear()
    first, second = _empty("one"), _empty("two")
    for index in (first, first, second):
        assert _size(index, "fr") == 0
    _size(first, "en")
    assert WORKED_OUT == [("one", "fr"), ("two", "fr"), ("one", "en")]


def test_a_replaced_index_is_not_kept_alive() -> None:
    index = _empty("old")
    _size(index, "fr")
    gone = weakref.ref(index)
    del index
    gc.collect()
    assert gone() is None
