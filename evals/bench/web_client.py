"""A Streamlit client without a browser: asks questions over the server's own protocol, on loopback."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Sequence
from typing import Any

ANSWER_SECONDS = 60.0


def ask_over_websocket(port: int, questions: Sequence[str]) -> list[float]:
    """Seconds until the page had finished each question, one after the other."""
    return asyncio.run(_ask_all(port, questions))


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _ask_all(port: int, questions: Sequence[str]) -> list[float]:
    import websockets

    url = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with websockets.connect(
        url,
        subprotocols=[websockets.Subprotocol("streamlit"), websockets.Subprotocol("x")],
        max_size=None,
        ping_interval=None,
        origin=websockets.Origin(f"http://localhost:{port}"),
    ) as connection:
        page = _Page(connection)
        await page.rerun(None)
        return [await page.rerun(question) for question in questions]


class _Page:
    """One session: remembers the id of its chat box, and sends what is typed into it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._chat_input = ""

    async def rerun(self, text: str | None) -> float:
        """Run the page, with a question typed or not; seconds until the run has finished."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        message.rerun_script.query_string = ""
        if text is not None:
            widget = message.rerun_script.widget_states.widgets.add()
            widget.id = self._chat_input
            widget.chat_input_value.data = text
        before = time.perf_counter()
        await self._connection.send(message.SerializeToString())
        await asyncio.wait_for(self._until_finished(), ANSWER_SECONDS)
        return time.perf_counter() - before

    async def _until_finished(self) -> None:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        while True:
            message = ForwardMsg()
            message.ParseFromString(await self._connection.recv())
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "chat_input":
                self._chat_input = message.delta.new_element.chat_input.id
            if kind == "script_finished":
                return
