"""A browser tab without the browser: it speaks Streamlit's own protocol over the websocket, so that many cost little.

It does what Streamlit's page does: sends what its widgets hold with every request, keeps what is drawn by its place, and
has fragments drawn anew as often as the server says. What it leaves out is painting.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

LARGEST = 64 * 2**20
"""Bytes of one message."""


Script = Callable[[], dict[str, str]]
"""What one of the page's own scripts says: a value for each of its states."""


class Tab:
    """`scripts` are the page's own, by the name of their component."""

    def __init__(
        self, address: str, page: str, scripts: Mapping[str, Script] | None = None, **query: str
    ) -> None:
        self._address = address
        self._page = page
        self._query = urlencode(query)
        self._scripts = scripts or {}
        self._states: dict[str, WidgetState] = {}
        self._drawn: dict[tuple[int, ...], tuple[Element, str]] = {}
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()
        self._page_hash = ""
        self._connection: ClientConnection | None = None
        self._listening: asyncio.Task[None] | None = None
        self.bytes = 0
        """How much the server has sent."""
        self.runs = 0
        """How often it has drawn the whole page."""

    async def open(self) -> None:
        where = urlsplit(self._address)
        self._connection = await connect(
            f"ws://{where.netloc}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=self._address,  # type: ignore[arg-type]
            max_size=LARGEST,
        )
        self._listening = asyncio.create_task(self._listen())
        await self._ask()

    async def close(self) -> None:
        self._stop_timers(list(self._timers))
        if self._listening:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        if self._connection:
            await self._connection.close()

    # What a visitor does

    async def press(self, key: str) -> None:
        """Presses the button of a key."""
        element, fragment = await self._find("button", key)
        pressed = WidgetState(id=element.button.id, trigger_value=True)
        await self._ask(fragment, [*self._states.values(), pressed])

    async def choose(self, key: str, number: int) -> None:
        """Chooses from the radio whose key begins so."""
        element, fragment = await self._find("radio", key)
        radio = element.radio
        self._states[radio.id] = WidgetState(id=radio.id, string_value=radio.options[number])
        await self._ask(fragment)

    def texts(self) -> list[str]:
        """What the app has drawn as HTML."""
        return [element.html.body for element, _ in self._drawn.values() if element.HasField("html")]

    def shows(self, text: str) -> bool:
        """Whether a text stands in what the app has drawn as HTML."""
        return any(text in each for each in self.texts())

    async def until(self, is_so: Callable[[], bool], seconds: float = 60) -> float:
        """Waits until something is so. Gives when it was, by the clock of `time.perf_counter`."""
        end = time.perf_counter() + seconds
        while not is_so():
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), max(0.01, end - time.perf_counter()))
            except TimeoutError:
                raise TimeoutError(f"It has not come to be on {self._page} in {seconds} seconds.") from None
        return time.perf_counter()

    async def until_shown(self, text: str, seconds: float = 60) -> float:
        return await self.until(lambda: self.shows(text), seconds)

    async def _find(self, kind: str, key: str) -> tuple[Element, str]:
        """The widget of a kind whose key begins so, once it is there, with its fragment."""

        def found() -> list[tuple[Element, str]]:
            return [
                each
                for each in self._drawn.values()
                if each[0].HasField(kind) and f"-{key}" in getattr(each[0], kind).id  # type: ignore[arg-type]
            ]

        await self.until(lambda: bool(found()))
        return found()[-1]

    # What the page does

    async def _listen(self) -> None:
        assert self._connection is not None
        async for data in self._connection:
            assert isinstance(data, bytes)
            self.bytes += len(data)
            message = ForwardMsg()
            message.ParseFromString(data)
            await self._take(message)
            self._changed.set()

    async def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            if not message.metadata.run.fragment_ids:
                self.runs += 1
                self._drawn.clear()
                self._stop_timers(list(self._timers))
            self._page_hash = message.new_session.page_script_hash or self._page_hash
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self._start_timer(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            self._stop_timers(message.stop_auto_rerun.fragment_ids)
        elif kind == "delta" and message.delta.HasField("new_element"):
            place = tuple(message.metadata.delta_path)
            element = message.delta.new_element
            self._drawn[place] = (element, message.delta.fragment_id)
            if element.HasField("bidi_component"):
                await self._run_script(element, message.delta.fragment_id)

    async def _run_script(self, element: Element, fragment: str) -> None:
        """Has a component's script say what it says, where that is new."""
        component = element.bidi_component
        script = self._scripts.get(component.component_name)
        if script is None:
            return
        said = json.dumps(script())
        if component.id not in self._states or self._states[component.id].json_value != said:
            self._states[component.id] = WidgetState(id=component.id, json_value=said)
            await self._ask(fragment)

    def _start_timer(self, fragment: str, seconds: float) -> None:
        self._stop_timers([fragment])
        self._timers[fragment] = asyncio.create_task(self._draw_again(fragment, seconds))

    def _stop_timers(self, fragments: list[str]) -> None:
        for fragment in list(fragments):
            if timer := self._timers.pop(fragment, None):
                timer.cancel()

    async def _draw_again(self, fragment: str, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            await self._ask(fragment, is_timer=True)

    async def _ask(
        self, fragment: str = "", states: list[WidgetState] | None = None, *, is_timer: bool = False
    ) -> None:
        """Asks for the page, or one fragment of it, to be drawn."""
        assert self._connection is not None
        state = ClientState(
            query_string=self._query,
            page_script_hash=self._page_hash,
            page_name="" if self._page_hash else self._page,
            fragment_id=fragment,
            is_auto_rerun=is_timer,
        )
        state.context_info.url = f"{self._address}/{self._page}"
        state.widget_states.widgets.extend(self._states.values() if states is None else states)
        await self._connection.send(BackMsg(rerun_script=state).SerializeToString())
