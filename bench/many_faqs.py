"""Made-up FAQs, to see what training costs when there are more of them: permits for lanterns, kites and the like."""

import random
from collections.abc import Sequence
from itertools import product

from knowledge.content import Bilingual, Faq, Source, Wordings

SEED = 1961
KINDS = (
    *(("striped", "條紋"), ("folding", "摺疊"), ("painted", "彩繪"), ("wooden", "木製"), ("borrowed", "借用")),
    *(("floating", "漂浮"), ("musical", "音樂"), ("tiny", "微型"), ("giant", "巨型"), ("retired", "退役")),
    *(("paper", "紙製"), ("midnight", "午夜"), ("left-handed", "左手"), ("portable", "便攜"), ("antique", "古董")),
)
THINGS = (
    *(
        ("lantern permit", "燈籠許可證"),
        ("kite licence", "風箏牌照"),
        ("umbrella card", "雨傘卡"),
        ("drum pass", "鼓樂通行證"),
    ),
    *(("teapot certificate", "茶壺證明書"), ("bicycle badge", "單車徽章"), ("garden ticket", "花園門票")),
    *(("puppet register", "木偶登記冊"), ("ladder token", "梯子代幣"), ("balloon form", "氣球表格")),
)
ACTS = (
    *(("apply for", "申請"), ("renew", "續期"), ("cancel", "取消"), ("pay for", "繳付"), ("collect", "領取")),
    *(("replace", "補領"), ("return", "交還"), ("lend", "借出"), ("correct", "更正"), ("translate", "翻譯")),
)
ENGLISH = (
    *("How do I {act} a {thing}?", "{act} a {thing}", "where can I {act} my {thing}", "I want to {act} a {thing}"),
    *("what do I need to {act} the {thing}?", "can somebody else {act} a {thing} for me"),
)
CHINESE = (
    *("如何{act}{thing}？", "{act}{thing}", "點樣{act}{thing}呀", "我想{act}{thing}", "喺邊度可以{act}{thing}"),
    *("{act}{thing}要帶什麼文件？", "可唔可以搵人幫我{act}{thing}", "{thing}怎樣{act}"),
)


def many_faqs(number: int, topics: Sequence[str]) -> list[Faq]:
    """`number` different ones with 6 English and 8 Chinese wordings each, spread over `topics`; always the same.

    Raises ValueError where the words are not enough for so many.
    """
    chosen = random.Random(SEED).sample([*product(KINDS, THINGS, ACTS)], number)  # noqa: S311 (no secret)
    return [_faq(n, topics[n % len(topics)], *words) for n, words in enumerate(chosen, start=1)]


def _faq(number: int, topic: str, *words: tuple[str, str]) -> Faq:
    kind, thing, act = words
    en = [frame.format(act=act[0], thing=f"{kind[0]} {thing[0]}") for frame in ENGLISH]
    zh = [frame.format(act=act[1], thing=kind[1] + thing[1]) for frame in CHINESE]
    return Faq(
        id=f"sample-{number}",
        topic=topic,
        question=Bilingual(en=en[0], zh=zh[0]),
        variants=Wordings(en=en[1:], zh=zh[1:]),
        answer=Bilingual(
            en=f"This is a sample: counter {number} lets you {act[0]} a {kind[0]} {thing[0]}.",
            zh=f"這是樣本：{number}號櫃位可{act[1]}{kind[1]}{thing[1]}。",
        ),
        source=Source(title="Sample", as_of="2026-01"),
        owner="bench",
    )
