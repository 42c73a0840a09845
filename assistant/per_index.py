"""Work done once per index version, forgotten with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from corpus.index import Index

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def once_per_index(
    function: Callable[Concatenate[Index, Parameters], Result],
) -> Callable[Concatenate[Index, Parameters], Result]:
    """Remember what a function of an index says for as long as that index is alive.

    An `lru_cache` would keep a replaced index in memory. The further arguments must be hashable and
    given by position; the result must not hold the index. Two threads may both work it out once.
    """
    remembered: WeakKeyDictionary[Index, dict[object, Result]] = WeakKeyDictionary()

    @wraps(function)
    def remembering(index: Index, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        known = remembered.setdefault(index, {})
        if args not in known:
            known[args] = function(index, *args, **kwargs)
        return known[args]

    return remembering
