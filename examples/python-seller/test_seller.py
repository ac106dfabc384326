"""What a seller must not get wrong, over a real socket: python -m unittest"""

import tempfile
import unittest
from concurrent import futures
from pathlib import Path

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from quire.seller.v1 import seller_pb2, seller_pb2_grpc
from quire.type.v1 import book_pb2
from seller import Seller, start, to_money
from shop import Orders, Stock

KEY = "a-key-for-the-tests"
MANY, LAST = "9780061120084", "9780140189643"


class SellerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.open()

    def open(self):
        orders = Orders(self.folder / "orders.db")
        stock = Stock(Path(__file__).with_name("stock.json"))
        seller = Seller(stock=stock, orders=orders, key=KEY, challenge_file=self.folder / "challenge.txt")
        server, port = start(seller, "127.0.0.1:0")
        channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self.addCleanup(lambda: server.stop(0).wait())
        self.addCleanup(channel.close)
        self.stub = seller_pb2_grpc.SellerServiceStub(channel)

    def call(self, method, request, key=KEY):
        return getattr(self.stub, method)(request, timeout=20, metadata=[("authorization", f"Bearer {key}")])

    def quotes(self, isbn13, country="US"):
        request = seller_pb2.GetQuotesRequest(isbn13=isbn13, destination=book_pb2.Destination(country=country), currency="USD")
        return [answer.quote for answer in self.call("GetQuotes", request)]

    def order(self, reference, quote, **change):
        ship_to = book_pb2.PostalAddress(recipient="Ana", lines=["1 Röad"], city="Town", postal_code="12345", country="US")
        request = seller_pb2.PlaceOrderRequest(request_id=reference, quote_id=quote.quote_id, ship_to=ship_to)
        cents = sum(part.units * 100 + part.nanos // 10**7 for part in (quote.item, quote.shipping, quote.tax))
        request.limit_total.CopyFrom(to_money(cents, "USD"))
        for name, value in change.items():
            setattr(request, name, value)
        return request

    def place(self, *args, **change):
        return self.call("PlaceOrder", self.order(*args, **change)).order

    def refused(self, code, method, request, **more):
        with self.assertRaises(grpc.RpcError) as caught:
            answer = self.call(method, request, **more)
            list(answer) if method == "GetQuotes" else None
        self.assertEqual(caught.exception.code(), code, caught.exception.details())
        info = error_details_pb2.ErrorInfo()
        for detail in rpc_status.from_call(caught.exception).details:
            detail.Unpack(info)
        return info

    def test_an_order_sent_ten_times_at_once_is_one_order(self):
        request = self.order("r-1", self.quotes(MANY)[0])
        with futures.ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(lambda _: self.call("PlaceOrder", request).order.order_id, range(10)))
        self.assertEqual(len(set(answers)), 1)
        self.assertEqual(self.quotes(MANY)[0].quantity, 39)
        other = self.order("r-1", self.quotes(MANY)[1])
        self.assertEqual(self.refused(grpc.StatusCode.ALREADY_EXISTS, "PlaceOrder", other).reason, "REQUEST_ID_REUSED")

    def test_an_order_outlives_a_restart(self):
        placed = self.place("r-1", self.quotes(MANY)[0])
        self.open()
        found = self.call("GetOrder", seller_pb2.GetOrderRequest(request_id="r-1")).order
        self.assertEqual(found, placed)
        self.assertEqual((found.total.units, found.total.nanos), (3, 540_000_000))

    def test_the_last_copy_is_sold_once_and_comes_back_when_it_is_cancelled(self):
        quotes = [self.quotes(LAST)[0] for _ in range(4)]
        for at, quote in enumerate(quotes[:3]):
            self.place(f"r-{at}", quote)
        self.assertEqual(self.quotes(LAST), [])
        late = self.order("r-3", quotes[3])
        self.assertEqual(self.refused(grpc.StatusCode.FAILED_PRECONDITION, "PlaceOrder", late).reason, "SOLD_OUT")
        cancelled = self.call("CancelOrder", seller_pb2.CancelOrderRequest(request_id="r-0")).order
        self.assertEqual(cancelled.state, seller_pb2.ORDER_STATE_CANCELLED)
        self.assertEqual(self.call("PlaceOrder", late).order.state, seller_pb2.ORDER_STATE_ACCEPTED)

    def test_a_reference_cancelled_before_its_order_stays_cancelled(self):
        buried = self.call("CancelOrder", seller_pb2.CancelOrderRequest(request_id="r-1")).order
        self.assertEqual((buried.state, buried.order_id), (seller_pb2.ORDER_STATE_CANCELLED, ""))
        self.open()
        late = self.order("r-1", self.quotes(MANY)[0])
        self.assertEqual(self.refused(grpc.StatusCode.FAILED_PRECONDITION, "PlaceOrder", late).reason, "ORDER_CANCELLED")

    def test_it_never_charges_more_than_the_limit(self):
        request = self.order("r-1", self.quotes(MANY)[0])
        request.limit_total.CopyFrom(to_money(353, "USD"))
        info = self.refused(grpc.StatusCode.FAILED_PRECONDITION, "PlaceOrder", request)
        self.assertEqual((info.reason, dict(info.metadata)), ("PRICE_CHANGED", {"currency": "USD", "minor": "354"}))
        unknown = seller_pb2.GetOrderRequest(request_id="r-1")
        self.refused(grpc.StatusCode.NOT_FOUND, "GetOrder", unknown)

    def test_it_says_no_to_what_makes_no_sense(self):
        quote = self.quotes(MANY)[0]
        for change in ({"quote_id": "made.up"}, {"quote_id": quote.quote_id + "0"}, {"request_id": ""}, {"request_id": "x" * 65}):
            self.refused(grpc.StatusCode.INVALID_ARGUMENT, "PlaceOrder", self.order("r-1", quote, **change))
        self.refused(grpc.StatusCode.INVALID_ARGUMENT, "GetQuotes", seller_pb2.GetQuotesRequest(isbn13="9780061120085"))
        self.assertEqual(self.quotes(MANY, country="FR"), [])
        for method, request in (("GetChallenge", seller_pb2.GetChallengeRequest()), ("PlaceOrder", self.order("r-1", quote))):
            self.refused(grpc.StatusCode.UNAUTHENTICATED, method, request, key="another")

    def test_it_answers_the_challenge_as_soon_as_it_is_there(self):
        self.assertEqual(self.call("GetChallenge", seller_pb2.GetChallengeRequest()).token, "")
        (self.folder / "challenge.txt").write_text("token-1\n")
        self.assertEqual(self.call("GetChallenge", seller_pb2.GetChallengeRequest()).token, "token-1")


if __name__ == "__main__":
    unittest.main()
