"""Questions that are known to go wrong. One that goes right is mended: take its line out of the file."""

import pytest

from bot.questions import KNOWN_FAILURES, Question, read_questions
from bot.runtime import Runtime
from bot.scorecard import judge

FAILURES = read_questions(KNOWN_FAILURES)


@pytest.mark.xfail(reason="known failure", strict=True, raises=AssertionError)
@pytest.mark.parametrize("question", FAILURES, ids=[question.id for question in FAILURES])
async def test_it_goes_right(runtime: Runtime, question: Question) -> None:
    [verdict] = await judge(runtime.assistant, [question])
    assert verdict.right
