"""Which one of a list is meant: “2”, “the second one”, 「第二個」, “the last”."""

import re

from language.entities import number_of
from language.script import fold

_FIRST_TO_TENTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ONE_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ENGLISH = re.compile(
    r"(?:(?:um|er|ok|okay|well|i want|i mean|i choose|i pick|give me|show me|please"
    r"|the|no\.?|number|option|choice|answer) )*"
    rf"(?:(?P<word>{'|'.join((*_FIRST_TO_TENTH, 'last'))})(?: (?:one|option|choice|question|button))?"
    rf"|(?P<digit>\d{{1,2}})(?:st|nd|rd|th)?(?: one)?|(?P<cardinal>{'|'.join(_ONE_TO_TEN)}))(?: please)?"
)
LAST = -1
_COUNTER = "(?:个|項|项|条|题|样|种|句|只)?"
_CHINESE = re.compile(
    rf"(?:唔该|请|麻烦|我|想|要|选|拣|系|是|就|问|睇|即系|应该)*"
    rf"(?:第(?P<ordinal>\d{{1,2}}|[一二两三四五六七八九十]){_COUNTER}|(?P<bare>\d{{1,2}}|[一二两三四五六七八九十]){_COUNTER}(?:号)?"
    rf"|(?P<last>最后|最尾|尾)(?:一|嗰|那|果)?{_COUNTER})(?:问题|选项)?(?:啦|呀|吖|喇|吧|唔该|谢谢)*"
)


def ordinal(text: str, count: int) -> int | None:
    """Index from 0 into a list of `count`, where `text` says nothing but which; None otherwise or beyond the list."""
    folded = re.sub(r"[\s.,!?。，！？、]+", " ", fold(text)).strip()
    if match := _ENGLISH.fullmatch(folded):
        number = _english(match)
    elif match := _CHINESE.fullmatch(folded.replace(" ", "")):
        number = LAST if match["last"] else number_of(match["ordinal"] or match["bare"])
    else:
        return None
    index = count - 1 if number == LAST else number - 1
    return index if 0 <= index < count else None


def _english(match: re.Match[str]) -> int:
    if match["digit"]:
        return int(match["digit"])
    if match["cardinal"]:
        return _ONE_TO_TEN.index(match["cardinal"]) + 1
    return LAST if match["word"] == "last" else _FIRST_TO_TENTH.index(match["word"]) + 1
