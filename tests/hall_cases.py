"""A workshop as its screens show it, without a browser: the facilitator's, and those of the phones in the room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app_cases import APP, Desk, Screen, framework_2007, framework_2007_source, read_label
from streamlit.testing.v1 import AppTest
from workshop_cases import Room

from selfassess.ui.seat import SEATS
from selfassess.ui.visit import TOKEN

ROLES = "Lead, health visitor"


@dataclass
class Hall(Room):
    """A room over the store that the app opens, too. Its workshops are on 1a, 1b and 2a of Southshire."""

    def wall(self, token: str = "", **query: str) -> Screen:
        """The presenter's screen, for whoever holds a link's token, or for the owner at this computer."""
        if not token and not query:
            query = {"workshop": self.id}
        return open_page("present", token, **query)

    def phone(self, seat: str = "", code: str = "", token: str = "") -> Screen:
        """What a phone shows that holds a place in the workshop, or none yet. `token`: of another link in its tab."""
        code = code or self.opened.code
        app = new_app(token)
        app.session_state[SEATS] = {code: seat}
        return Screen(app).open("join", code=code.upper())

    def seats(self) -> list[str]:
        """The groups that the phones in the room say they are of, "" for those that don't."""
        return sorted(row["group_id"] for row in self.store.everything()["workshop_seat"])

    def see(self, seat: str) -> Any:
        """What a phone has voted on what is on now."""
        return self.joining.see(seat).mine


def hall_over(desk: Desk) -> Hall:
    return Hall(desk.service.store, framework_2007(), framework_2007_source())


def new_app(token: str = "") -> AppTest:
    """The app in a tab that has said which link it holds, "" for none."""
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.session_state[TOKEN] = token
    return app


def open_page(page: str, token: str = "", **query: str) -> Screen:
    return Screen(new_app(token)).open(page, **query)


def press(screen: Screen, key: str) -> Screen:
    screen.app.button(key=key).click()
    return screen.run()


def move(screen: Screen, letter: str) -> Screen:
    """Presses the button that a key of the presenter's screen stands for."""
    return press(screen, f"move-{letter.lower()}")


def moves(screen: Screen) -> list[str]:
    """What the buttons of the presenter's screen say, the main one first."""
    return [read_label(each.label) for each in screen.app.button if (each.key or "").startswith("move-")]


def said(screen: Screen) -> list[str]:
    """What was done, in the page's own words."""
    return [read_label(each.value) for each in screen.app.success]
