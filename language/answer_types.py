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

_UNIT = r"(?:(?:working |business )?(?:days?|weeks?|months?|years?|hours?|minutes?|mins?|seconds?)\b)"
_ZH_UNIT = r"(?:日|天|年|个月|个钟|小时|分钟|秒|个?星期|周|时间|个?工作[天日])"
_ZH_PLACE = r"(?:办事处|登记处|口岸|关口|码头|出口|部门|站)"

# Simplified characters, lower case, half width: as `fold` makes them.
_SIGNS: dict[AnswerType, str] = {
    "age": r"\bhow old\b|\bage\b|几多?岁|年龄|年纪|\d+ ?岁|\byears?[- ]old\b|\byrs? old\b",
    "amount": r"\bhow much\b|\b(?:fees?|costs?|prices?|charge[ds]?|pay|paid|paying|payments?|free|fines?"
    r"|penalt(?:y|ies)|deposits?)\b|几多?[钱蚊元]|多少[钱蚊元]|[收交缴]费|费用|(?:手续|申请|签证|登记)费|价钱|免费|[俾畀比要]钱|罚款|罚几",
    "count": rf"\bhow many\b(?! {_UNIT})|(?<!phone )(?<!telephone )\bnumber of\b"
    rf"|几多(?!钱|蚊|元|时|点|岁|号|楼|{_ZH_UNIT})|多少(?!钱|蚊|元|岁|号|{_ZH_UNIT})"
    r"|几(?:个(?!月|钟|星期|工作)|间|位|条|部|张|人|宗|次)",
    "duration": rf"\bhow long\b|\bhow many {_UNIT}|\bvalid(?:ity)?\b|\bwait(?:ing)?\b|多久|几耐|多长时间|有效期"
    rf"|(?:几多?|多少){_ZH_UNIT}",
    "measure": r"\bhow (?:big|large|wide|tall|high|fast|early|late|far|often|heavy|thick)\b"
    r"|\b(?:width|height|length|area|size|capacity|speed|percent|percentage|rate)\b"
    r"|多(?:[宽高快重远]|大(?!年)|长(?!时间))|几[大阔高长快远重]|面积|容纳|比率|百分",
    "number": r"\b(?:phone|telephone|call|hotline|tel|dial)\b|\bnumber\b(?! of)|电话|热线|号码|几多号",
    "person": rf"\bwho(?:se|m)?\b|边个(?!月|星期|{_ZH_PLACE})|边位|谁|何人|哪位",
    "place": r"\bwhere\b|\bwhich (?:floor|station|stop|exit|office|counter)\b|\bnearest\b|\baddress\b"
    rf"|边[度间层]|[边哪]个{_ZH_PLACE}|[喺去]边(?![个位年日])|系边(?![个位年日])|哪一?[里儿层间]|何处|几多?楼|地址"
    r"|最近嘅|最近的|边[^,，。?？]{0,6}最近",
    "prospect": r"\bwill (?:i|they|you|it|he|she|my)\b|\bchances?\b|\bodds\b|\bnext year\b|\btomorrow\b|\bplans?\b"
    r"|会唔会|会不会|会否|[明出]年|下个?月|听日|明天|将来|打算|机会",
    "reason": r"\bwhy\b|\breason\b|点解|为什么|为何|为甚么|原因|干嘛",
    "time": r"\bwhen\b|\bwhat (?:time|date|day|year)\b|\bwhich (?:day|year|date)\b|(?<!many )\bhours\b"
    r"|\bopen(?:s|ing)?\b|\buntil\b|(?<!几多)(?<!多少)几[时点号]|何时|[什甚]么时候|什么时间|哪一?[天年日]|边[日年]"
    r"|开[到放]|(?:办公|营业|开放)时间|收工",
}
_PATTERNS = {kind: re.compile(signs, re.ASCII) for kind, signs in _SIGNS.items()}
"""ASCII: an English word may stand between Chinese characters without a space."""


def answer_types(text: str) -> frozenset[AnswerType]:
    """The kinds of answer that `text` wants; empty where no word tells."""
    folded = fold(text)
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(folded))


def likeness(one: frozenset[AnswerType], other: frozenset[AnswerType]) -> float:
    """Share of the kinds of either that both want, 0 to 1; 1 where neither wants any."""
    return len(one & other) / len(one | other) if one | other else 1.0
