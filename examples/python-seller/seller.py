"""A bookseller that Quire can buy from: quire.seller.v1 over gRPC, written from the contract alone. The shop itself is in shop.py.

Promises: the price charged is the price quoted, and every refusal says in the contract's words that nothing was sold.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import re
import signal
import threading
import time
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path

import grpc
from google.rpc import code_pb2, error_details_pb2, status_pb2
from google.type import money_pb2
from grpc_status import rpc_status
from quire.seller.v1 import seller_pb2, seller_pb2_grpc
from quire.type.v1 import book_pb2
from shop import EXPONENTS, Orders, Stock

DOMAIN = "python-seller.example"
QUOTE_SECONDS = 600  # long enough to buy, short enough that prices may move
CALLS_AT_ONCE = 16  # the shop writes one order at a time; more threads would only wait for each other
REQUEST_BYTES = 64 * 1024  # the largest request is an address


class Refused(Exception):
    """A call that ends with `code` and says why, so that a machine can act on it."""

    def __init__(self, code, message, *, reason="", metadata=None, field=""):
        super().__init__(message)
        self.status = status_pb2.Status(code=code, message=message)
        if reason:
            info = error_details_pb2.ErrorInfo(reason=reason, domain=DOMAIN, metadata=metadata or {})
            self.status.details.add().Pack(info)
        if field:
            violation = error_details_pb2.BadRequest.FieldViolation(field=field, description=message)
            self.status.details.add().Pack(error_details_pb2.BadRequest(field_violations=[violation]))


def invalid(field, description):
    return Refused(code_pb2.INVALID_ARGUMENT, f"{field} {description}", field=field)


def not_sold(reason, message, **metadata):
    """Refuses an order by a reason of the contract: Quire then knows that nothing was sold, and buys elsewhere."""
    return Refused(code_pb2.FAILED_PRECONDITION, message, reason=reason, metadata=metadata)


class Seller(seller_pb2_grpc.SellerServiceServicer):
    def __init__(self, *, stock, orders, key, challenge_file):
        self.stock, self.orders, self.key, self.challenge_file = stock, orders, key, Path(challenge_file)

    def GetQuotes(self, request, context):
        with self.answering(context):
            if not is_isbn13(request.isbn13):
                raise invalid("isbn13", "is not an ISBN-13")
            country = request.destination.country
            if not re.fullmatch("[A-Z]{2}", country):
                raise invalid("destination.country", "is not ISO 3166-1 alpha-2")
            if country not in self.stock.zones:
                return  # we do not ship there: no copy, and no error
            copies = [copy for copy in self.stock.copies.values() if copy["isbn13"] == request.isbn13]
            with self.orders.transaction():
                quotes = [self.quote(copy, country, left) for copy in copies if (left := self.orders.left(copy)) > 0]
            for quote in quotes:
                yield seller_pb2.GetQuotesResponse(quote=quote)

    def PlaceOrder(self, request, context):
        with self.answering(context):
            reference = require_reference(request)
            fingerprint = hashlib.sha256(request.SerializeToString(deterministic=True)).hexdigest()
            with self.orders.transaction():
                if (held := self.orders.find(reference)) is None:
                    self.orders.accept(reference=reference, fingerprint=fingerprint, **self.sellable(request))
                    held = self.orders.find(reference)
            if not held["order_id"]:
                raise not_sold("ORDER_CANCELLED", "this reference was cancelled before the order arrived")
            if held["fingerprint"] != fingerprint:
                raise Refused(code_pb2.ALREADY_EXISTS, "another order has this reference", reason="REQUEST_ID_REUSED")
            return seller_pb2.PlaceOrderResponse(order=to_order(held))

    def GetOrder(self, request, context):
        with self.answering(context):
            reference = require_reference(request)
            with self.orders.transaction():
                held = self.orders.find(reference)
            if not held:
                raise Refused(code_pb2.NOT_FOUND, "there is no such order", reason="ORDER_NOT_FOUND")
            return seller_pb2.GetOrderResponse(order=to_order(held))

    def CancelOrder(self, request, context):
        with self.answering(context):
            reference = require_reference(request)
            with self.orders.transaction():
                held = self.orders.find(reference)
                if held is None:
                    self.orders.bury(reference)
                elif held["state"] in ("SHIPPED", "DELIVERED"):
                    raise Refused(code_pb2.FAILED_PRECONDITION, "the parcel is on its way", reason="ALREADY_SHIPPED")
                else:
                    self.orders.cancel(reference)
                held = self.orders.find(reference)
            return seller_pb2.CancelOrderResponse(order=to_order(held))

    def GetChallenge(self, request, context):
        with self.answering(context):
            token = self.challenge_file.read_text().strip() if self.challenge_file.exists() else ""
            return seller_pb2.GetChallengeResponse(token=token)

    @contextmanager
    def answering(self, context):
        """Lets only Quire in, and sends a refusal as its status. Anything else that is thrown is a fault of ours: UNKNOWN."""
        try:
            given = dict(context.invocation_metadata()).get("authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {self.key}".encode()):
                raise Refused(code_pb2.UNAUTHENTICATED, "the bearer key is missing or wrong", reason="BAD_CREDENTIALS")
            yield
        except Refused as refused:
            context.abort_with_status(rpc_status.to_status(refused.status))

    def quote(self, copy, country, quantity):
        zone, currency = self.stock.zones[country], self.stock.currency
        expires = int(time.time()) + QUOTE_SECONDS
        quote = seller_pb2.Quote(
            quote_id=self.seal([copy["id"], country, copy["minor"] + zone["minor"], expires]),
            isbn13=copy["isbn13"],
            condition=book_pb2.Condition.Value(f"CONDITION_{copy['condition']}"),
            item=to_money(copy["minor"], currency),
            shipping=to_money(zone["minor"], currency),
            tax=to_money(0, currency),  # our prices hold it already
            quantity=quantity,
            ships_from=self.stock.ships_from,
            delivery_days_min=zone["days"][0],
            delivery_days_max=zone["days"][1],
        )
        quote.expire_time.FromSeconds(expires)
        return quote

    def sellable(self, request):
        """What a request may have, or a refusal that says why not."""
        copy_id, country, total, expires = self.unseal(request.quote_id)
        limit = to_minor(request.limit_total, self.stock.currency, "limit_total")
        to = request.ship_to
        for field, value in {"recipient": to.recipient, "lines": "".join(to.lines), "city": to.city}.items():
            if not value.strip():
                raise invalid(f"ship_to.{field}", "is missing")
        if to.country != country:
            raise invalid("ship_to.country", f"is not {country}, for which the quote was made")
        if expires <= time.time():
            raise not_sold("QUOTE_EXPIRED", "the quote has run out; ask again")
        if total > limit:
            raise not_sold("PRICE_CHANGED", "it costs more", currency=self.stock.currency, minor=str(total))
        copy = self.stock.copies.get(copy_id)
        if not copy or self.orders.left(copy) < 1:
            raise not_sold("SOLD_OUT", "the last copy is gone")
        return {"copy": copy, "total_minor": total, "currency": self.stock.currency, "ship_to": to.SerializeToString()}

    def seal(self, facts):
        """The quote's id: all that an order needs to know of it, signed. Nothing has to be kept, and nothing can be made up."""
        body = base64.urlsafe_b64encode(json.dumps(facts).encode()).decode()
        return f"{body}.{self.sign(body)}"

    def unseal(self, quote_id):
        body, _, signature = quote_id.partition(".")
        if not hmac.compare_digest(self.sign(body).encode(), signature.encode()):
            raise invalid("quote_id", "is not one of ours")
        return json.loads(base64.urlsafe_b64decode(body))

    def sign(self, body):
        return hmac.new(self.key.encode(), b"quote:" + body.encode(), hashlib.sha256).hexdigest()[:32]


def require_reference(request):
    if not 1 <= len(request.request_id) <= 64:
        raise invalid("request_id", "must have 1 to 64 characters")
    return request.request_id


def is_isbn13(text):
    if not re.fullmatch("97[89][0-9]{10}", text):
        return False
    return sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(text)) % 10 == 0


def to_money(minor, currency):
    scale = 10 ** EXPONENTS[currency]
    return money_pb2.Money(currency_code=currency, units=minor // scale, nanos=minor % scale * (10**9 // scale))


def to_minor(money, currency, field):
    minor, rest = divmod(money.units * 10**9 + money.nanos, 10 ** (9 - EXPONENTS[currency]))
    if money.currency_code != currency or rest or minor < 0:
        raise invalid(field, f"is not an amount of {currency}")
    return minor


def to_order(row):
    order = seller_pb2.Order(order_id=row["order_id"], request_id=row["reference"])
    order.state = seller_pb2.OrderState.Value(f"ORDER_STATE_{row['state']}")
    order.create_time.FromMilliseconds(int(row["created"] * 1000))
    if row["order_id"]:
        order.isbn13 = row["isbn13"]
        order.condition = book_pb2.Condition.Value(f"CONDITION_{row['condition']}")
        order.total.CopyFrom(to_money(row["total_minor"], row["currency"]))
    return order


def start(seller, address, certificate=None):
    """Listens; returns the server and its port. `certificate`: (private key, chain) as PEM; without one in plain text."""
    options = [("grpc.max_receive_message_length", REQUEST_BYTES), ("grpc.so_reuseport", 0)]  # 0: a taken port is an error
    server = grpc.server(futures.ThreadPoolExecutor(CALLS_AT_ONCE), options=options)
    seller_pb2_grpc.add_SellerServiceServicer_to_server(seller, server)
    if certificate:
        port = server.add_secure_port(address, grpc.ssl_server_credentials([certificate]))
    else:
        port = server.add_insecure_port(address)
    server.start()
    return server, port


def main():
    parser = argparse.ArgumentParser(description="A bookseller that speaks quire.seller.v1. SELLER_KEY holds the bearer key.")
    parser.add_argument("--address", default="127.0.0.1:7443", help="host:port; port 0 takes a free one")
    parser.add_argument("--stock", default=Path(__file__).with_name("stock.json"))
    parser.add_argument("--database", default="orders.db")
    parser.add_argument("--challenge-file", default="challenge.txt", help="holds the token that Quire gave at registration")
    parser.add_argument("--tls", nargs=2, metavar=("KEY", "CHAIN"), help="PEM files; outside a sandbox Quire connects by TLS only")
    given = parser.parse_args()
    key = os.environ.get("SELLER_KEY", "")
    if len(key) < 16:
        parser.error("SELLER_KEY must hold the key that Quire shall send, 16 characters or more")
    certificate = tuple(Path(file).read_bytes() for file in given.tls) if given.tls else None
    seller = Seller(stock=Stock(given.stock), orders=Orders(given.database), key=key, challenge_file=given.challenge_file)
    server, port = start(seller, given.address, certificate)
    print(f"seller ready: {given.address.rpartition(':')[0]}:{port}", flush=True)
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    stopped.wait()
    server.stop(grace=5).wait()  # calls under way may end


if __name__ == "__main__":
    main()
