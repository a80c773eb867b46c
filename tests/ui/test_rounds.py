"""A lead at the screen: opens a round, adds centres, sends links, and ends it; and what each form says."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from app_cases import Desk, Screen
from link_cases import AUTHORITY, CENTRE, OpenRound, RoundDesk

from selfassess.errors import NotFound, SelfAssessError
from selfassess.exchange.links_csv import LinkRow, write_links
from selfassess.service.actor import LOCAL_OWNER
from selfassess.service.calendar import today
from selfassess.service.round_plans import CentreEntry, Invitee, RoundView
from selfassess.ui.pasted import parse_centres, parse_people
from selfassess.view_models.home import day

TOKEN = re.compile(r"#([A-Za-z0-9_-]{32})$")
LABELS = {"health-visiting": "Health visiting", "social-work": "Social work"}


def addresses(screen: Screen) -> list[str]:
    """The links on the page, each once, as they can be copied."""
    return [element.value for element in screen.app.code if TOKEN.search(element.value)]


def tokens(screen: Screen) -> list[str]:
    found = [TOKEN.search(address) for address in addresses(screen)]
    return [match[1] for match in found if match]


def press(screen: Screen, key: str) -> Screen:
    screen.app.button(key=key).click()
    return screen.run()


def done(screen: Screen) -> list[str]:
    return [element.value for element in screen.app.success]


def view(desk: Desk, number: int) -> RoundView:
    return RoundDesk(desk).rounds.load(LOCAL_OWNER, number)


def open_round(screen: Screen, voices: str | None = "named", authority: str = AUTHORITY) -> Screen:
    screen.open("rounds")
    screen.app.text_input(key="round-authority").set_value(authority)
    screen.app.text_input(key="round-name").set_value("Autumn 2026")
    if voices:
        screen.app.radio(key="round-voices").set_value(voices)
    return screen.run()


@pytest.fixture
def opened(desk: Desk) -> OpenRound:
    return RoundDesk(desk).open()


def see(screen: Screen, opened: OpenRound) -> Screen:
    return screen.open("round", round=str(opened.number))


# Opening


def test_a_lead_opens_a_round_and_comes_to_its_page(desk: Desk, screen: Screen) -> None:
    open_round(screen)
    press(screen, "round-open")
    (made,) = RoundDesk(desk).rounds.mine(LOCAL_OWNER)
    assert (made.name, made.voices, made.closes_on) == (
        "Autumn 2026",
        "named",
        made.opens_on + timedelta(weeks=4) if made.opens_on else None,
    )
    assert screen.app.query_params["round"] == str(made.id)
    assert "No centre takes part yet. Add the first below." in screen.text
    assert screen.link("Answer for the authority").page == "assessment"


def test_an_anonymous_round_takes_its_threshold_groups_and_what_each_is_asked(
    desk: Desk, screen: Screen
) -> None:
    open_round(screen, "anonymous")
    screen.app.number_input(key="round-threshold").set_value(5)
    screen.app.text_area(key="round-own-groups").set_value("Centre staff\nHealth\n")
    screen.run()
    screen.app.multiselect(key="round-asks-group-2").set_value(["2a", "1a"])
    press(screen, "round-open")
    (made,) = RoundDesk(desk).rounds.mine(LOCAL_OWNER)
    assert (made.voices, made.threshold, dict(made.asks)) == ("anonymous", 5, {"group-2": ["1a", "2a"]})
    assert [group["label"] for group in made.groups] == ["Centre staff", "Health"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"voices": None}, "Choose whether people are named or anonymous."),
        ({"authority": " "}, "Enter the name of the authority."),
        ({"name": ""}, "Enter the name of the round, such as “Autumn 2026”."),
        ({"closes": -1}, "The closing day comes before the opening day. Choose a later closing day."),
    ],
)
def test_what_is_missing_or_wrong_has_its_sentence_and_nothing_is_opened(
    desk: Desk, screen: Screen, change: dict[str, object], said: str
) -> None:
    open_round(screen, change.get("voices", "named"), str(change.get("authority", AUTHORITY)))  # type: ignore[arg-type]
    if "name" in change:
        screen.app.text_input(key="round-name").set_value("")
    if "closes" in change:
        opens = screen.app.date_input(key="round-opens").value
        screen.app.date_input(key="round-closes").set_value(opens - timedelta(days=1))
    press(screen, "round-open")
    assert screen.errors == [said]
    assert RoundDesk(desk).rounds.mine(LOCAL_OWNER) == []


def test_a_name_that_is_taken_leads_to_the_round_that_has_it(
    desk: Desk, screen: Screen, opened: OpenRound
) -> None:
    press(open_round(screen), "round-open")
    assert screen.warnings == [
        "There is a round “Autumn 2026” already. Choose another name, or open the one that is there."
    ]
    assert screen.link("Open it").query == f"round={opened.number}"
    assert len(RoundDesk(desk).rounds.mine(LOCAL_OWNER)) == 1


def test_a_round_can_start_from_an_earlier_one_of_the_same_authority_only(
    desk: Desk, screen: Screen, opened: OpenRound
) -> None:
    open_round(screen, authority="Southtown")
    assert "round-start" not in screen.fields("selectbox")
    screen.app.text_input(key="round-authority").set_value(AUTHORITY)
    screen.app.text_input(key="round-name").set_value("Spring 2027")
    screen.run()
    screen.app.selectbox(key="round-start").set_value(opened.number)
    press(screen, "round-open")
    assert RoundDesk(desk).rounds.mine(LOCAL_OWNER)[0].starts_from == opened.number


def test_the_list_says_how_each_round_stands(desk: Desk, screen: Screen, opened: OpenRound) -> None:
    RoundDesk(desk).open("Winter 2026", anonymous=True).close()
    screen.open("rounds")
    assert [link.label for link in screen.links] == [
        f"Winter 2026 · {AUTHORITY}",
        f"Autumn 2026 · {AUTHORITY}",
    ]
    assert "Closed on" in screen.text
    assert "Open, with no closing day set. People are named." in screen.text


@pytest.mark.parametrize("asked", ["", "9999", "x", "-1", "1e3", "９", "1" * 40])
def test_a_round_that_is_not_there_is_a_sentence(screen: Screen, asked: str) -> None:
    screen.open("round", round=asked)
    assert screen.errors == ["There is no such round. Check the address, or open the round from your list."]


# Centres


def test_two_centres_are_added_with_a_managers_link_each_shown_until_put_away(
    desk: Desk, screen: Screen, opened: OpenRound
) -> None:
    see(screen, opened)
    place = f"centres-{opened.number}"
    typed = "Harbour\nHill Top; rural; North East; county council; small\n"
    screen.app.text_area(key=f"{place}-typed").set_value(typed)
    press(screen, f"{place}-add")
    assert done(screen) == ["2 centres added."]
    assert [re.sub("#.*", "", address) for address in addresses(screen)] == ["http://localhost/programme"] * 2
    visits = [opened.enter(token) for token in tokens(screen)]
    assert [visit.kind for visit in visits] == ["manager", "manager"]
    assert "nobody can show them again" in screen.text
    assert screen.markup.count("QR code of the link for Manager of") == 2
    hill = next(p.subject for p in view(desk, opened.number).participants if p.subject.name == "Hill Top")
    assert hill.profile == {
        "setting": "rural",
        "region": "North East",
        "lead_body": "county council",
        "size": "small",
    }
    press(screen, f"links-hide-{place}")
    assert addresses(screen) == []
    assert screen.app.text_area(key=f"{place}-typed").value == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Name a centre first, one a line."),
        ("Harbour\nHARBOUR ", "“HARBOUR” stands there twice. Name each centre once."),
        ("Harbour; seaside", "“seaside” is not a setting. Choose urban, semi-rural, rural."),
        ("a;urban;b;c;small;d", "“a;urban;b;c;small;d” has 6 parts. Give at most 5:"),
    ],
)
def test_a_list_of_centres_with_a_fault_adds_none(
    desk: Desk, screen: Screen, opened: OpenRound, typed: str, said: str
) -> None:
    see(screen, opened)
    screen.app.text_area(key=f"centres-{opened.number}-typed").set_value(typed)
    press(screen, f"centres-{opened.number}-add")
    assert len(screen.errors) == 1
    assert screen.errors[0].startswith(said)
    assert len(view(desk, opened.number).participants) == 2


def test_a_centre_that_takes_part_already_stays_as_it_is(screen: Screen, opened: OpenRound) -> None:
    see(screen, opened)
    screen.app.text_area(key=f"centres-{opened.number}-typed").set_value("elm street")
    press(screen, f"centres-{opened.number}-add")
    assert "elm street is in this round already" in done(screen)[0]
    assert addresses(screen) == []


def test_centres_of_an_earlier_round_are_offered(desk: Desk, screen: Screen, opened: OpenRound) -> None:
    number = RoundDesk(desk).open("Winter 2026").number
    RoundDesk(desk).rounds.add_centres(LOCAL_OWNER, opened.number, [CentreEntry("Harbour")])
    screen.open("round", round=str(number))
    chosen = screen.app.multiselect(key=f"centres-{number}-chosen")
    assert chosen.options == ["Harbour"]
    harbour = next(
        p.subject.id for p in view(desk, opened.number).participants if p.subject.name == "Harbour"
    )
    chosen.set_value([harbour])
    press(screen, f"centres-{number}-add")
    assert [each.record.subject for each in view(desk, number).participants] == [AUTHORITY, CENTRE, "Harbour"]


# Links


def choose_centre(screen: Screen, opened: OpenRound, key: str) -> None:
    screen.app.selectbox(key=key).set_value(opened.assessment)


def fill_invite(
    screen: Screen, opened: OpenRound, people: str, group: str | None = "health-visiting"
) -> None:
    place = f"invite-{opened.number}"
    choose_centre(screen, opened, f"{place}-where")
    if group:
        screen.app.selectbox(key=f"{place}-group").set_value(group)
    screen.app.text_area(key=f"{place}-people").set_value(people)


def test_people_are_invited_each_with_a_group(screen: Screen, opened: OpenRound) -> None:
    fill_invite(see(screen, opened), opened, "Health visitor, Northside\nDuty worker; social WORK")
    press(screen, f"invite-{opened.number}-invite")
    visits = [opened.enter(token) for token in tokens(screen)]
    assert [(visit.name, visit.group, visit.kind) for visit in visits] == [
        ("Health visitor, Northside", "health-visiting", "person"),
        ("Duty worker", "social-work", "person"),
    ]
    assert all(address.startswith("http://localhost/answer#") for address in addresses(screen))


@pytest.mark.parametrize(
    ("people", "group", "said"),
    [
        ("", "health-visiting", "Write who is invited first, one a line."),
        ("Ann\nann", "health-visiting", "“ann” is invited already. Give each person a name of their own."),
        ("Ann", None, "Choose the group of “Ann”."),
        ("Ann; Plumbing", "police", "There is no group “Plumbing” in this round."),
        ("a@b.org", "police", "Take the e-mail address out of the name of the person or role."),
    ],
)
def test_a_list_of_people_with_a_fault_invites_nobody(
    desk: Desk, screen: Screen, opened: OpenRound, people: str, group: str | None, said: str
) -> None:
    fill_invite(see(screen, opened), opened, people, group)
    press(screen, f"invite-{opened.number}-invite")
    assert len(screen.errors) == 1
    assert screen.errors[0].startswith(said)
    assert addresses(screen) == []
    centre = next(p for p in view(desk, opened.number).participants if p.record.id == opened.assessment)
    assert [each.kind for each in centre.invitations] == ["manager"]


def test_without_a_centre_nobody_is_invited(screen: Screen, opened: OpenRound) -> None:
    see(screen, opened)
    screen.app.text_area(key=f"invite-{opened.number}-people").set_value("Ann")
    press(screen, f"invite-{opened.number}-invite")
    assert screen.errors == ["Choose the centre they are to answer for."]


def test_a_group_gets_one_link(screen: Screen, opened: OpenRound) -> None:
    fill_invite(see(screen, opened), opened, "", "police")
    press(screen, f"invite-{opened.number}-group-link")
    (token,) = tokens(screen)
    assert (opened.enter(token).kind, opened.enter(token).group) == ("group", "police")
    assert "Anybody in Police" in screen.text


def test_a_link_is_replaced_and_the_old_one_opens_nothing(screen: Screen, opened: OpenRound) -> None:
    old = opened.person("Ada Marsh")
    place = f"people-{opened.number}"
    see(screen, opened)
    choose_centre(screen, opened, f"{place}-where")
    screen.run()
    assert "Ada Marsh" in screen.text
    which = screen.app.selectbox(key=f"{place}-which-{opened.assessment}")
    which.set_value(opened.enter(old).invitation_id)
    press(screen, f"{place}-replace")
    (new,) = tokens(screen)
    with pytest.raises(NotFound):
        opened.enter(old)
    assert opened.enter(new).name == "Ada Marsh"
    assert "2 people asked. Nobody has started yet." in screen.text  # the manager and Ada, once


def test_the_lead_does_not_replace_the_link_of_somebody_who_has_begun(
    screen: Screen, opened: OpenRound
) -> None:
    token = opened.person("Ada Marsh")
    opened.by.visits.begin(token)
    place = f"people-{opened.number}"
    see(screen, opened)
    choose_centre(screen, opened, f"{place}-where")
    screen.run()
    which = screen.app.selectbox(key=f"{place}-which-{opened.assessment}")
    which.set_value(opened.enter(token).invitation_id)
    press(screen, f"{place}-replace")
    assert screen.errors == [
        "Ada Marsh has begun, and a new link would open what they answered. Only the manager of Elm Street can replace it."
    ]
    assert opened.enter(token).name == "Ada Marsh"


def test_a_link_is_withdrawn(screen: Screen, opened: OpenRound) -> None:
    token = opened.person("Ada Marsh")
    place = f"people-{opened.number}"
    see(screen, opened)
    choose_centre(screen, opened, f"{place}-where")
    screen.run()
    screen.app.selectbox(key=f"{place}-which-{opened.assessment}").set_value(
        opened.enter(token).invitation_id
    )
    press(screen, f"{place}-withdraw")
    with pytest.raises(NotFound, match="withdrawn"):
        opened.enter(token)
    assert "Link withdrawn" in screen.text
    assert opened.enter(opened.person("Ada Marsh")).name == "Ada Marsh"  # nobody had begun by the other


def test_an_anonymous_round_says_who_has_begun_but_not_when(desk: Desk, screen: Screen) -> None:
    opened = RoundDesk(desk).open(anonymous=True)
    opened.by.visits.begin(opened.person("Ada Marsh"))
    place = f"people-{opened.number}"
    see(screen, opened)
    choose_centre(screen, opened, f"{place}-where")
    screen.run()
    assert "2 people asked: 1 started" in screen.text
    assert "Ada Marsh" in screen.text
    assert "Started on" not in screen.text
    assert screen.app.selectbox(key=f"{place}-which-{opened.assessment}").options == [
        "Manager of Elm Street, Centre manager",
        "Ada Marsh, Health visiting",
    ]


# The end


def test_the_last_day_is_moved(desk: Desk, screen: Screen, opened: OpenRound) -> None:
    see(screen, opened)
    place = f"move-{opened.number}"
    later = today() + timedelta(days=10)
    screen.app.date_input(key=f"{place}-day").set_value(later)
    press(screen, f"{place}-go")
    assert view(desk, opened.number).record.closes_on == later
    assert f"until the end of {day(later)}: 10 days to go." in screen.text
    screen.app.date_input(key=f"{place}-day").set_value(today() - timedelta(days=1))
    press(screen, f"{place}-go")
    assert screen.errors == ["That day has passed already. Choose a day to come, or close the round now."]


def test_closing_says_what_it_does_and_needs_to_be_confirmed(desk: Desk, screen: Screen) -> None:
    opened = RoundDesk(desk).open(anonymous=True)
    see(screen, opened)
    place = f"close-{opened.number}"
    assert "The results of every centre are released, once. This can't be taken back" in screen.text
    assert screen.app.button(key=f"{place}-go").disabled
    screen.app.checkbox(key=f"{place}-sure").check()
    screen.run()
    press(screen, f"{place}-go")
    assert view(desk, opened.number).state == "closed"
    assert f"centres-{opened.number}-add" not in screen.fields("button")
    assert f"{place}-go" not in screen.fields("button")


# The authority's centres


def choose_place(screen: Screen, opened: OpenRound, desk: Desk, name: str) -> int:
    centres = RoundDesk(desk).rounds.centres(LOCAL_OWNER, opened.number)
    number = next(each.id for each in centres if each.name == name)
    screen.app.selectbox(key=f"places-{opened.number}-which").set_value(number)
    screen.run()
    return number


def test_a_centre_is_renamed_and_described(desk: Desk, screen: Screen, opened: OpenRound) -> None:
    place = f"places-{opened.number}"
    number = choose_place(see(screen, opened), opened, desk, CENTRE)
    screen.app.selectbox(key=f"{place}-setting-{number}").set_value("rural")
    press(screen, f"{place}-profile")
    screen.app.text_input(key=f"{place}-name-{number}").set_value("Elm Park")
    press(screen, f"{place}-rename")
    centre = view(desk, opened.number).participants[1].subject
    assert (centre.name, centre.profile["setting"]) == ("Elm Park", "rural")


def test_centres_of_one_round_are_not_merged_and_one_is_removed(
    desk: Desk, screen: Screen, opened: OpenRound
) -> None:
    RoundDesk(desk).rounds.add_centres(LOCAL_OWNER, opened.number, [CentreEntry("Harbour")])
    place = f"places-{opened.number}"
    number = choose_place(see(screen, opened), opened, desk, "Harbour")
    other = next(p.subject.id for p in view(desk, opened.number).participants if p.subject.name == CENTRE)
    press(screen, f"{place}-merge")
    assert screen.errors == ["Choose the centre to merge with, and say that you are sure."]
    screen.app.selectbox(key=f"{place}-into-{number}").set_value(other)
    screen.app.checkbox(key=f"{place}-merge-sure-{number}").check()
    press(screen, f"{place}-merge")
    assert screen.errors[0].startswith("Both took part in the round “Autumn 2026”")
    press(screen, f"{place}-remove")
    assert screen.errors == ["Say that you are sure before the centre is removed."]
    screen.app.checkbox(key=f"{place}-remove-sure-{number}").check()
    press(screen, f"{place}-remove")
    assert [each.record.subject for each in view(desk, opened.number).participants] == [AUTHORITY, CENTRE]


# Lists and files


def test_lists_are_read_as_people_paste_them() -> None:
    assert parse_centres("\n Elm ;; \nHill\trural\tNorth\t\tsmall\n;\n") == [
        CentreEntry("Elm"),
        CentreEntry("Hill", "rural", "North", "", "small"),
    ]
    assert parse_people(" Ann \nBob;SOCIAL work", "health-visiting", LABELS) == [
        Invitee("Ann", "health-visiting"),
        Invitee("Bob", "social-work"),
    ]
    with pytest.raises(SelfAssessError, match="Did you mean"):
        parse_people("Bob; Social wrk", "", LABELS)


def test_the_file_for_a_mail_merge_holds_no_formula() -> None:
    written = write_links([LinkRow("=1+1", "@SUM(A1)", "-2", "https://example.org/answer#x")])
    assert list(csv.reader(io.StringIO(written))) == [
        ["centre", "name", "group", "link"],
        ["'=1+1", "'@SUM(A1)", "-2", "https://example.org/answer#x"],
    ]
