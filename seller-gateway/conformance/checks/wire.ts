// quire.seller.v1 on the wire: who may call, and what a server must bear. Only for sellers that speak gRPC.
import { randomBytes } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import type { seller } from '@quire/proto'
import { toRequest } from '../grpc/subject.ts'
import type { CallOptions, Method, RawAnswer } from '../grpc/probe.ts'
import type { Check } from '../check.ts'
import type { Trial } from '../trial.ts'

// Field 1000 with the text "new": what a later version of the contract might add.
const unknownField = Buffer.concat([Buffer.from([0xc2, 0x3e, 0x03]), Buffer.from('new')])
// Field 1, ten bytes long, of which there are two.
const noMessage = Buffer.from([0x0a, 0x0a, 0xff, 0xff])
const tooLargeBytes = 5 * 1024 * 1024 // every gRPC library's own limit is 4 MB
const readEveryMs = 20
const shortestMs = 1
const hastyCalls = 10

export const wireChecks: Check[] = [
  {
    name: 'wire.no-key',
    rule: 'A call without a key is refused, whatever it asks for.',
    required: true,
    needs: ['grpc'],
    expected: 'UNAUTHENTICATED or PERMISSION_DENIED from every method',
    advice: 'Check authorization metadata before the request is read, in one place for all methods.',
    run: (t) => everyMethod(t, 'without authorization', null),
  },
  {
    name: 'wire.wrong-key',
    rule: 'A call with a wrong key is refused, whatever it asks for.',
    required: true,
    needs: ['grpc'],
    expected: 'UNAUTHENTICATED or PERMISSION_DENIED from every method',
    advice: 'Compare the whole key, in constant time, not its beginning.',
    run: (t) => everyMethod(t, 'with a wrong key', `wrong-${randomBytes(16).toString('hex')}`),
  },
  {
    name: 'wire.no-key-sells-nothing',
    rule: 'An order without a key sells nothing.',
    required: true,
    needs: ['grpc', 'orders'],
    expected: 'UNAUTHENTICATED or PERMISSION_DENIED; GetOrder with the key answers NOT_FOUND',
    advice: 'Refuse before anything is written.',
    async run(t) {
      const ask = t.askFor(await t.offer())
      t.own(ask.reference)
      mustBeRefused(t, await t.raw('without authorization', 'PlaceOrder', toRequest(ask), { key: null }))
      await t.mustHoldNone(ask.reference)
    },
  },
  {
    name: 'wire.unknown-fields',
    rule: 'Fields of a later version are ignored, not refused.',
    required: true,
    needs: ['grpc', 'orders'],
    expected: 'quotes, and an order, as without the field',
    advice: 'Use generated protobuf code: it keeps or skips what it does not know.',
    async run(t) {
      const quotes = await t.raw('with field 1000 = "new"', 'GetQuotes', askOf(t), { bytes: { after: unknownField } })
      t.must(quotes.code === status.OK, quotes.said)
      const ask = t.askFor(await t.offer())
      t.own(ask.reference)
      const placed = await t.raw('with field 1000 = "new"', 'PlaceOrder', toRequest(ask), {
        bytes: { after: unknownField },
      })
      t.must(placed.code === status.OK, placed.said)
    },
  },
  {
    name: 'wire.extra-metadata',
    rule: 'Metadata that the seller does not know is ignored.',
    required: true,
    needs: ['grpc'],
    expected: 'OK',
    advice: 'Read the metadata that you need and leave the rest: proxies and tracing add theirs.',
    async run(t) {
      const metadata = {
        'x-request-id': 'quire-kit',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      }
      const answer = await t.raw('with x-request-id and traceparent', 'GetQuotes', askOf(t), { metadata })
      t.must(answer.code === status.OK, answer.said)
    },
  },
  {
    name: 'wire.no-message',
    rule: 'Bytes that are no message are refused, and the server lives on.',
    required: true,
    needs: ['grpc'],
    expected: 'any error status, then OK for a good call',
    advice: 'Leave decoding to the generated code, and let its error end this call only.',
    run: (t) =>
      survives(t, 'with bytes that are no message', { bytes: { instead: noMessage } }, (code) => code !== status.OK),
  },
  {
    name: 'wire.too-large',
    rule: 'A message of 5 MB is refused, and the server lives on.',
    required: false,
    needs: ['grpc'],
    expected: 'RESOURCE_EXHAUSTED or another error status, then OK for a good call',
    advice: "Keep your library's limit of 4 MB on what you receive.",
    run(t) {
      const head = Buffer.from([0xc2, 0x3e, 0x80, 0x80, 0xc0, 0x02]) // field 1000, 5 MB long
      const bytes = { after: Buffer.concat([head, Buffer.alloc(tooLargeBytes)]) }
      return survives(t, 'with a field of 5 MB', { bytes }, (code) => code !== status.OK)
    },
  },
  {
    name: 'wire.unknown-method',
    rule: 'A method that the contract does not have is UNIMPLEMENTED.',
    required: false,
    needs: ['grpc'],
    expected: 'UNIMPLEMENTED',
    advice: 'Leave it to your gRPC library: it is how a later version finds out what you can do.',
    async run(t) {
      const path = '/quire.seller.v1.SellerService/NoSuchMethod'
      const { code, said } = await t.raw('as NoSuchMethod', 'GetQuotes', askOf(t), { path })
      t.must(code === status.UNIMPLEMENTED, said)
    },
  },
  {
    name: 'wire.hasty-callers',
    rule: 'Callers that stop waiting after a millisecond harm nobody else.',
    required: true,
    needs: ['grpc'],
    expected: 'OK for a good call after ten hasty ones',
    advice: 'Let go of what a call holds when it is cancelled or its deadline passes.',
    async run(t) {
      for (let n = 0; n < hastyCalls; n += 1)
        await t.raw('with a deadline of 1 ms', 'GetQuotes', askOf(t), { deadlineMs: shortestMs })
      t.value(await t.ask())
    },
  },
  {
    name: 'wire.leaves-in-the-middle',
    rule: 'A reader that leaves in the middle of the quotes harms nobody else.',
    required: true,
    needs: ['grpc'],
    expected: 'OK for a good call after it',
    advice: 'Stop streaming when the call is cancelled; a write to it must not bring the server down.',
    run: (t) => survives(t, 'left after the first quote', { messagesMax: 1 }, () => true),
  },
  {
    name: 'wire.slow-reader',
    rule: 'A slow reader gets every quote, and keeps nobody waiting.',
    required: true,
    needs: ['grpc'],
    expected: 'the same quotes as a quick reader, while others are answered',
    advice: "Respect your library's flow control; do not drop what does not fit.",
    async run(t) {
      const quick = t.value(await t.ask()).length
      const [slow, meanwhile] = await Promise.all([
        t.raw(`read one every ${readEveryMs} ms`, 'GetQuotes', askOf(t), { readEveryMs }),
        t.ask(),
      ])
      t.value(meanwhile)
      t.must(
        slow.code === status.OK && slow.messages.length === quick,
        `${slow.said}, ${slow.messages.length} quotes`,
        `OK, ${quick} quotes`,
      )
    },
  },
  {
    name: 'wire.challenge',
    rule: 'GetChallenge answers with the token that registration gave.',
    required: false, // registration asks for it in VerifyEndpoint, before the kit is run
    needs: ['grpc'],
    expected: 'OK, with the token of your registration',
    advice:
      'Answer with the token that RegisterSeller returned in seller.challenge.token; with an empty one before that.',
    async run(t) {
      const { code, said, messages } = await t.raw('', 'GetChallenge', {})
      t.must(code === status.OK, said)
      const [answer] = messages as seller.GetChallengeResponse__Output[]
      const { challenge } = t.settings
      t.must(challenge === undefined || answer?.token === challenge, `OK, another token than ${challenge}`)
    },
  },
]

const methods: readonly Method[] = ['GetQuotes', 'PlaceOrder', 'GetOrder', 'CancelOrder']

async function everyMethod(t: Trial, what: string, key: string | null): Promise<void> {
  for (const method of methods) {
    const reference = { requestId: t.reference() } // of nobody: were it let in, it would find and sell nothing
    mustBeRefused(t, await t.raw(what, method, method === 'GetQuotes' ? askOf(t) : reference, { key }))
  }
}

function mustBeRefused(t: Trial, { code, said }: RawAnswer): void {
  t.must(code === status.UNAUTHENTICATED || code === status.PERMISSION_DENIED, said)
}

/** Makes one bad call, and then a good one. */
async function survives(
  t: Trial,
  what: string,
  options: CallOptions,
  isRight: (code: status) => boolean,
): Promise<void> {
  const { code, said } = await t.raw(what, 'GetQuotes', askOf(t), options)
  t.must(isRight(code), said)
  const after = await t.ask()
  t.must(after.kind === 'ok', `the call after it: ${after.said}`)
}

function askOf(t: Trial): seller.GetQuotesRequest {
  return { isbn13: t.book, destination: t.settings.destination, currency: t.settings.currency }
}
