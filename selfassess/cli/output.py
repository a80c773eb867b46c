"""Files that commands write, and what the system says when it refuses one."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from selfassess.errors import SelfAssessError

OUTPUT = "-"
"""In the place of a file's name: the output itself."""


def worded(error: OSError, place: str) -> SelfAssessError:
    """What the system refused, as a sentence; `place` is the file, or "" for the output."""
    where = f"{place}: " if place else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SelfAssessError(f"{where}The disk is full. Free some space, or write to another one.")
    return SelfAssessError(f"{where}{error.strerror or error}. Check the name and its folder.")


def write_file(path: Path, write: Callable[[BinaryIO], object], private: bool = False) -> TextIO:
    """Writes a file whole or not at all: what stood there before stays until the new one is complete.

    A link stays one, and its file is written. What is no regular file, such as a pipe, can't be put in place
    whole and is written straight. Gives where to say so: not on an output that may be that very pipe.
    """
    if path.is_dir():
        raise SelfAssessError(f"{path} is a folder. Name the file to write.")
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                write(file)
            return sys.stderr
        _put_in_place(Path(os.path.realpath(path)) if path.is_symlink() else path, write, private)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise worded(error, str(path)) from error
    return sys.stdout


def write_text(name: str, text: str) -> TextIO:
    """As `write_file`, for a text; OUTPUT is the output itself."""
    if name == OUTPUT:
        sys.stdout.write(text)
        return sys.stderr
    return write_file(Path(name), lambda file: file.write(text.encode()))


@contextmanager
def writing_once(name: str) -> Iterator[Callable[[str], None]]:
    """Takes a text within the block; once that is through, it stands in a file that only its owner can read.

    For what can't be made again. It is on the disk before the block ends, so that a transaction in there is
    undone when it can't be written, and nothing that stands under the name is overwritten. OUTPUT is the output.
    """
    texts: list[str] = []
    path = Path(name)
    if name == OUTPUT or (path.exists() and not path.is_file() and not path.is_dir()):
        yield texts.append
        for text in texts:
            _write_straight(name, text)
        return
    if path.is_dir() or not path.parent.is_dir() or (os.path.lexists(path) and not _is_empty(path)):
        raise SelfAssessError(_why_not(path))
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
    except OSError as error:
        raise worded(error, str(path)) from error
    os.close(handle)

    def write(text: str) -> None:
        texts.append(text)
        try:
            # The mark at the start tells word processors and spreadsheets how the letters are encoded.
            Path(part).write_text(text, encoding="utf-8-sig", newline="")
        except OSError as error:
            raise worded(error, str(path)) from error

    try:
        yield write
        if texts:
            Path(part).replace(path)
    finally:
        Path(part).unlink(missing_ok=True)


def _write_straight(name: str, text: str) -> None:
    if name == OUTPUT:
        sys.stdout.write(text)
    else:
        Path(name).write_text(text, encoding="utf-8", newline="")


def _is_empty(path: Path) -> bool:
    return path.is_file() and path.stat().st_size == 0


def _why_not(path: Path) -> str:
    if path.is_dir():
        return f"{path} is a folder. Name the file to write."
    if not path.parent.is_dir():
        return _no_folder(path)
    return f"{path} is there already, and links can't be shown a second time. Name another file."


def _no_folder(path: Path) -> str:
    return f"The folder {path.parent} isn't there. Make it first, or name another one."


def tell(name: str) -> TextIO:
    """Where to say what was done: not on an output that carries the file itself."""
    path = Path(name)
    return sys.stderr if name == OUTPUT or (path.exists() and not path.is_file()) else sys.stdout


def _put_in_place(path: Path, write: Callable[[BinaryIO], object], private: bool) -> None:
    if not path.parent.is_dir():
        raise SelfAssessError(_no_folder(path))
    handle, part_name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
    part = Path(part_name)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
        if not private:
            mask = os.umask(0)
            os.umask(mask)
            part.chmod(0o666 & ~mask)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
