"""What can be said about rounds, invitations and links on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from selfassess.cli import rounds
from selfassess.errors import one_line

Commands = Any
"""What argparse adds commands to; it has no public name."""

ROUND_HELP = "a round's number, or AUTHORITY/NAME"


def add_round_commands(commands: Commands) -> None:
    _add_rounds(commands)
    _add_invite(commands)
    _add_links(commands)


def _add_rounds(commands: Commands) -> None:
    round_ = _add_group(commands, "round", "Open, list, show and close rounds, and take their results out.")
    _add_open(round_)
    listed = _add(round_, "list", rounds.list_rounds, "List the rounds that were opened, the newest first.")
    listed.add_argument("--authority", metavar="NAME", help="only the rounds of this authority")
    _add_format(listed)
    shown = _add(
        round_, "show", rounds.show_round, "Show how many were asked, have started and finished, by centre."
    )
    _add_round(shown)
    shown.add_argument("--links", action="store_true", help="list the links too, with their numbers")
    _add_format(shown)
    close = _add(round_, "close", rounds.close_round, "End a round now. That can't be taken back.")
    _add_round(close)
    close.add_argument("--yes", action="store_true", help="say that you mean it")
    centres = _add(
        round_, "centres", rounds.add_centres, "Add centres to a round, and write their managers' links."
    )
    _add_round(centres)
    columns = "name, and setting, region, lead_body, size where known"
    centres.add_argument("file", metavar="FILE.csv", help=f"the centres, a row each: {columns}")
    _add_links_output(centres)
    results = _add(
        round_,
        "results",
        rounds.write_results_file,
        "Write the results that centres share, and the authority's own.",
    )
    _add_round(results)
    _add_output(results, "the file to write, - for the output")


def _add_invite(commands: Commands) -> None:
    invite = _add(
        commands, "invite", rounds.invite, "Invite people, or a whole group, into a centre's part of a round."
    )
    _add_round(invite)
    invite.add_argument("--centre", required=True, metavar="NAME", help="the centre they speak about")
    who = invite.add_mutually_exclusive_group(required=True)
    who.add_argument("--people", metavar="FILE.csv", help="a link for each person, a row each: name, group")
    who.add_argument("--group", metavar="GROUP", help="one link for everybody of a group")
    _add_links_output(invite)


def _add_links(commands: Commands) -> None:
    link = _add_group(
        commands, "link", "Withdraw or replace a link. “round show ROUND --links” has the numbers."
    )
    _add_link(
        _add(link, "revoke", rounds.revoke, "Withdraw a link. What was answered by it stays and counts.")
    )
    replace = _add(
        link, "replace", rounds.replace, "Write a new link in place of a lost one, which then opens nothing."
    )
    _add_link(replace)
    _add_links_output(replace)


def _add_group(commands: Commands, name: str, summary: str) -> Commands:
    added = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
    return added.add_subparsers(metavar="COMMAND", required=True, title="commands")


def _add(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], summary: str
) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary, allow_abbrev=False
    )
    added.set_defaults(run=run)
    return added


def _add_open(commands: Commands) -> None:
    added = _add(commands, "open", rounds.open_round, "Open a round and print its number.")
    added.add_argument("--authority", required=True, metavar="NAME", help="whose round it is")
    added.add_argument("--name", required=True, metavar="NAME", help="the round's name, such as a season")
    added.add_argument("--framework", metavar="ID@VERSION", help="what is asked; not needed if there is one")
    added.add_argument("--opens", type=_day, metavar="DATE", help="the first day of answering, as 2026-09-01")
    added.add_argument("--closes", type=_day, metavar="DATE", help="the last day of answering")
    added.add_argument(
        "--anonymous", action="store_true", help="results come out once, when the round has closed"
    )
    added.add_argument(
        "--threshold",
        type=_number,
        default=3,
        metavar="N",
        help="of an anonymous round, nothing is shown that fewer people rated (default: 3)",
    )
    added.add_argument(
        "--asks",
        action="append",
        default=[],
        type=_asked,
        metavar="GROUP=1a,3b",
        help="ask a group only these; can be repeated",
    )
    added.add_argument("--start-from", metavar="ROUND", help=f"carry its answers forward: {ROUND_HELP}")


def _add_round(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("round", metavar="ROUND", help=ROUND_HELP)


def _add_link(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=_number, metavar="ID", help="the link's number")


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="table (default) for people, json for programs",
    )


def _add_output(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("-o", "--output", required=True, metavar="FILE.csv", help=what)


def _add_links_output(parser: argparse.ArgumentParser) -> None:
    _add_output(parser, "the file for the links, which only you can read; - prints them")
    parser.add_argument(
        "--base-url",
        type=_address,
        default=rounds.LOCAL_ADDRESS,
        metavar="URL",
        help=f"how others reach the app (default: {rounds.LOCAL_ADDRESS})",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a date. Write it as 2026-09-30') from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number')
    return int(text)


def _asked(text: str) -> tuple[str, list[str]]:
    group, _, items = text.partition("=")
    named = [item.strip().lower() for item in items.split(",") if item.strip()]
    if not group.strip() or not named:
        raise argparse.ArgumentTypeError(f'"{text}" names no group and sub-indicators. Write GROUP=1a,3b')
    return group, named


def _address(text: str) -> str:
    parts = urlsplit(text)
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or parts.query
        or parts.fragment
        or one_line(text).replace(" ", "") != text
    ):
        raise argparse.ArgumentTypeError(f'"{text}" is not an address. Write it as https://host')
    return text
