"""The app as a server process that can be killed and started again at the same address."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from app_cases import APP, PROJECT, Desk

START_WITHIN = 60
"""Seconds for a cold start on a busy machine; it usually takes one or two."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


class Server:
    """A Streamlit server of `app` in a process of its own, with its words in `log`."""

    def __init__(
        self,
        database: str,
        log: Path,
        app: Path = APP,
        options: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.database = database
        self.app = app
        self._options = options
        self._environment = environment or {}
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the server, and returns when it answers."""
        command = [sys.executable, "-m", "streamlit", "run", str(self.app), "--server.port", str(self.port)]
        command += self._options
        environment = os.environ | {"SELFASSESS_DATABASE_URL": self.database} | self._environment
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + START_WITHIN
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server did not start.\n{self._log.read_text('utf-8')}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/_stcore/health", timeout=1) as response:
                return bool(response.read() == b"ok")
        except (URLError, OSError):
            return False

    @property
    def said(self) -> str:
        """Everything that the server has printed and logged."""
        return self._log.read_text("utf-8")

    def ensure_running(self) -> None:
        """Starts the server again if a test that failed has left it killed."""
        if self._process is None:
            self.start()

    def kill(self) -> None:
        """kill -9: the process gets no chance to write anything."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def desk(self) -> AbstractContextManager[Desk]:
        """The store behind the server, opened from outside."""
        return Desk.at(self.database)
