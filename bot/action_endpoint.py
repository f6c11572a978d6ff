"""Rasa's custom actions inside this process: no second server, no port."""

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

import actions


class InProcessActions(EndpointConfig):
    """Stands where Rasa expects the address of an action server, and runs the action itself."""

    def __init__(self) -> None:
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_package(actions)

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Rasa's call of an action: the JSON it would post, and the JSON an action server would answer."""
        return await self._executor.run(kwargs["json"])
