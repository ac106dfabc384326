// Every way in which an order can fail, against the contract: only what it calls definite is definite.
import { status } from '@grpc/grpc-js'
import { expect, it } from 'vitest'
import { rpcError } from '@quire/proto/errors'
import { placeFailure } from './gateway.ts'

const definite = ['SOLD_OUT', 'PRICE_CHANGED', 'QUOTE_EXPIRED', 'ORDER_CANCELLED', 'REJECTED']
const reasons = [...definite, 'NOT_SENT', 'ORDER_NOT_FOUND', 'CANNOT_CANCEL', 'sold_out', 'SOMETHING_NEW', undefined]
const codes = Object.values(status).filter((code) => typeof code === 'number' && code !== status.OK) as status[]
const table = codes.flatMap((code) => reasons.map((reason) => [status[code] ?? '', reason, code] as const))

it.each(table)('%s %s', (_, reason, code) => {
  const outcome = placeFailure(rpcError(code, 'said no', reason === undefined ? {} : { reason }))
  if (code === status.FAILED_PRECONDITION && definite.includes(reason ?? ''))
    expect(outcome).toEqual({ kind: 'refused', reason, detail: 'said no' })
  else if (code === status.INVALID_ARGUMENT)
    expect(outcome).toEqual({ kind: 'refused', reason: 'REJECTED', detail: 'said no' })
  else if (code === status.UNAVAILABLE && reason === 'NOT_SENT')
    expect(outcome).toEqual({ kind: 'retryable', afterMs: 500, detail: 'said no' })
  else expect(outcome).toEqual({ kind: 'unknown', detail: 'said no' })
})

it('covers every status there is', () => {
  expect(codes).toHaveLength(16)
})

it('is unknown when the reason cannot be read', () => {
  const error = rpcError(status.FAILED_PRECONDITION, 'said no', { reason: 'SOLD_OUT' })
  error.metadata.set('grpc-status-details-bin', Buffer.from([0xff, 0xff, 0xff]))
  expect(placeFailure(error)).toEqual({ kind: 'unknown', detail: 'said no' })
})
