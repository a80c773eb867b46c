"""What a database's errors mean to a person."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from selfassess.store.faults import translate

CONNECTING = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: '


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            f'{CONNECTING}FATAL:  database "answers" does not exist',
            'The database server at db refused the connection (database "answers" does not exist). Check the '
            "names and the password in SELFASSESS_DATABASE_URL; a new database is made with createdb.",
        ),
        (
            f"{CONNECTING}Connection refused",
            "The database server at db can't be reached. What was shown as saved is safe; check that the "
            "server is running and that SELFASSESS_DATABASE_URL is right, then try again.",
        ),
    ],
)
def test_a_server_that_refuses_is_told_apart_from_one_that_does_not_answer(said: str, sentence: str) -> None:
    assert str(translate(OperationalError(None, None, Exception(said)), "db")) == sentence
