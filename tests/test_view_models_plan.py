"""What the page of the plan says: in which order, what is overdue, what comes next, and what can be aimed at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from view_cases import answers, everything, framework, scored, terms

from selfassess.framework.wording import fill
from selfassess.scoring import Scores
from selfassess.service.plans import MOST_ACTIONS, ActionRecord, Earlier
from selfassess.view_models.plan import (
    COLUMNS,
    EMPTY,
    EarlierRow,
    Plan,
    PlanRow,
    Suggestion,
    calendar_words,
    find_gaps_to_plan,
    group_rows,
    make_earlier,
    make_plan,
    places_of,
    positions_for,
    say_way,
    say_who_and_when,
    suggest,
    table_rows,
)

TODAY = date(2026, 9, 1)
ANCHORS_3B = framework().item("3b").lenses["programme"].anchors


def action(position: int, item: str = "3b", text: str = "Meet", **more: Any) -> ActionRecord:
    return ActionRecord("abc", position, item, text, **more)


def scores(**given: float | str) -> Scores:
    """Everything at level 3, but for what is `given`, as item_3b=0."""
    changed = {name.removeprefix("item_"): level for name, level in given.items()}
    return scored(answers(everything(3) | changed))


def plan(*actions: ActionRecord, known: Scores | None = None, **more: Any) -> Plan:
    return make_plan(framework(), "programme", actions, known, terms(), TODAY, **more)


def row(*, known: Scores | None = None, **more: Any) -> PlanRow:
    return plan(action(1, **more), known=known).rows[0]


def test_a_row_says_where_it_stands_what_is_aimed_at_and_what_it_takes() -> None:
    made = plan(
        action(
            4,
            text="Meet\nevery month",
            owner_role="Manager",
            due_on=date(2026, 8, 31),
            target=2.0,
            implies="A morning",
            status="doing",
            outcome="Met once",
            carried_from="older/2",
        ),
        known=scores(item_3b=0),
        earlier_rounds={"older": "Spring 2026"},
    )
    assert made.rows == (
        PlanRow(
            position=4,
            item="3b",
            title="Trust between managers",
            indicator="3 Commitment at the top",
            now=f"0: {ANCHORS_3B[0]}",
            target=f"2: {ANCHORS_3B[2]}",
            implies="A morning",
            action="Meet\nevery month",
            owner="Manager",
            due="31 August 2026",
            due_on=date(2026, 8, 31),
            status="doing",
            status_words="Under way",
            overdue=True,
            outcome="Met once",
            carried="Carried on from Spring 2026.",
            now_level="0",
            target_level="2",
            reached=False,
        ),
    )


def test_what_is_open_comes_first_by_date_then_what_is_done_then_what_was_dropped() -> None:
    made = plan(
        action(1, status="dropped", due_on=date(2026, 1, 1)),
        action(2),
        action(3, status="done"),
        action(4, due_on=date(2026, 12, 1)),
        action(5, due_on=date(2026, 10, 1), status="doing"),
        action(6),
    )
    assert [each.position for each in made.rows] == [5, 4, 2, 6, 3, 1]
    assert [(heading, [each.position for each in rows]) for heading, rows in group_rows(made)] == [
        ("Still to do (4)", [5, 4, 2, 6]),
        ("Done (1)", [3]),
        ("Dropped (1)", [1]),
    ]


def test_something_is_overdue_from_the_day_after_its_date_and_while_it_is_open() -> None:
    assert row(due_on=date(2026, 8, 31)).overdue
    assert not row(due_on=TODAY).overdue
    assert not row().overdue
    for status in ("done", "dropped"):
        assert not row(due_on=date(2026, 8, 31), status=status).overdue


def test_the_summary_counts_what_is_done_overdue_and_dropped() -> None:
    late = date(2026, 8, 1)
    many = (action(1, status="done"), action(2, status="done"), action(3, due_on=late), action(4), action(5))
    assert plan(*many).summary == "5 actions: 2 done, 1 overdue."
    assert plan(action(1, status="dropped")).summary == "1 action: 1 dropped."
    assert plan(action(1)).summary == "1 action: none done yet."
    assert (plan().summary, plan().empty, plan().first) == ("", EMPTY, "")
    assert plan(action(1)).empty == ""


def test_the_first_sentence_says_what_comes_next_who_leads_and_by_when() -> None:
    said = {
        "Overdue since 31 August 2026: Meet. Manager leads.": action(
            1, owner_role="Manager", due_on=date(2026, 8, 31)
        ),
        "Next, today: Meet. Nobody leads it yet.": action(1, due_on=TODAY),
        "Next, by 2 September 2026: Meet. Nobody leads it yet.": action(
            1, text="Meet.", due_on=date(2026, 9, 2)
        ),
        "Next: 3b Trust between managers. Manager leads. No open action has a date yet.": action(
            1, text="", owner_role="Manager"
        ),
        "Everything planned is done or dropped.": action(1, status="done"),
    }
    assert {plan(each).first: each for each in said.values()} == said
    later = action(1, due_on=date(2026, 12, 1))
    assert plan(later, action(2, text="Ask", due_on=date(2026, 10, 1))).first.startswith(
        "Next, by 1 October 2026: Ask."
    )


def test_a_card_says_who_when_and_from_where_to_where() -> None:
    assert say_who_and_when(row(owner_role="Manager", due_on=TODAY)) == "Manager leads · by 1 September 2026"
    assert say_who_and_when(row()) == "Nobody leads it yet · no date yet"
    assert (
        say_who_and_when(row(due_on=date(2026, 8, 1))) == "Nobody leads it yet · overdue since 1 August 2026"
    )
    low = scores(item_3b=0)
    assert say_way(row(known=low, target=2.0)) == "From 0 to 2; what it takes isn't said yet"
    assert say_way(row(known=low, target=2.0, implies="Time")) == "From 0 to 2, and what it takes"
    assert say_way(row(known=low)) == "Stands at 0; no aim yet; what it takes isn't said yet"
    assert say_way(row(target=2.0)) == "Not rated now; aims at 2; what it takes isn't said yet"
    assert say_way(row(known=scores(), target=2.0, implies="Time")) == (
        "Stands at 3: what was aimed at, 2, is reached, and what it takes"
    )


def test_without_a_rating_a_row_says_so() -> None:
    for known in (None, scores(item_3b="dk")):
        made = row(known=known)
        assert (made.now, made.now_level, made.target, made.reached) == ("Not rated now.", "", "", False)
    assert row(carried_from="gone/1").carried == "Carried on from the round before."


def test_the_table_has_a_cell_for_each_column_and_says_what_became_of_it() -> None:
    made = plan(
        action(1, due_on=date(2026, 8, 1), owner_role="Manager"),
        action(2, status="done", outcome="They met."),
        known=scores(item_3b=0),
    )
    now = f"0: {ANCHORS_3B[0]}"
    assert table_rows(made) == (
        ("3b Trust between managers", now, "", "", "Meet", "Manager", "1 August 2026", "To do, overdue"),
        ("3b Trust between managers", now, "", "", "Meet", "", "", "Done. They met."),
    )
    assert len(COLUMNS) == 8


def test_a_calendar_says_what_to_do_and_who_leads_and_keeps_long_titles_short() -> None:
    made = row(text="Meet  every\nmonth", owner_role="Manager", target=2.0, known=scores(item_3b=0))
    assert calendar_words(made) == (
        "Meet every month (Manager)",
        f"3b Trust between managers\nNow: 0: {ANCHORS_3B[0]}\nWhat we aim at: 2: {ANCHORS_3B[2]}\n"
        "What we will do: Meet  every\nmonth\nWho leads: Manager",
    )
    assert calendar_words(row(text=""))[0] == "3b Trust between managers"
    assert calendar_words(row(text="word " * 80))[0] == "word " * 23 + "word…"


def test_from_a_level_every_described_level_above_can_be_aimed_at() -> None:
    """3b stands at 1: 2 and 4 are described above it, and the next step is that of 0, the nearest below."""
    text = framework().item("3b").lenses["programme"]
    found = suggest(framework(), "programme", "3b", scores(item_3b=1), terms())
    assert found == Suggestion(
        now=f"1: between “{text.anchors[0].rstrip('.')}” and “{text.anchors[2].rstrip('.')}”.",
        targets=((2.0, f"2: {text.anchors[2]}"), (4.0, f"4: {text.anchors[4]}")),
        steps=tuple(fill(step, terms()) for step in text.next_steps[0]),
    )
    at_two = suggest(framework(), "programme", "3b", scores(item_3b=2), terms())
    assert [value for value, _ in at_two.targets] == [4.0]
    unrated = suggest(framework(), "programme", "3b", scores(item_3b="dk"), terms())
    assert (unrated.now, [value for value, _ in unrated.targets], unrated.steps) == (
        "Not rated now.",
        [2.0, 4.0],
        (),
    )


def test_what_can_be_planned_comes_lowest_first_then_unrated_then_planned_already() -> None:
    known = scored(
        answers(everything(4) | {"8c": 1, "3b": 0, "3a": 1, "2a": "na", "7a": "dk", "6b": 2}),
    )
    planned = [action(1, "6b"), action(2, "3a", status="done")]
    assert [(gap.item, gap.label) for gap in find_gaps_to_plan(framework(), "programme", known, planned)] == [
        ("3b", "3b Trust between managers (stands at 0)"),
        ("3a", "3a Managers make it a priority (stands at 1)"),
        ("8c", "8c Counting referrals each way (stands at 1)"),
        ("7a", "7a Encouraging training (not rated)"),
        ("6b", "6b Formal contacts (stands at 2; planned already)"),
    ]


def test_the_first_page_of_the_results_shows_what_is_open_and_each_keeps_its_place() -> None:
    assert places_of([action(2, "3b"), action(5, "8c"), action(3, "1a", status="done"), action(6, "8c")]) == {
        2: "3b",
        1: "8c",
    }
    assert places_of([action(n, item) for n, item in enumerate(("1a", "1b", "1c", "2a"), start=1)]) == {
        1: "1a",
        2: "1b",
        3: "1c",
    }
    assert places_of([]) == {}


def test_what_is_shown_first_is_kept_where_it_is_planned_or_at_a_free_position_of_its_own() -> None:
    """Place 1 is planned at position 5. Positions 2 and 3 are taken, so place 2 goes to the first free one, 1."""
    actions = [action(5, "8c"), action(2, "1a", status="done"), action(3, "2a")]
    assert positions_for(actions, {1: "8c", 2: "3b", 3: "1a"}) == {1: 5, 2: 1, 3: 4}
    assert positions_for([], {1: "8c", 2: "3b", 3: "1a"}) == {1: 1, 2: 2, 3: 3}
    full = [action(n, "2a") for n in range(1, MOST_ACTIONS + 1)]
    assert positions_for(full, {1: "8c"}) == {1: MOST_ACTIONS + 1}


def test_what_is_open_from_earlier_rounds_stands_under_its_round() -> None:
    first = action(2, owner_role="Manager", due_on=date(2026, 6, 1), status="doing")
    second = action(3, "8c", text="", due_on=date(2026, 12, 1))
    begun = date(2026, 3, 1)
    found = [
        Earlier(first, "abc", "Spring 2026", begun, True),
        Earlier(second, "abc", "Spring 2026", begun, True),
        Earlier(replace(first, owner_role="", due_on=None, item="zz"), "old", "", date(2025, 3, 1), False),
    ]
    assert make_earlier(framework(), found, TODAY) == [
        (
            "Spring 2026",
            [
                EarlierRow(
                    *("abc", 2, "3b", "Trust between managers", "Meet"),
                    "Manager · was due 1 June 2026 · under way",
                    "Spring 2026",
                    True,
                ),
                EarlierRow(
                    *("abc", 3, "8c", "Counting referrals each way", "No action written yet"),
                    "due 1 December 2026 · to do",
                    "Spring 2026",
                    True,
                ),
            ],
        ),
        (
            "1 March 2025",
            [EarlierRow("old", 2, "zz", "", "Meet", "no date · under way", "1 March 2025", False)],
        ),
    ]
