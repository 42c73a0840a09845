"""What a chat model wrote, made into a draft: its reasoning dropped, its numbers made ours.

The model points, we print: the words quoted below its prose are taken from the store.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.chat_failure import FailureKind
from assistant.cite import quote_block
from assistant.compose import Citations, Draft
from assistant.prompt import NO_ANSWER
from assistant.question import Understood
from assistant.quote import quote_status
from assistant.retrieve import Retrieved
from assistant.sentences import sentences
from assistant.verify import MARKER, check_quotes, claims, unsupported_sentences
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Hit, Language

QUOTED_WORDS = 5
"""From here on, words between quotation marks claim to be somebody's; fewer are a term."""

_TAGS = "think|thinking|thought|reasoning|reflection"
_OPENS_REASONING = re.compile(rf"<(?:{_TAGS})>|\[THINK\]", re.IGNORECASE)
_CLOSES_REASONING = re.compile(rf"</(?:{_TAGS})>|\[/THINK\]", re.IGNORECASE)
_REASONING = re.compile(
    rf"(?:{_OPENS_REASONING.pattern}).*?(?:{_CLOSES_REASONING.pattern}|$)|^.*(?:{_CLOSES_REASONING.pattern})",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_TAG = len("</reflection>")

# "[1, 3]" and "[1-3]" point to several passages at once.
_MARKER_GROUP = re.compile(r"\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})+)\]")
# What would make a model's words look like one of our quotes, notes or headings, or hide them.
_BLOCK_MARKS = re.compile(
    r"^[ \t]*(?:(?:(?:[-+*]|\d+[.)])[ \t]+)*(?:>|#{1,6}(?=\s))[ \t]*)+|^[ \t]*(?:```|~~~).*$",
    re.MULTILINE,
)
_WHOLE_LINE_EMPHASIS = re.compile(r"^[ \t]*([*_])(?![*_\s])([^*_\n]*)\1[ \t]*$", re.MULTILINE)
_QUOTED = re.compile(r"«([^«»\n]+)»|“([^“”\n]+)”|\"([^\"\n]+)\"")


@dataclass(slots=True)
class Prose:
    """A chat model's answer as it grows: its text, the passages it was shown, what to tell of it."""

    text: str = ""
    shown: tuple[Hit, ...] = ()
    is_cut: bool = False
    notices: tuple[str, ...] = ()


def without_reasoning(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces as they come, without what stands between reasoning tags."""
    held, is_inside = "", False
    for piece in pieces:
        held += piece
        while True:
            tag = (_CLOSES_REASONING if is_inside else _OPENS_REASONING).search(held)
            if tag is None:
                break
            if not is_inside and held[: tag.start()]:
                yield held[: tag.start()]
            held, is_inside = held[tag.end() :], not is_inside
        # Whatever may be the beginning of a tag waits for its rest.
        kept = _tag_begun(held)
        if not is_inside and held[:kept]:
            yield held[:kept]
        held = held[kept:]
    if held and not is_inside:
        yield held


def _tag_begun(text: str) -> int:
    """Where a tag that may go on begins, or the length of the text."""
    start = max(text.rfind("<"), text.rfind("["))
    is_open = (
        start >= 0
        and len(text) - start < _LONGEST_TAG
        and not re.search(r"[>\]\s\d]", text[start:])
    )
    return start if is_open else len(text)


def draft_from_prose(
    prose: Prose, retrieved: Retrieved, index: Index, manifest: Manifest
) -> Draft | None:
    """The prose with its numbers made ours and the quotes they point to; None: the model declined.

    A number that points to no passage becomes one that no citation has, for the verifier to report.
    """
    text = _REASONING.sub("", prose.text)
    if _declines(text):
        return None
    text = _plain_prose(text)
    if prose.is_cut:
        text = _whole_sentences(text)
    text = _disarm_inventions(text, prose.shown)
    citations = Citations(index, manifest, retrieved)
    text = _renumber(text, prose.shown, citations)
    blocks = [quote_block(citation, retrieved.understood.lang) for citation in citations.cited]
    return Draft("\n\n".join([text, *blocks]), tuple(citations.cited), notices=prose.notices)


def _renumber(text: str, shown: Sequence[Hit], citations: Citations) -> str:
    renumbered: dict[int, int] = {}
    for number in map(int, MARKER.findall(text)):
        if 1 <= number <= len(shown) and number not in renumbered:
            renumbered[number] = citations.add_hit(shown[number - 1]).n
    # A number beyond the context must not become a valid one by renumbering.
    invalid = len(shown) + len(renumbered) + 100
    return MARKER.sub(lambda m: f"[{renumbered.get(int(m[1]), invalid)}]", text)


def _declines(prose: str) -> bool:
    """Whether the model wrote that the passages do not answer, however it dressed the words."""
    words = _bare_words(prose)
    agreed = [_bare_words(form) for form in NO_ANSWER]
    # "No answer is due within the month" answers: only capitals, or the words alone, decline.
    return words[:2] in agreed or [word.upper() for word in words] in [*agreed, []]


def _bare_words(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(char for char in letters if char.isalnum() or char.isspace()).split()


def _plain_prose(prose: str) -> str:
    """The prose without what only our own text may have, each marker on its own."""
    unmarked = _WHOLE_LINE_EMPHASIS.sub(r"\2", _BLOCK_MARKS.sub("", prose))
    return _MARKER_GROUP.sub(_separate_markers, unmarked).strip()


def _separate_markers(group: re.Match[str]) -> str:
    numbers: list[int] = []
    for part in re.split(r"[,;]", group[1]):
        ends = list(map(int, re.split(r"[–-]", part)))
        is_range = 0 <= ends[-1] - ends[0] < 10
        numbers += range(ends[0], ends[-1] + 1) if is_range else ends
    return " ".join(f"[{number}]" for number in numbers)


def _whole_sentences(text: str) -> str:
    """A text that was cut off, up to the end of its last whole sentence."""
    spans = sentences(text)
    if len(spans) < 2 or re.search(r"[.!?…]\W*$|\]\s*$", text):
        return text
    return text[: spans[-1].start].rstrip()


def _disarm_inventions(text: str, shown: Sequence[Hit]) -> str:
    """Sentences that quote words of no passage lose their numbers, so the verifier reports them."""
    read = "\n".join(hit.focus.full_text for hit in shown)
    for span in reversed(sentences(text)):
        sentence = span.of(text)
        if any(_is_invented(quoted, read) for quoted in _QUOTED.finditer(sentence)):
            bare = MARKER.sub(
                "", _QUOTED.sub(lambda m: "".join(filter(None, m.groups())).strip(), sentence)
            )
            text = text[: span.start] + re.sub(r"[ \t]+(?=[.!?…]?$)", "", bare) + text[span.end :]
    return text


def _is_invented(quoted: re.Match[str], read: str) -> bool:
    words = "".join(filter(None, quoted.groups())).strip(" .,;…\u00a0\u202f")
    return len(words.split()) >= QUOTED_WORDS and quote_status(words, read) == "not_found"


# Words each language can hardly do without and the other, and its neighbours, do not have.
_TELLING: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "les des une du dans pour sur ce cette ces qui pas vous il aux au par et sont ou avec être oui "
        "si leur leurs est vos votre doit peut sauf sans ne lorsque même elle nous c'est l'article".split()
    ),
    "en": frozenset(
        "the of and to for with that this you your must may not by are from which without unless they "
        "their is it or if can has have be only when before yes any under".split()
    ),
}
# Of the 2,392 texts of our cards of a dozen words or more one has less; other languages do.
_TELLING_SHARE = 0.1
_ELIDED = ("d'", "l'", "qu'", "n'", "s'")
_WORDS_TO_TELL = 8
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def fault_of(
    draft: Draft, asked: Understood, index: Index, unsupported_share: float
) -> FailureKind | None:
    """Why a draft of a model's is not shown: its language, no citation, or too little support."""
    prose = draft.text.split("\n\n> ")[0]
    if not is_written_in(prose, asked.lang):
        return "language"
    if not draft.citations:
        return "uncited"
    as_of = asked.question.as_of
    citations = check_quotes(draft.citations, index, as_of)
    unsupported = unsupported_sentences(draft.text, citations, index, as_of)
    return "unsupported" if len(unsupported) > unsupported_share * len(claims(draft.text)) else None


def is_written_in(text: str, lang: Language) -> bool:
    """Whether a text of a few words or more is in this language; shorter ones get the doubt."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    # Chinese, Arabic and others write without capitals, and often without spaces to count words by.
    foreign = sum(unicodedata.category(char) == "Lo" for char in text)
    if foreign > _TELLING_SHARE * len(text):
        return False
    if len(words) < _WORDS_TO_TELL:
        return True
    told = {name: sum(_is_telling(word, name) for word in words) for name in _TELLING}
    other = max(count for name, count in told.items() if name != lang)
    return told[lang] >= _TELLING_SHARE * len(words) and told[lang] > other


def _is_telling(word: str, lang: Language) -> bool:
    is_elided = lang == "fr" and word.startswith(_ELIDED)
    return is_elided or word in _TELLING[lang]
