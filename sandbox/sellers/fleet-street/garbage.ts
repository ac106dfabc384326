// Answers that are no protobuf at all. grpc-js serializes what a handler returns, so the serializers have to be in on it.
import type { seller as wire } from '@quire/proto'
import type { sellerService } from '@quire/proto'

/** Return or write this instead of a message. */
export const garbage: wire.GetQuotesResponse & { order?: wire.Order } = Object.freeze({})

/** The same service, except that `garbage` goes out as bytes that nobody can read. */
export function withGarbage(service: typeof sellerService): typeof sellerService {
  const { GetQuotes, PlaceOrder, GetOrder, CancelOrder } = service
  return {
    ...service,
    GetQuotes: bribed(GetQuotes),
    PlaceOrder: bribed(PlaceOrder),
    GetOrder: bribed(GetOrder),
    CancelOrder: bribed(CancelOrder),
  }
}

function bribed<Answer, M extends Serializes<Answer>>(method: M & Serializes<Answer>): M {
  const { responseSerialize } = method
  return {
    ...method,
    responseSerialize: (value: Answer) => (value === garbage ? unreadable : responseSerialize(value)),
  }
}

// Field 1, length-delimited, 127 bytes long, of which there are two.
const unreadable = Buffer.from([0x0a, 0x7f, 0xff, 0xff])

interface Serializes<Answer> {
  responseSerialize: (value: Answer) => Buffer
}
