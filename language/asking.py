"""Whether a message asks something, or only says something."""

import re

from language.script import fold

_ASKS = re.compile(
    r"[?？]|\b(?:what|how|where|when|which|who|why|can i|can you|could i|could you|do i|does|is it|is there|are there"
    r"|may i|should i|tell me)\b|吗|咩|乜|(?<![重一有早晚优缺几\d])点(?![钟半数心])|几(?:多|钱|时|点|耐|岁)"
    r"|边(?:度|个|间|条|道)|怎|哪|什么|甚么|多少|为什么|为何|如何|可否|可唔可以|得唔得|系唔系|使唔使|有冇|有没有"
    r"|能不能|是否|请问|想问|想知|呢$|未$|先得$"
)


def asks(text: str) -> bool:
    """By question marks and question words of either language."""
    return bool(_ASKS.search(fold(text).strip()))


_NOW = re.compile(
    r"\b(?:now|today|tonight|right away|at the moment|this minute)\b|而家|依家|宜家|家下|今日|今天|今晚|现在|现时|此刻"
)


def says_now(text: str) -> bool:
    """Whether it is about this moment or this day."""
    return bool(_NOW.search(fold(text)))
