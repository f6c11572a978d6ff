"""FAQs for tests: small ones, and awkward ones."""

import msgspec
from hypothesis import strategies as st

from knowledge.content import Bilingual, Faq, Source, Wordings, in_calendar

TOPICS = ("fees", "lockers", "water")


def faq(id_: str, topic: str = "fees", answer: str = "HK$17") -> Faq:
    """A small one."""
    return Faq(
        id=id_,
        topic=topic,
        question=Bilingual(en=f"What about {id_}?", zh=f"{id_}點呀？"),
        variants=Wordings(en=[f"about {id_}"], zh=[]),
        answer=Bilingual(en=answer, zh="17港元"),
        source=Source(title="Pool", as_of="2021-05", url="https://pool.example/"),
        owner="content",
    )


def answering(before: Faq, answer: str) -> Faq:
    """The same with another answer."""
    return msgspec.structs.replace(before, answer=Bilingual(en=answer, zh=before.answer.zh))


_AWKWARD = st.sampled_from(
    ["=1+1", "+852", "-5", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''", "＝1", "\n=1", '"', ",", ";", "e-道", "😀", "\r\n", "\n",
     "\x85", "\u2028", "\ufeff", "\x00", "\x1b", "_x000D_", "_x0041_", "\\", "# no", ": ", "- ", "null", "#N/A", "~", "1e3",
     "yes", "2026-06-11", "<b>", "&amp;", "{a: *b}", "\ufffe", " ", "\u3000", "%", "`", "|", ">", "!tag", "&anchor"]
)  # fmt: skip
_CHARS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
texts = st.lists(_AWKWARD | _CHARS, min_size=1, max_size=5).map("".join).filter(str.strip)
"""Anything that an FAQ may say."""
wordings = texts.map(lambda text: text.replace("\n", " ").strip()).filter(bool)
dates = (
    st.dates().map(str) | st.dates().map(lambda date: f"{date:%Y-%m}") | st.dates().map(lambda date: f"{date:%Y}")
).filter(in_calendar)
bilingual = st.builds(Bilingual, en=texts, zh=texts)
faqs = st.builds(
    Faq,
    id=st.from_regex(r"\A[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}\Z"),
    topic=st.sampled_from(TOPICS),
    question=bilingual,
    answer=bilingual,
    source=st.builds(
        Source,
        title=bilingual | texts,
        as_of=dates,
        url=st.none() | st.sampled_from(["https://a.example", "http://b.example/=?a=b,c&d=%20#e"]),
    ),
    owner=texts,
    variants=st.builds(Wordings, en=st.lists(wordings, max_size=3), zh=st.lists(wordings, max_size=3)),
    review_by=st.none() | dates,
    effective_from=st.none() | dates,
    expires_on=st.none() | dates,
    map=st.none() | st.sampled_from(["headquarters/G", "sample/1"]),
)
several_faqs = st.lists(faqs, min_size=1, max_size=4, unique_by=lambda faq: faq.id)
