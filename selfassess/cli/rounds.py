"""What the commands for rounds do: open and close one, invite centres and people, take the results out.

Links are written into the file that is named for them and nowhere else: who reads one can answer by it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from selfassess.cli.opening import only_framework, opened
from selfassess.cli.output import OUTPUT, tell, write_text, writing_once
from selfassess.errors import NotFound, SelfAssessError, one_line, suggest
from selfassess.framework.files import framework_source, read_framework, resolve
from selfassess.plain_text import show_controls
from selfassess.service.actor import LOCAL_OWNER
from selfassess.settings import read_settings

if TYPE_CHECKING:
    from selfassess.framework.model import Framework
    from selfassess.service.round_plans import Link, Participant, RoundSummary, RoundView
    from selfassess.service.rounds import RoundService
    from selfassess.store import AssessmentStore

DONE = 0
LOCAL_ADDRESS = "http://localhost:8501"
"""Where the app is reached unless somebody says otherwise."""


def open_round(options: argparse.Namespace) -> int:
    from selfassess.service.round_plans import RoundPlan

    settings = read_settings()
    path = resolve(settings.frameworks_folder, options.framework or only_framework(settings))
    framework = read_framework(path)
    labels = {group.id: group.label for group in framework.groups}
    asks: dict[str, list[str]] = {}
    for group, items in options.asks:
        asks.setdefault(_group_id(group, labels), []).extend(items)
    with _opened(path, framework) as (_, rounds):
        before = _find_round(rounds, options.start_from).record.id if options.start_from else None
        plan = RoundPlan(
            authority=options.authority,
            name=options.name,
            framework_key=framework.key,
            opens_on=options.opens,
            closes_on=options.closes,
            anonymous=options.anonymous,
            threshold=options.threshold,
            asks=asks,
            starts_from=before,
        )
        print(rounds.open(LOCAL_OWNER, plan))
    return DONE


def list_rounds(options: argparse.Namespace) -> int:
    from selfassess.store.rows import name_key
    from selfassess.view_models.round_table import to_list_json, to_list_table

    with _opened() as (_, rounds):
        found = rounds.summaries(LOCAL_OWNER)
    if options.authority is not None:
        authorities = list(dict.fromkeys(each.authority for each in found))
        found = [each for each in found if name_key(each.authority) == name_key(options.authority)]
        if not found:
            near = suggest(options.authority, authorities)
            raise NotFound(f"{_quoted(options.authority)} has opened no round.{near}")
    _print(json.dumps(to_list_json(found), indent=2) if options.format == "json" else to_list_table(found))
    return DONE


def show_round(options: argparse.Namespace) -> int:
    from selfassess.view_models.round_table import to_round_json, to_round_table

    with _opened() as (store, rounds):
        view = _load(rounds, options.round)
        today = store.today()
    as_json = options.format == "json"
    _print(
        json.dumps(to_round_json(view), indent=2) if as_json else to_round_table(view, today, options.links)
    )
    return DONE


def close_round(options: argparse.Namespace) -> int:
    with _opened() as (_, rounds):
        view = _load(rounds, options.round)
        name = f"The round {_quoted(view.record.name)} of {one_line(view.authority.name)}"
        if view.state == "closed":
            print(f"{name} has closed already.")
            return DONE
        if not options.yes:
            raise SelfAssessError(
                f"{name} is open. Once it is closed nobody can answer in it any more, and that can't be taken "
                "back. Say --yes to close it."
            )
        rounds.close(LOCAL_OWNER, view.record.id)
    print(f"{name} is closed. Everything answered before is kept and counts.")
    return DONE


def add_centres(options: argparse.Namespace) -> int:
    from selfassess.exchange.answers_files import read_bytes
    from selfassess.exchange.people_csv import read_centres
    from selfassess.service import entries
    from selfassess.service.round_plans import SETTINGS, SIZES, CentreEntry
    from selfassess.view_models.words import count

    path = Path(options.file)
    allowed = {"setting": SETTINGS, "size": SIZES}
    rows = read_centres(read_bytes(path), path.name, allowed, entries.clean_label)
    centres = [CentreEntry(row.name, row.setting, row.region, row.lead_body, row.size) for row in rows]
    with writing_once(options.output) as write, _opened() as (store, rounds):
        view = _load(rounds, options.round)
        with store.transaction():
            links = rounds.add_centres(LOCAL_OWNER, view.record.id, centres)
            if links:
                write(_links_text(links, view.groups, options.base_url))
    there = len(rows) - len(links)
    if there:
        were = "was" if there == 1 else "were"
        print(f"{count(there, 'centre')} {were} in the round already.", file=tell(options.output))
    _say_links(options, len(links))
    return DONE


def invite(options: argparse.Namespace) -> int:
    from selfassess.exchange.answers_files import read_bytes
    from selfassess.exchange.people_csv import read_people
    from selfassess.service import entries
    from selfassess.service.round_plans import Invitee

    with writing_once(options.output) as write, _opened() as (store, rounds):
        view = _load(rounds, options.round)
        assessment = _find_centre(view, options.centre).record.id
        people = []
        if options.people is not None:
            path = Path(options.people)
            rows = read_people(read_bytes(path), path.name, view.groups, entries.clean_label)
            people = [Invitee(row.name, row.group) for row in rows]
        with store.transaction():
            if people:
                links = rounds.invite(LOCAL_OWNER, assessment, people)
            else:
                group = _group_id(options.group, view.groups)
                links = [rounds.make_group_link(LOCAL_OWNER, assessment, group)]
            write(_links_text(links, view.groups, options.base_url))
    _say_links(options, len(links))
    return DONE


def revoke(options: argparse.Namespace) -> int:
    with _opened() as (_, rounds):
        rounds.revoke(LOCAL_OWNER, options.id)
    print(f"Link {options.id} is withdrawn. What was answered by it stays and counts.")
    return DONE


def replace(options: argparse.Namespace) -> int:
    with writing_once(options.output) as write, _opened() as (store, rounds):
        labels = rounds.load(LOCAL_OWNER, store.invitation(options.id).round_id).groups
        with store.transaction():
            link = rounds.reissue(LOCAL_OWNER, options.id)
            write(_links_text([link], labels, options.base_url))
    print(f"Link {options.id} opens nothing any more.", file=tell(options.output))
    _say_links(options, 1)
    return DONE


def write_results_file(options: argparse.Namespace) -> int:
    from selfassess.exchange.results_csv import ResultRow, write_results
    from selfassess.service.calendar import day_of
    from selfassess.service.comparing import Comparing
    from selfassess.view_models.words import count

    with _opened() as (store, rounds):
        view = _load(rounds, options.round)
        results = Comparing(store, {}).results_in(LOCAL_OWNER, view.record)
    rows = [
        ResultRow(
            **{name: getattr(each, name) for name in ResultRow.__dataclass_fields__ if name != "date"},
            date=day_of(each.as_of),
        )
        for each in results
    ]
    told = write_text(options.output, write_results(rows))
    print(f"Wrote {count(len(rows), 'result')} to {_place(options.output)}.", file=told)
    if view.record.voices == "anonymous" and view.state != "closed":
        print("Those of invited people come when the round has closed.", file=told)
    kept = sum(not (each.shared or each.is_own) for each in view.participants)
    if kept:
        has = "has" if kept == 1 else "have"
        print(f"{count(kept, 'centre')} {has} not shared theirs.", file=told)
    return DONE


# What they start from, and what they end with


@contextmanager
def _opened(
    path: Path | None = None, framework: Framework | None = None
) -> Iterator[tuple[AssessmentStore, RoundService]]:
    """The store, and the use cases of rounds over it. The framework of a round that is there is in the store."""
    from selfassess.service.rounds import RoundService

    source = framework_source(path) if path else {}
    known = {framework.key: framework} if framework else {}
    with opened(read_settings()) as (store, _):
        yield store, RoundService(store, known, lambda key: source)


def _load(rounds: RoundService, text: str) -> RoundView:
    return rounds.load(LOCAL_OWNER, _find_round(rounds, text).record.id)


def _find_round(rounds: RoundService, text: str) -> RoundSummary:
    """The round of a number or of "authority/name". Raises NotFound."""
    from selfassess.store.rows import name_key

    known = {str(each.record.id): each for each in rounds.summaries(LOCAL_OWNER)}
    if text in known:
        return known[text]
    names = {number: f"{each.authority}/{each.record.name}" for number, each in known.items()}
    found = [number for number, name in names.items() if name_key(name) == name_key(text)]
    if len(found) > 1:
        raise NotFound(f"{_quoted(text)} is the name of several rounds. Give a number: {', '.join(found)}.")
    if not found:
        what = "Give a number or AUTHORITY/NAME, as “round list” shows them."
        raise NotFound(f"There is no round {_quoted(text)}.{suggest(text, names.values())} {what}")
    return known[found[0]]


def _find_centre(view: RoundView, name: str) -> Participant:
    from selfassess.store.rows import name_key

    found = [each for each in view.participants if name_key(each.record.subject) == name_key(name)]
    if not found:
        names = [each.record.subject for each in view.participants]
        raise NotFound(
            f"There is no centre {_quoted(name)} in this round.{suggest(name, names)} "
            "Check the name, or add it with “round centres”."
        )
    return found[-1]  # the authority comes first, which may bear a centre's name


def _group_id(word: str, labels: Mapping[str, str]) -> str:
    """A group's id, whether the word is that or its label. Raises NotFound."""
    from selfassess.exchange.rows import plain

    by_word = {plain(label): id_ for id_, label in labels.items()} | {plain(each): each for each in labels}
    if plain(word) not in by_word:
        near = suggest(plain(word), by_word)
        raise NotFound(f"There is no group {_quoted(word)}.{near} Choose one of {', '.join(labels)}.")
    return by_word[plain(word)]


def _links_text(links: Sequence[Link], labels: Mapping[str, str], base: str) -> str:
    from selfassess.exchange.links_csv import LinkRow, write_links
    from selfassess.service.links import address_of

    rows = []
    for each in links:
        label = labels.get(each.group, each.group)
        address = address_of(base, each.kind, each.token)
        rows.append(LinkRow(each.centre, each.name or f"Anybody in {label}", label, address))
    return write_links(rows)


def _say_links(options: argparse.Namespace, number: int) -> None:
    from selfassess.view_models.words import count

    told = tell(options.output)
    if not number:
        print("No link was made, and no file was written.", file=told)
        return
    warning = (
        "It opens a questionnaire to whoever has it, and it can't be shown again."
        if number == 1
        else "Each opens a questionnaire to whoever has it, and they can't be shown again."
    )
    print(f"Wrote {count(number, 'link')} to {_place(options.output)}. {warning}", file=told)
    if options.base_url == LOCAL_ADDRESS:
        print(
            f"Only this computer answers to {LOCAL_ADDRESS}: give the app's address with --base-url.",
            file=told,
        )


def _place(output: str) -> str:
    return "the output" if output == OUTPUT else output


def _quoted(text: str) -> str:
    from selfassess.exchange.columns import quote

    return quote(text)


def _print(text: str) -> None:
    print(show_controls(text))
