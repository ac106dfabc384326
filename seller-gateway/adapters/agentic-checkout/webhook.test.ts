import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isSignedBy } from './webhook.ts'

const secret = 'a secret'
const body = '{"type":"order_create","data":{"checkout_session_id":"cs_1"}}'
const now = Date.parse('2026-11-21T10:00:00Z')
const t = now / 1000
const sign = (at: number | string, key = secret, text = body) =>
  createHmac('sha256', key).update(`${at}.${text}`).digest('hex')
const signed = (header: string | string[] | undefined, text = body) =>
  isSignedBy(secret, { headers: { 'merchant-signature': header }, body: text }, now)

describe('Merchant-Signature', () => {
  it.each([
    ['now', `t=${t},v1=${sign(t)}`],
    ['five minutes ago', `t=${t - 300},v1=${sign(t - 300)}`],
    ['by a clock that is ahead', `t=${t + 300},v1=${sign(t + 300)}`],
    ['with spaces', `t=${t}, v1=${sign(t)}`],
    ['in upper case', `t=${t},v1=${sign(t).toUpperCase()}`],
    ['with the old and the new secret', `t=${t},v1=${sign(t, 'the old one')},v1=${sign(t)}`],
    ['with what we do not know', `t=${t},v0=x,v1=${sign(t)}`],
  ])('is good: %s', (_, header) => expect(signed(header)).toBe(true))

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['given twice', [`t=${t},v1=${sign(t)}`, `t=${t},v1=${sign(t)}`]],
    ['of another secret', `t=${t},v1=${sign(t, 'another')}`],
    ['of another time', `t=${t + 1},v1=${sign(t)}`],
    ['older than five minutes', `t=${t - 301},v1=${sign(t - 301)}`],
    ['from the future', `t=${t + 301},v1=${sign(t + 301)}`],
    ['without a time', `v1=${sign('')}`],
    ['with two times', `t=${t - 9_999},t=${t},v1=${sign(t)}`],
    ['with a time that is none', `t=now,v1=${sign('now')}`],
    ['cut short', `t=${t},v1=${sign(t).slice(0, 62)}`],
    ['not hex', `t=${t},v1=${'z'.repeat(64)}`],
    ['without a signature', `t=${t}`],
  ])('is bad: %s', (_, header) => expect(signed(header)).toBe(false))

  it('covers every byte of the body', () => {
    expect(signed(`t=${t},v1=${sign(t)}`, `${body} `)).toBe(false)
  })

  it('is never good without a secret', () => {
    const header = `t=${t},v1=${sign(t, '')}`
    expect(isSignedBy('', { headers: { 'merchant-signature': header }, body }, now)).toBe(false)
  })
})
