"""What a correction asks for: “no, I meant the ID card” is about the ID card."""

import re

from language.script import fold

_EXCUSE = re.compile(
    r"^(?:(?:(?:no+|nope|sor+y|sry|oops|wait)\b|讲错咗?|说错了?|搞错了?|打错了?|对唔住|对不起|抱歉|更正|唔啱|不对)[\s，,。.!！：:呀啊]*)+"
)
_DENIED = re.compile(
    r"\bnot (?:my |the |for |a )?[\w\s'-]{1,30}?(?:,| but |;)|(?:唔系|不是|并非|5系)[^，,。.！!？?\s]{1,12}[，,\s]"
)
_NOT_THAT = re.compile(r"^(?:唔系|不系|不是|5系|not\b)[\s，,。.!！呀啊嘅]*")
_INTRODUCES = re.compile(
    r"\b(?:i mea?nt?|i ment|i(?: am|'m| was)? ask(?:ing|ed) about|actually|rather)\b[, ]*"
    r"|我?(?:讲|说|问|指|意思)(?:嘅|的)?(?:系|是|紧)|应该(?:系|是)|想问|即系"
)


def without_denied(text: str) -> str:
    """`text` without what it says was not meant, and without the words that say so; whole where nothing is left."""
    left, folded = text, fold(text)
    for pattern in (_EXCUSE, _DENIED, _NOT_THAT, _INTRODUCES):
        for match in reversed(list(pattern.finditer(folded))):
            left = f"{left[: match.start()]} {left[match.end() :]}"
            folded = fold(left)
    return left.strip(" ,，.。") or text
