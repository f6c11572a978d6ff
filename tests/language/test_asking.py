"""Whether a message asks, in either language, or answers."""

import pytest

from language.asking import asks, says_now


@pytest.mark.parametrize(
    "text",
    [
        "How much is it?",
        "what about children",
        "WHERE is it",
        "can i go on Sunday",
        "tell me the fee",
        "is there a lift",
        "Should I book",
        "and for a child?",
        "護照呢",
        "護照幾錢",
        "要幾耐",
        "點樣去",
        "喺邊度",
        "係唔係要預約",
        "使唔使預約",
        "有冇停車場",
        "要預約先得",
        "搞掂未",
        "得唔得",
        "仲有咩要帶",
        "請問要多少錢",
        "可以帶小孩嗎",
        "可以带小孩吗",
        "怎么办",
        "什麼時候開門",
        "为什么",
        "能不能網上辦理",
        "是否需要預約",
        "想問護照",
        "ｈｏｗ ｍｕｃｈ",
        "？",
    ],
)
def test_a_question(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "16",
        "yes",
        "I am a visitor",
        "lost",
        "in Hong Kong",
        "no, the passport",
        "whatever",
        "somehow",
        "nowhere to sleep",
        "thanks",
        "訪客",
        "我十六歲",
        "我住旺角",
        "唔見咗",
        "遺失了護照",
        "唔知",
        "不知道",
        "我有幾個仔女",
        "两个星期",
        "係",
        "",
    ],
)
def test_no_question(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "is it open now",
        "TODAY",
        "tonight?",
        "right away",
        "而家開緊嗎",
        "依家",
        "今日開唔開",
        "今天",
        "今晚",
        "现在",
        "現時",
        "此刻",
    ],
)
def test_a_message_about_this_moment(text: str) -> None:
    assert says_now(text)


@pytest.mark.parametrize(
    "text", ["I know", "tomorrow", "nowhere", "snow", "on Sundays", "星期日開唔開", "聽日", "今年", ""]
)
def test_a_message_about_another_time(text: str) -> None:
    assert not says_now(text)
