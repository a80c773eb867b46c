"""What is kept: SQLAlchemy tables, their migrations, and the store that reads and writes them."""

from __future__ import annotations

from selfassess.store.database import now
from selfassess.store.store import AssessmentStore, open_store

__all__ = ["AssessmentStore", "now", "open_store"]
