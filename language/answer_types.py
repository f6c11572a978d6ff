"""What kind of answer a question wants: an amount, a time, a place and so on, by its question words.

The field's term is the expected answer type. A question may want several, and most that can be answered
with yes or no want none of these.
"""

import re
from typing import Literal

from language.script import fold

AnswerType = Literal[
    "age", "amount", "count", "duration", "measure", "number", "person", "place", "prospect", "reason", "time"
]

_UNIT = r"(?:days?|weeks?|months?|years?|hours?|minutes?|mins?)\b"
_ZH_UNIT = r"(?:日|天|年|个月|个钟|小时|分钟|个星期|星期|周)"

# Simplified characters, lower case: as `fold` makes them.
_SIGNS: dict[AnswerType, str] = {
    "age": r"\bhow old\b|\bage\b|几(?:多)?岁|年龄|年纪|\d+ ?岁|\byear-?old\b|\byrs? old\b",
    "amount": r"\bhow much\b|\b(?:fees?|costs?|prices?|charged?|pay|paid|free|fine|penalty|deposit)\b"
    r"|几多?钱|几蚊|多少钱|多少元|收费|费用|价钱|免费|[俾要]钱|罚款|罚几",
    "count": rf"\bhow many\b(?! {_UNIT})|\bnumber of\b|几多(?!钱|耐|时|点|岁|{_ZH_UNIT})"
    rf"|多少(?!钱|元|{_ZH_UNIT})|几(?:个(?!月|钟|星期)|间|位|条|部|张|人|宗|次)",
    "duration": rf"\bhow long\b|\bhow many {_UNIT}|\bvalid(?:ity)?\b|\bwait(?:ing)?\b|多久|几耐|多长时间|有效期"
    rf"|(?:几多?|多少){_ZH_UNIT}",
    "measure": r"\bhow (?:big|large|wide|tall|high|fast|early|late|far|often|heavy|thick)\b"
    r"|\b(?:width|height|length|area|size|capacity|speed|percent|percentage|rate)\b"
    r"|多[大宽高长快重远]|几[大阔高长快远重]|面积|容纳|比率|百分",
    "number": r"\b(?:phone|telephone|call|hotline|tel|number|dial)\b|电话|热线|号码",
    "person": r"\bwho(?:se|m)?\b|边个(?!办事处|站|口岸|月)|边位|谁|何人|哪位",
    "place": r"\bwhere\b|\bwhich (?:floor|station|stop|exit|office|counter)\b|\bnearest\b|\baddress\b"
    r"|边[度间层]|边个(?:办事处|站|口岸)|[喺系去]边|哪[里儿层]|何处|几楼|地址|最近",
    "prospect": r"\bwill (?:i|they|you|it|he|she|my)\b|\bchances?\b|\bodds\b|\bnext year\b|\btomorrow\b|\bplans?\b"
    r"|会唔会|会不会|会否|[明出]年|下个?月|听日|明天|将来|打算|机会",
    "reason": r"\bwhy\b|\breason\b|点解|为什么|为何|为甚么|原因|干嘛",
    "time": r"\bwhen\b|\bwhat (?:time|date|day|year)\b|\bwhich (?:day|year|date)\b|\bhours\b|\bopen(?:s|ing)?\b"
    r"|\buntil\b|几[时点号]|何时|[什甚]么时候|什么时间|哪[天年日]|边[日年]|开[到放]",
}
_PATTERNS = {kind: re.compile(signs) for kind, signs in _SIGNS.items()}


def answer_types(text: str) -> frozenset[AnswerType]:
    """The kinds of answer that `text` wants; empty where no word tells."""
    folded = fold(text)
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(folded))


def likeness(one: frozenset[AnswerType], other: frozenset[AnswerType]) -> float:
    """Share of the kinds of either that both want, 0 to 1; 1 where neither wants any."""
    return len(one & other) / len(one | other) if one | other else 1.0
