"""One case asked: the answer, and the units a search shows for it, from one pass through the chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.answer import Turn
from assistant.assistant import Assistant
from assistant.chain import find_passages, understand_question, verify_draft, write_draft
from assistant.question import COMMAND_LINE_LIMIT, Question, check_question
from assistant.retrieve import Retrieved
from corpus.errors import RecitalError
from evals.cases import Case
from evals.metrics import Asked

AS_OF = date(2026, 11, 22)
"""The law as of this day where a case names none, so that results of different days can be compared."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a case, with what was found for it (None where nothing could be searched)."""

    asked: Asked
    retrieved: Retrieved | None


def ask_case(case: Case, assistant: Assistant) -> Heard:
    """The assistant's answer to a case, after the questions that came before it.

    A fault of the assistant, foreseen or not, is what happened to the case, not to the evaluation.
    """
    try:
        return _ask(case, assistant)
    except RecitalError as error:
        return Heard(Asked(None, failure=error.message("en")), None)
    except Exception as error:  # noqa: BLE001 - it stands in the result, by the name of the case
        return Heard(Asked(None, failure=repr(error)), None)


def _ask(case: Case, assistant: Assistant) -> Heard:
    setting = assistant.setting
    finding = find_passages(understand_question(_question(case, assistant), setting), setting)
    found = tuple(hit.passage.locator for hit in finding.retrieved.texts)
    answer = verify_draft(write_draft(finding, setting))
    return Heard(Asked(answer, found), finding.retrieved)


def _question(case: Case, assistant: Assistant) -> Question:
    as_of = case.as_of or AS_OF
    turns: list[Turn] = []
    for earlier in case.history:
        text = check_question(earlier, COMMAND_LINE_LIMIT)
        # Only a chat model reads what was answered before; composing reads the questions.
        said = ""
        if assistant.setting.chat is not None:
            said = assistant.ask(text, as_of=as_of, history=turns).text
        turns.append(Turn(text, said))
    return Question(check_question(case.question, COMMAND_LINE_LIMIT), as_of, None, tuple(turns))
