"""A round as its people live it, each in a browser of their own: the lead, a manager, and whom the manager asked.

With the sample data loaded, so that what is made up or from the report is seen to stay apart from what people answer.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pytest
from app_cases import PROJECT, Desk, framework_2007, items_of
from link_cases import SHORT, RoundDesk
from playwright.sync_api import expect
from round_steps import SOON, Come, close, follow, links_shown, pick, press, rows_of, say, text, unfold
from served_cases import Server
from visitor_cases import Visitor, start

from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.round_plans import Invitee

pytestmark = pytest.mark.browser

AUTHORITY, ELM, HARBOUR, ROUND = "Northtown", "Elm Street", "Harbour", "First round"
ADA, BO = "Ada Marsh", "Bo Reed"
NOT_SAVED = re.compile(
    r"^This round closed on .+, so this change is not saved\. What you answered before is kept and counts\.$"
)


@pytest.fixture(scope="module")
def loaded(server: Server) -> Server:
    """The server's store with the sample data in it, loaded as the README says."""
    environment = os.environ | {"SELFASSESS_DATABASE_URL": server.database}
    demo = [sys.executable, "-m", "selfassess", "demo"]
    subprocess.run(demo, cwd=PROJECT, env=environment, check=True, capture_output=True)
    return server


@pytest.fixture
def desk(loaded: Server) -> Iterator[Desk]:
    with loaded.desk() as desk:
        yield desk


# The lead opens a round


def ask_only(lead: Visitor, group: str, items: Sequence[str]) -> None:
    """In the form of a new round: the only sub-indicators that a group is asked."""
    unfold(lead, "Which sub-indicators each group is asked")
    box = lead.page.locator(f".st-key-round-asks-{group} input")
    for item in items:
        pick(lead, box, f"{item} {framework_2007().item(item).short_title}")
    box.press("Escape")  # an open list hides the rest of the page from the next step


def open_round(lead: Visitor) -> None:
    lead.open()
    follow(lead, "Rounds", "Rounds")
    lead.page.get_by_role("textbox", name="Local authority").fill(AUTHORITY)
    lead.page.get_by_role("textbox", name="Name of the round").fill(ROUND)
    lead.page.get_by_text("Named", exact=True).click()
    ask_only(lead, "health-visiting", SHORT)
    lead.page.get_by_role("button", name="Open the round").click()
    lead.wait_for_title(ROUND)


def add_centres(lead: Visitor, *centres: str) -> dict[str, str]:
    """The link of each centre's manager, by whom it is for."""
    lead.page.get_by_role("textbox", name="New centres").fill("\n".join(centres))
    lead.page.get_by_role("button", name="Add them and make their links").click()
    return links_shown(lead, len(centres))


def go_to_round(lead: Visitor) -> None:
    follow(lead, "Rounds", "Rounds")
    follow(lead, re.compile(f"^{ROUND}"), ROUND)


# People answer


def invite(manager: Visitor) -> dict[str, str]:
    """Two people by name, and a whole group, on the manager's own page."""
    people = manager.page.get_by_role("textbox", name="Who, by name")
    people.fill(f"{ADA}; Health visiting\n{BO}; Midwifery")
    manager.page.get_by_role("button", name="Make a link for each").click()
    links_shown(manager, 2)
    pick(manager, manager.page.get_by_role("combobox", name="Group"), "Social work")
    manager.page.get_by_role("button", name="Make one link for the whole group").click()
    return links_shown(manager, 3)


def answer_everything(manager: Visitor) -> None:
    """All 23 questions on eight pages: 4 for 1a, 3 for every other."""
    manager.page.get_by_role("link", name="Give your own view").click()
    press(manager, "Start", manager.page.get_by_role("link", name="Go to the questions"))
    follow(manager, "Go to the questions", "The eight indicators")
    manager.page.get_by_role("link", name=re.compile("^Start with 1")).click()
    for indicator in framework_2007().indicators_in("programme"):
        manager.wait_for_title(f"{indicator.id}. ")
        for item in manager.cards():
            manager.choose(item, 4 if item == "1a" else 3)
        manager.page.locator(".st-key-go-after a").click()
    manager.wait_for_title("Check and finish")
    follow(manager, "Go on to finish", "How agencies work together")
    say(manager, "23 of 23 answered.")
    finish(manager)


def finish(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Finish", exact=True).click()
    visitor.wait_for_title("Thank you")


def answer_some(ada: Visitor) -> None:
    """The four that health visitors are asked, on one page: 0, 3, 3 and “don't know”."""
    assert "4 questions, about 3 minutes." in text(ada)
    start(ada)
    assert ada.cards() == list(SHORT)
    for item, level in zip(SHORT, (0, 3, 3, 5), strict=True):
        ada.choose(item, level)
    finish(ada)


def answer_by_a_groups_link(comer: Visitor, arrive: Come) -> Visitor:
    """Begins, loses the page, and goes on by a link of their own at another computer. Leaves most unanswered."""
    shown = comer.page.locator(".st-key-own-link code")
    press(comer, "Start", shown)
    own = shown.inner_text().strip()
    follow(comer, "Go to the questions", "The eight indicators")
    follow(comer, re.compile("^Start with 1"), "1. ")
    comer.choose("1a", 2)
    comer.page.reload()
    expect(comer.card("1a")).to_be_visible(timeout=SOON)
    comer.expect_chosen({"1a": 2, "1b": None})
    again = arrive(own)
    say(again, "1 of 23 answered.")
    follow(again, "Carry on", "The eight indicators")
    follow(again, re.compile("^Carry on with 1"), "1. ")
    again.expect_chosen({"1a": 2, "1b": None})
    again.choose("1b", 3)
    again.choose("1c", 3)
    follow(again, "Your answers", "How agencies work together")
    say(again, "20 questions are not answered. You can finish without.")
    finish(again)
    return again


def answer_harbour(desk: Desk, link: str) -> None:
    """A manager and two colleagues agree without a browser: all at 1, but 1b, 1c and 2b at 0. The manager shares."""
    rounds = RoundDesk(desk)
    manager = rounds.visits.begin(link.partition("#")[2])
    colleagues = [Invitee("Cy Holt", "police"), Invitee("Di Wood", "early-years")]
    made = rounds.rounds.invite(LOCAL_OWNER, manager.assessment_id, colleagues)
    for visit in (manager, *(rounds.visits.begin(each.token) for each in made)):
        with desk.service.store.transaction():
            for item in items_of():
                level = 0 if item in ("1b", "1c", "2b") else 1
                desk.service.set_rating(visit.actor, visit.assessment_id, item, level)
        rounds.visits.finish(visit)
    desk.service.share(manager.actor, manager.assessment_id)


def answer_for_the_authority(lead: Visitor, desk: Desk) -> None:
    """1a at 4 and the others at 3. The first three on screen; the rest as fast as the store takes them."""
    follow(lead, "Answer for the authority", "The eight indicators")
    follow(lead, re.compile("^Start with 1"), "1. ")
    for item, level in {"1a": 4, "1b": 3, "1c": 3}.items():
        lead.choose(item, level)
    others = [item for item in items_of("authority") if not item.startswith("1")]
    desk.rate(lead.assessment, dict.fromkeys(others, 3))
    follow(lead, "All indicators", "The eight indicators")
    say(lead, "24 of 24 answered")
    follow(lead, "Check your answers", "Check and finish")
    follow(lead, "Back to the round", ROUND)


# What the lead and the managers see


def read_who_came(lead: Visitor) -> None:
    """Who has started and finished: of all centres in numbers, of one by name."""
    lead.page.reload()
    lead.wait_for_title(ROUND)
    assert rows_of(lead, "How far each centre is") == [
        [ELM, "4", "3", "3", "Not shared"],
        [HARBOUR, "1", "0", "0", "Not shared"],
    ]
    pick(lead, lead.page.locator("[class*='st-key-people-'][class*='-where'] input"), ELM)
    say(lead, "4 people asked: 3 started, 3 of them finished.")
    people = rows_of(lead, f"Who was asked at {ELM}")
    assert [(who, how_far.split(" on ")[0]) for who, _, how_far in people if who in (ADA, BO)] == [
        (BO, "Asked"),
        (ADA, "Finished"),
    ]


def find_nothing_unshared(lead: Visitor) -> None:
    """The authority's own side is there, and nothing of a centre that hasn't shared."""
    assert f"Every voice: {ELM}" not in text(lead)
    follow(lead, "Where the two ends differ", "Both ends of the telescope")
    say(lead, "There is nothing to set side by side yet")
    go_to_round(lead)
    follow(lead, "Compare the centres", "Compare centres")
    say(lead, "On the line")
    assert AUTHORITY in text(lead)
    assert ELM not in text(lead)
    go_to_round(lead)


def share(manager: Visitor) -> str:
    """The manager reads what sharing shows, and shares. Gives the assessment they share."""
    follow(manager, "Your centre", "How agencies work together")
    say(manager, "What it never shows", "Anybody's name.")
    shared = manager.page.get_by_text(f"You share this centre's results with {AUTHORITY}.")
    press(manager, f"Share the results with {AUTHORITY}", shared)
    follow(manager, "See what everybody says", "Every voice")
    say(manager, "3 people answered, from 3 groups.")
    return manager.assessment


def read_voices(lead: Visitor) -> None:
    """Consensus, the groups side by side and the agenda of one centre, without anybody's name.

    1a: 4, 0 and 2, so rule 8 gives 1 - 2/3 = 0.33 and rule 2 a mean of 2. 5a: a 3 and a “don't know”.
    """
    follow(lead, f"Every voice: {ELM}", "Every voice")
    say(lead, "3 people answered, from 3 groups.", "What to talk about first")
    agenda = lead.page.locator(".agenda li")
    expect(agenda).to_have_count(2)
    expect(agenda.nth(0)).to_have_text(
        "1a Shared understandingThe 3 people who rated it differ widely. "
        "The two ends see it differently: the centre's side 2, the authority 4. "
    )
    expect(agenda.nth(1)).to_have_text("5a An agreed route1 of 2 people who answered said “don't know”. ")
    section = lead.page.locator("section.voices", has=lead.page.locator("#voices-1a"))
    expect(section).to_contain_text("3 people rated this: spread, from 0 to 4")
    assert rows_of(lead, "Centre manager put this at 4 on average, Health visiting at 0") == [
        ["Centre manager", "1", "4", "4", "4"],
        ["Social work", "1", "2", "2", "2"],
        ["Health visiting", "1", "0", "0", "0"],
    ]
    assert [name for name in (ADA, BO) if name in lead.page.content()] == []
    expect(lead.page.get_by_role("button", name=re.compile("^Agree on"))).to_have_count(0)


def read_two_ends(lead: Visitor) -> None:
    """On 1a Elm Street stands at 2, Harbour at 1 and the authority at 4; on 2a at 3, 1 and 3."""
    follow(lead, "Where the two ends differ", "Both ends of the telescope")
    say(
        lead,
        "The two ends are asked different questions",
        "The two ends differ on 23 of 23 sub-indicators, most on 1a shared understanding, where centres rate lower",
        "2a Linking support and protection: The centres' middle 2, lower than the authority's 3",
    )
    assert "5c" not in text(lead)  # only the authority is asked that
    first = "The centres' middle 1.5, lower than the authority's 4; all 2 are lower"
    lead.page.get_by_text(f"1a Shared understanding: {first}").click()
    say(lead, "The authority was asked")
    assert rows_of(lead, "1a Shared understanding") == [[ELM, "2"], [HARBOUR, "1"]]


def read_comparison(lead: Visitor) -> None:
    """Elm Street's place: indicator 1 at 50, six others at 75, of the seven that set it (500 / 7 = 71).

    Without its manager, little would be rated: from 81.25 / 7 = 12 to 606.25 / 7 = 87. Harbour's three agree:
    indicator 2 at 18.75, six at 25, so 24. On its lowest, 1b, 1c and 2b, Elm Street's range lies clear above it
    where two people gave a 3, and not where its manager did alone.
    """
    follow(lead, "Compare the centres", "Compare centres")
    say(lead, f"2 centres: {ROUND}", "2 centres, from 24 to 71 of 100", "It is not a league table")
    found = {row[0]: row[2:6] for row in rows_of(lead, "2 centres, none before another on merit")}
    assert found == {
        ELM: ["71", "12 to 87", "100%", "3 people, 3 groups"],
        HARBOUR: ["24", "24", "100%", "3 people, 3 groups"],
    }
    pick(lead, lead.page.get_by_role("combobox", name="One centre"), ELM)
    pick(lead, lead.page.get_by_role("combobox", name="The other"), HARBOUR)
    say(lead, "No difference to speak of")
    pick(lead, lead.page.get_by_role("combobox", name="My centre"), HARBOUR)
    strong = f"Strong where {HARBOUR} is weaker: 2 sub-indicators to ask others about"
    say(lead, strong)
    assert rows_of(lead, strong) == [
        ["1b Policies easy to find", ELM],
        ["1c Policy changes reach everyone", ELM],
    ]
    assert "illustrative)" not in text(lead)
    lead.page.get_by_text("Illustrative centres", exact=True).click()
    say(lead, "8 centres", "Programme A (illustrative)")
    for real in (ELM, HARBOUR):
        expect(lead.page.get_by_role("main")).not_to_contain_text(real, timeout=SOON)


def test_a_named_round_from_opening_to_closing(
    visitor: Visitor, loaded: Server, desk: Desk, arrive: Come
) -> None:
    lead = visitor
    open_round(lead)
    links = add_centres(lead, f"{ELM}; urban; South West; health; large", HARBOUR)
    manager = arrive(links[f"Manager of {ELM}"])
    links |= invite(manager)
    answer_everything(manager)
    ada = arrive(links[ADA])
    answer_some(ada)
    answer_by_a_groups_link(arrive(links["Anybody in Social work"]), arrive)
    read_who_came(lead)
    answer_for_the_authority(lead, desk)
    find_nothing_unshared(lead)
    elm = share(manager)
    answer_harbour(desk, links[f"Manager of {HARBOUR}"])
    lead.page.reload()
    lead.wait_for_title(ROUND)
    assert [row[4] for row in rows_of(lead, "How far each centre is")] == ["Shared", "Shared"]
    read_voices(lead)
    go_to_round(lead)
    read_two_ends(lead)
    go_to_round(lead)
    read_comparison(lead)

    press(ada, "Change an answer", ada.card("2a"))
    go_to_round(lead)
    close(lead)
    ada.option("2a", 1).click()
    expect(ada.page.get_by_test_id("stAlert")).to_have_text(NOT_SAVED, timeout=SOON)
    kept = dict(zip(SHORT, (0, 3, 3, 5), strict=True))
    ada.expect_chosen(kept)
    ada.page.reload()
    expect(ada.card("1a")).to_be_visible(timeout=SOON)
    ada.expect_chosen(kept)
    assert "This round closed on" in text(ada)
    assert "until then you can change" not in text(ada)
    manager.open("voices", assessment=elm)
    say(manager, "3 people answered, from 3 groups.")
    tokens = [link.partition("#")[2] for link in links.values()]
    assert [token for token in tokens if token in loaded.said] == []
