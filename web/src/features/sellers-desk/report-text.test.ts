import { expect, it } from 'vitest'
import { toReportText } from './report-text.ts'

const passed = {
  check: 'quotes.valid',
  rule: 'A quote names a price.',
  required: true,
  state: 'PASSED' as const,
  sent: 'GetQuotes',
  expected: 'a price',
  received: 'a price',
  detail: '',
  elapsedMs: 12,
}
const failed = {
  ...passed,
  check: 'place.same-request-twice',
  rule: 'The same request is one order.',
  state: 'FAILED' as const,
  sent: 'PlaceOrder r1\nPlaceOrder r1',
  expected: 'one order',
  received: 'two orders',
  detail: 'Keep each request_id with its order.',
}

it('begins with what failed, and says what to do about it', () => {
  const report = {
    kitVersion: '2026.11/quire.seller.v1',
    endedAt: '2026-11-22T10:00:00.000Z',
    passed: 1,
    failed: 1,
    skipped: 0,
    conforms: false,
    results: [passed, failed],
  }
  expect(toReportText('Corner Books', report)).toMatchInlineSnapshot(`
    "Conformance tests: Corner Books
    2026-11-22T10:00:00.000Z, 2026.11/quire.seller.v1
    Required tests failed: 1 passed, 1 failed, 0 skipped

    FAILED place.same-request-twice (required, 12 ms)
      The same request is one order.
      Sent: PlaceOrder r1
        PlaceOrder r1
      Expected: one order
      Received: two orders
      What to do: Keep each request_id with its order.

    PASSED quotes.valid (required, 12 ms)
      A quote names a price.
    "
  `)
})
