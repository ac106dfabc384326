"""The shop behind seller.py: what is for sale (stock.json) and what was sold (SQLite). Knows nothing of gRPC; put your own in its place.

Promises: one reference is one order, whatever is repeated, lost or killed; a copy is sold once; what was confirmed is on disk.
"""

import json
import sqlite3
import threading
import time
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

EXPONENTS = {"USD": 2, "EUR": 2, "GBP": 2, "JPY": 0}  # decimal places, ISO 4217

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
  reference   TEXT PRIMARY KEY,  -- the buyer's: a second order under it is impossible
  order_id    TEXT NOT NULL,     -- ours; empty for a reference that was cancelled before any order arrived
  fingerprint TEXT NOT NULL,     -- of the request, to tell a repeated one from another
  copy_id     TEXT NOT NULL,
  isbn13      TEXT NOT NULL,
  condition   TEXT NOT NULL,
  total_minor INTEGER NOT NULL CHECK (total_minor >= 0),
  currency    TEXT NOT NULL,
  ship_to     BLOB NOT NULL,
  created     REAL NOT NULL,     -- seconds since 1970
  state       TEXT NOT NULL CHECK (state IN ('ACCEPTED', 'SHIPPED', 'DELIVERED', 'CANCELLED'))
)
"""
INSERT = """
INSERT INTO orders VALUES (:reference, :order_id, :fingerprint, :copy_id, :isbn13, :condition,
                           :total_minor, :currency, :ship_to, :created, :state)
"""


class Stock:
    """What is for sale. Amounts are whole minor units (cents): a float has no place near money."""

    def __init__(self, path):
        data = json.loads(Path(path).read_text())
        self.currency, self.ships_from = data["currency"], data["shipsFrom"]
        self.zones = {country: zone | {"minor": self._minor(zone["price"])} for country, zone in data["shipping"].items()}
        self.copies = {copy["id"]: copy | {"minor": self._minor(copy["price"])} for copy in data["copies"]}

    def _minor(self, price):
        minor = Decimal(price).scaleb(EXPONENTS[self.currency])
        if minor != int(minor) or minor < 0:
            raise ValueError(f"stock: {price} is no amount of {self.currency}")
        return int(minor)


class Orders:
    """What was sold. Every method but `transaction` is for inside one."""

    def __init__(self, path):
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")  # an order that was confirmed survives a power cut
        self._db.execute(SCHEMA)

    @contextmanager
    def transaction(self):
        """One at a time, whole or not at all, and on disk before the answer leaves."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    def find(self, reference):
        return self._db.execute("SELECT * FROM orders WHERE reference = ?", (reference,)).fetchone()

    def left(self, copy):
        """How many of a copy are not sold; a cancelled order gives its copy back."""
        sold = "SELECT count(*) FROM orders WHERE copy_id = ? AND state <> 'CANCELLED'"
        return copy["quantity"] - self._db.execute(sold, (copy["id"],)).fetchone()[0]

    def accept(self, *, copy, **order):
        number = self._db.execute("SELECT count(*) FROM orders").fetchone()[0] + 1
        facts = {"copy_id": copy["id"], "isbn13": copy["isbn13"], "condition": copy["condition"]}
        self._db.execute(INSERT, order | facts | {"order_id": f"P-{number:06}", "state": "ACCEPTED", "created": time.time()})

    def cancel(self, reference):
        self._db.execute("UPDATE orders SET state = 'CANCELLED' WHERE reference = ?", (reference,))

    def bury(self, reference):
        """Remembers a reference as cancelled, so that an order which is still on its way finds it so."""
        nothing = dict.fromkeys(("order_id", "fingerprint", "copy_id", "isbn13", "condition", "currency"), "")
        tombstone = {"reference": reference, "total_minor": 0, "ship_to": b"", "created": time.time(), "state": "CANCELLED"}
        self._db.execute(INSERT, nothing | tombstone)
