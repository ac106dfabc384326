// A seller that speaks quire.seller.v1, as the kit sees it: raw, so that every wrong field is still there to be named.
import { status } from '@grpc/grpc-js'
import type { seller } from '@quire/proto'
import { fromTimestamp } from '@quire/proto/time'
import { toFailure } from '../../adapters/grpc/errors.ts'
import { fromProtoCondition, fromProtoOrderState } from '../../core/proto-names.ts'
import { describeOrder, describeQuotes } from '../describe.ts'
import { quotesMax } from '../subject.ts'
import type { Answer, PlaceAsk, SeenOrder, SeenQuote, Subject } from '../subject.ts'
import { findPlace, openClient } from './connect.ts'
import type { GrpcTarget } from './connect.ts'
import { startCutProxy } from './cut-proxy.ts'
import { createProbe } from './probe.ts'
import type { RawAnswer } from './probe.ts'

/** Connects. Throws an error that says why when the endpoint cannot be reached. */
export async function connectGrpcSubject(target: GrpcTarget): Promise<Subject> {
  const place = await findPlace(target)
  const client = await openClient(target, place)
  const probe = createProbe(client, target.apiKey)
  return {
    name: target.address,
    can: { quote: true, order: true, cancel: true, replayOrders: true, lookUp: true },
    pricesFrom: 'asking',
    grpc: probe,
    async quotes(ask, signal) {
      const raw = await probe.call('GetQuotes', ask, { signal, messagesMax: quotesMax })
      return read(
        raw,
        signal,
        () => (raw.messages as seller.GetQuotesResponse__Output[]).map(toSeenQuote),
        describeQuotes,
      )
    },
    async place(ask, signal) {
      return readOrder(await probe.call('PlaceOrder', toRequest(ask), { signal }), signal)
    },
    async find(requestId, signal) {
      const raw = await probe.call('GetOrder', { requestId }, { signal })
      if (raw.code === status.NOT_FOUND) return { kind: 'ok', value: null, said: raw.said }
      return readOrder(raw, signal)
    },
    async cancel(requestId, signal) {
      return readOrder(await probe.call('CancelOrder', { requestId }, { signal }), signal)
    },
    async placeAndLose(ask, cut) {
      const proxy = await startCutProxy(place)
      try {
        const doomed = await openClient(target, proxy.place)
        proxy.mute()
        cut.addEventListener('abort', () => proxy.cut(), { once: true })
        await createProbe(doomed, target.apiKey).call('PlaceOrder', toRequest(ask))
        doomed.close()
      } finally {
        await proxy.close()
      }
    },
    async close() {
      client.close()
    },
  }
}

/** An order as it travels. */
export function toRequest({ reference, quoteId, limit, shipTo }: PlaceAsk): seller.PlaceOrderRequest {
  return { requestId: reference, quoteId, limitTotal: limit, shipTo }
}

function readOrder(raw: RawAnswer, signal: AbortSignal): Answer<SeenOrder> {
  const [message] = raw.messages as { order: seller.Order__Output | null }[]
  const order = message?.order
  if (raw.code === status.OK && !order)
    return { kind: 'failed', failure: 'bad_data', retryAfterMs: undefined, said: 'OK, but no order in the answer' }
  return read(raw, signal, () => toSeenOrder(order as seller.Order__Output), describeOrder)
}

function read<T>(raw: RawAnswer, signal: AbortSignal, value: () => T, describe: (value: T) => string): Answer<T> {
  const { error, code, info, said } = raw
  if (!error) {
    const found = value()
    return { kind: 'ok', value: found, said: describe(found) }
  }
  const reason = refusalOf(code, info.reason)
  if (reason !== null) {
    const { currency = '', minor = '' } = info.metadata ?? {}
    const newTotal = currency || minor ? { currency, minor } : null
    return { kind: 'refused', reason, newTotal, violations: (info.violations ?? []).map(({ field }) => field), said }
  }
  if (signal.aborted) return { kind: 'failed', failure: 'timeout', retryAfterMs: undefined, said: 'no answer in time' }
  const { kind, retryAfterMs } = toFailure(error)
  return { kind: 'failed', failure: kind, retryAfterMs, said }
}

/** The contract's reason, when it came under the contract's code; null when the status is no refusal. */
function refusalOf(code: status, reason = ''): string | null {
  if (code === status.INVALID_ARGUMENT) return 'INVALID_ARGUMENT'
  if (code !== status.FAILED_PRECONDITION && code !== status.ALREADY_EXISTS) return null
  const expected = reason === 'REQUEST_ID_REUSED' ? status.ALREADY_EXISTS : status.FAILED_PRECONDITION
  return code === expected && reason ? reason : `${status[code]} with ${reason ? `reason ${reason}` : 'no reason'}`
}

const nothingQuoted: SeenQuote = {
  quoteId: '',
  isbn13: '',
  condition: 'UNSPECIFIED',
  item: null,
  shipping: null,
  tax: null,
  quantity: 0,
  shipsFrom: '',
  deliveryDays: { min: 0, max: 0 },
  expiresAt: null,
}

function toSeenQuote({ quote }: seller.GetQuotesResponse__Output): SeenQuote {
  if (!quote) return nothingQuoted
  const { condition, deliveryDaysMin, deliveryDaysMax, expireTime, ...same } = quote
  return {
    ...same,
    condition: fromProtoCondition(condition),
    deliveryDays: { min: deliveryDaysMin, max: deliveryDaysMax },
    expiresAt: expireTime && fromTimestamp(expireTime),
  }
}

function toSeenOrder(order: seller.Order__Output): SeenOrder {
  const { requestId, orderId, state, isbn13, condition, total, createTime } = order
  return {
    orderId,
    isbn13,
    total,
    reference: requestId,
    state: fromProtoOrderState(state),
    condition: fromProtoCondition(condition),
    createdAt: createTime && fromTimestamp(createTime),
  }
}
