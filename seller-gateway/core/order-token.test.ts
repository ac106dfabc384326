import { describe, expect, it } from 'vitest'
import { createOrderTokens } from './order-token.ts'
import type { QuotedCopy } from './order-token.ts'

const key = 'first key of thirty-two characters!'
const copy: QuotedCopy = {
  sellerId: 'harbor',
  quoteRef: 'HARBOR_US/v1|9780340839935-1|0',
  isbn13: '9780340839935',
  condition: 'GOOD',
  total: { currency: 'USD', minor: 1116n },
  expiresAtMs: 1_795_255_200_000,
}
const tokens = createOrderTokens([key])

describe('order tokens', () => {
  it('carry the copy, also into another process with the same key', () => {
    expect(createOrderTokens([key]).open(tokens.seal(copy))).toEqual(copy)
  })

  it('outlive a change of keys while the old one is still listed', () => {
    const newer = 'second key of thirty-two characters'
    expect(createOrderTokens([newer, key]).open(tokens.seal(copy))).toEqual(copy)
    expect(createOrderTokens([newer]).open(tokens.seal(copy))).toBeNull()
  })

  it('are refused when a single character was changed', () => {
    const token = tokens.seal(copy)
    for (let at = 0; at < token.length; at += 1) {
      const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
      // The last character of base64 may carry unused bits: what is read then is the very same token.
      const opened = tokens.open(changed)
      if (opened !== null) expect(opened).toEqual(copy)
      else expect(opened).toBeNull()
    }
  })

  it.each(['', '.', 'a.b', 'a.b.c', 'é.é', `${'A'.repeat(10_000)}.AAAA`])(
    'are refused when they are none: %j',
    (text) => {
      expect(tokens.open(text)).toBeNull()
    },
  )

  it('cannot be made without the key', () => {
    const forged = createOrderTokens(['another key of thirty-two characters']).seal(copy)
    expect(tokens.open(forged)).toBeNull()
  })
})
