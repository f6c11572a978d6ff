"""Entities in Rasa's parse."""

from rasa.core.agent import Agent


async def test_a_parse_names_what_is_asked_about(agent: Agent) -> None:
    text = "我個女16歲，想去將軍澳總部2樓換身份證"
    parsed = await agent.parse_message(text)
    values = {entity["entity"]: entity["value"] for entity in parsed["entities"]}
    assert (values["age"], values["floor"], values["place"]) == ("16", "2", "headquarters")
    assert (values["document"], values["status"]) == ("identity_card", "child")
    [document] = [entity for entity in parsed["entities"] if entity["entity"] == "document"]
    assert text[document["start"] : document["end"]] == "身份證"
