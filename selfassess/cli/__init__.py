"""The command line: framework files, scores, questionnaires, rounds, and the store's ins and outs.

Whatever goes wrong is one clear line each on stderr and exit code 2; nobody sees a traceback.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NoReturn

from selfassess import __version__
from selfassess.cli.opening import only_framework, opened
from selfassess.cli.output import worded, write_file
from selfassess.cli.round_commands import add_round_commands
from selfassess.errors import SelfAssessError, one_line, suggest
from selfassess.framework.files import read_framework, resolve
from selfassess.plain_text import show_controls
from selfassess.service.actor import LOCAL_OWNER
from selfassess.settings import read_settings

# What brings in pandas, openpyxl or SQLAlchemy is imported where it is needed: --help shall be quick.

DONE, BUG, REFUSED, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
"""Exit codes. The last two are those a shell gives a program that a signal ended."""


IMPORT_OPTIONS = {
    "have the import add it": "--create",
    "have the import replace answers": "--replace",
    "confirm that nobody can be recognised by it": "--confirm-notes",
}
"""What an import's refusals offer, and the option for it."""


class _Parser(argparse.ArgumentParser):
    """Answers bad usage with one line instead of a summary of every option."""

    def error(self, message: str) -> NoReturn:
        self.exit(REFUSED, f"{one_line(message)[:300]}. Run {self.prog} --help to see what can be said.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a stream that a test put in its place
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if sys.stdout is None:  # closed by whoever started the program
        return _refuse(SelfAssessError("The output is closed: give the command somewhere to print to."))
    try:
        options = _parser().parse_args(arguments)
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except SelfAssessError as error:
        return _refuse(error)
    except BrokenPipeError:  # whoever read the output has gone
        _drop_output()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        _drop_output()
        return _refuse(worded(error, str(error.filename or "")))
    except Exception as error:  # a fault of the program: said in a line, as everything else is
        what = f"{type(error).__name__}: {one_line(str(error))[:200]}"
        print(f"The program failed ({what}). The fault is the program's: please report it.", file=sys.stderr)
        return BUG


def _drop_output() -> None:
    """Sends what can't be printed nowhere: Python would complain once more when it flushes at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(error: SelfAssessError) -> int:
    for line in str(error).splitlines():
        print(show_controls(line), file=sys.stderr)
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m selfassess",
        description="Checks framework files, scores answers, runs rounds, and takes answers in and out of the store.",
        epilog="Each command has its own --help.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True, title="commands")

    def command(name: str, run: Callable[[argparse.Namespace], int], summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        added.set_defaults(run=run)
        return added

    validate = command("validate", _validate, "Check framework files and list every problem found.")
    validate.add_argument("files", nargs="+", metavar="FILE", help="a framework file (YAML)")

    score = command("score", _score, "Score a file of answers and print the result. Needs no store.")
    _add_framework(score, required=True)
    score.add_argument("--answers", required=True, metavar="FILE", help="answers as CSV or XLSX")
    score.add_argument(
        "--format",
        choices=("json", "table"),
        default="json",
        help="json (default) for programs, table for people",
    )

    template = command("template", _template, "Write an offline questionnaire as an XLSX workbook.")
    _add_framework(template, required=True)
    template.add_argument(
        "--lens", required=True, help="whose view to ask for, such as programme or authority"
    )
    template.add_argument("--vocabulary", metavar="SETTING", help="the framework's words to use, by their id")
    template.add_argument("-o", "--output", required=True, metavar="FILE.xlsx", help="the file to write")

    take_in = command(
        "import",
        _import,
        "Take answers (CSV, XLSX or a filled-in questionnaire) into the store, or restore an export (ZIP) "
        "into an empty one.",
    )
    take_in.add_argument("file", metavar="FILE", help="the file to take in")
    _add_framework(take_in, required=False)
    take_in.add_argument(
        "--create", action="store_true", help="add authorities, centres and rounds not known yet"
    )
    take_in.add_argument(
        "--replace", action="store_true", help="let the file's answers take the place of different ones"
    )
    take_in.add_argument(
        "--confirm-notes",
        action="store_true",
        help="take in notes that look like personal details, having read them",
    )
    take_in.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    export = command(
        "export",
        _export,
        "Write everything in the store, with its frameworks, as a ZIP: anonymous rounds too. It is for the "
        "administrator alone.",
    )
    export.add_argument("-o", "--output", required=True, metavar="FILE.zip", help="the file to write")

    add_round_commands(commands)
    command("demo", _demo, "Load the worked example and the illustrative programmes, once.")
    return parser


def _add_framework(parser: argparse.ArgumentParser, required: bool) -> None:
    parser.add_argument(
        "--framework",
        required=required,
        metavar="ID_OR_FILE",
        help="a framework's id (its newest version), id@version, or a framework file",
    )


def _validate(options: argparse.Namespace) -> int:
    code = DONE
    for name in options.files:
        try:
            framework = read_framework(Path(name))
        except SelfAssessError as error:
            code = _refuse(error)
        else:
            counts = [f"{len(framework.items_in(lens.id))} {lens.id}" for lens in framework.lenses]
            print(f"{name}: valid. {framework.key}, items by lens: {', '.join(counts)}.")
    return code


def _score(options: argparse.Namespace) -> int:
    from selfassess.answers import to_frame
    from selfassess.exchange.answers_files import read_answers
    from selfassess.scoring import score
    from selfassess.scoring.results import to_json
    from selfassess.view_models.score_table import to_table

    framework = read_framework(resolve(read_settings().frameworks_folder, options.framework))
    answers = read_answers(Path(options.answers), framework)
    scores = score(framework, to_frame(answers))
    if options.format == "table":
        print(show_controls(to_table(framework, scores)))
    else:
        print(json.dumps(to_json(framework, scores), indent=2, allow_nan=False))
    return DONE


def _template(options: argparse.Namespace) -> int:
    from selfassess.exchange.template_xlsx import write_template

    framework = read_framework(resolve(read_settings().frameworks_folder, options.framework))
    lens = _one_of(options.lens.lower(), [lens.id for lens in framework.lenses], "lens")
    settings = [setting.id for setting in framework.vocabulary.settings] if framework.vocabulary else []
    vocabulary = options.vocabulary and _one_of(options.vocabulary, settings, "vocabulary")
    data = write_template(framework, lens, vocabulary)
    told = write_file(Path(options.output), lambda file: file.write(data))
    count = len(framework.items_in(lens))
    print(f"Wrote the questionnaire {options.output}: {count} questions.", file=told)
    return DONE


def _import(options: argparse.Namespace) -> int:
    from selfassess.exchange import answers_files, bundle
    from selfassess.view_models.imported import make_preview, say_imported

    path = Path(options.file)
    if path.is_file():
        with path.open("rb") as file:
            if bundle.is_bundle(file) or (path.suffix.lower() == ".zip"):
                return _restore(options, file)
    data = answers_files.read_bytes(path)
    mark = answers_files.find_template_mark(data, path.name)
    settings = read_settings()
    wanted = options.framework or (mark and mark.framework_key) or only_framework(settings)
    framework_path = resolve(settings.frameworks_folder, wanted)
    framework = read_framework(framework_path)
    answers = answers_files.parse_answers(data, path.name, framework)
    with opened(settings, framework_path) as (_, transfer), _naming_options():
        if options.dry_run:
            asked = {"create": options.create, "replace": options.replace}
            preview = transfer.preview(LOCAL_OWNER, framework, answers, **asked)
            preview.refuse(path.name, options.confirm_notes)
            print(show_controls("\n".join(make_preview(framework, preview).lines)))
            return DONE
        done = transfer.import_answers(
            LOCAL_OWNER,
            framework,
            answers,
            path.name,
            create=options.create,
            replace=options.replace,
            confirm_notes=options.confirm_notes,
            vocabulary=(mark and mark.vocabulary) or "",
        )
    print(f"{path.name}: {say_imported(done)}")
    return DONE


@contextmanager
def _naming_options() -> Iterator[None]:
    """Adds to a refused import's sentences which options they speak of."""
    try:
        yield
    except SelfAssessError as error:
        said = str(error)
        for wording, option in IMPORT_OPTIONS.items():
            said = said.replace(wording, f"{wording} ({option})")
        raise SelfAssessError(said) from error


def _restore(options: argparse.Namespace, file: BinaryIO) -> int:
    name = Path(options.file).name
    given = [o for o in ("framework", "create", "replace", "confirm_notes", "dry_run") if getattr(options, o)]
    if given:
        option = given[0].replace("_", "-")
        raise SelfAssessError(f"{name} restores a whole store: leave out --{option}.")
    with opened(read_settings()) as (_, transfer):
        rows = transfer.restore(LOCAL_OWNER, file, name)
    print(f"{name}: restored, {rows} rows.")
    return DONE


def _export(options: argparse.Namespace) -> int:
    with opened(read_settings()) as (_, transfer):
        told = write_file(Path(options.output), lambda file: transfer.export(LOCAL_OWNER, file), private=True)
    print(
        f"Wrote everything in the store to {options.output}, each answer of anonymous rounds too. It is for the "
        "administrator alone: keep it where only you can read it.",
        file=told,
    )
    return DONE


def _demo(options: argparse.Namespace) -> int:
    from selfassess.service.sample import FRAMEWORK_ID, load_samples
    from selfassess.view_models.imported import say_imported

    settings = read_settings()
    framework_path = resolve(settings.frameworks_folder, FRAMEWORK_ID)
    framework = read_framework(framework_path)
    with opened(settings, framework_path) as (store, transfer):
        loaded = load_samples(store, transfer, framework, settings.sample_folder)
    for name, done in loaded.items():
        print(f"{name}: {say_imported(done) if done else 'there already, nothing changed.'}")
    return DONE


def _one_of(word: str, known: Sequence[str], what: str) -> str:
    if word in known:
        return word
    listed = f"Choose one of: {', '.join(known)}." if known else "It has none to choose from."
    near = suggest(word, known)
    raise SelfAssessError(f'"{one_line(word)}" is not a {what} of this framework. {listed}{near}')
