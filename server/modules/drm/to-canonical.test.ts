// The canonical form against the specification's own example, and against what JSON itself reads.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCanonical } from './to-canonical.ts'

// LCP 1.0 §5.3.1 and §5.4.1: the document, and the hash that is to be signed.
const example = {
  id: 'ef15e740-697f-11e3-949a-0800200c9a66',
  issued: '2013-11-04T01:08:15+01:00',
  updated: '2014-02-21T09:44:17+01:00',
  provider: 'https://www.imaginaryebookretailer.com',
  encryption: {
    profile: 'http://readium.org/lcp/basic-profile',
    content_key: {
      encrypted_value: '/k8RpXqf4E2WEunCp76E8PjhS051NXwAXeTD1ioazYxCRGvHLAck/KQ3cCh5JxDmCK0nRLyAxs1X0aA3z55boQ==',
      algorithm: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
    },
    user_key: {
      text_hint: 'Enter your email address',
      algorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
      key_check: 'jJEjUDipHK3OjGt6kFq7dcOLZuicQFUYwQ+TYkAIWKm6Xv6kpHFhF7LOkUK/Owww',
    },
  },
  links: [{ rel: 'hint', href: 'https://www.imaginaryebookretailer.com/lcp/hint', type: 'text/html' }],
  user: { id: 'd9f298a7-7f34-49e7-8aae-4378ecb1d597' },
}

/** Values as licences have them: integers, any text, nested. */
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value')),
  ),
})).value

describe('the canonical form', () => {
  it("hashes the specification's example to the specification's hash, but for one slip of the example", () => {
    const text = toCanonical(example)
    // Rule 2 sorts at all levels, and so do the reference server and clients; the example left the members of a link as they were.
    const slip = text.replace(/("href":"[^"]*"),("rel":"hint")/, '$2,$1')
    expect(slip).not.toBe(text)
    expect(createHash('sha256').update(slip).digest('hex')).toBe(
      '23c68442c7214ba294ddd1a2902756e9fe575116a88f36e55baf94590a90c2ad',
    )
  })

  it('says the same as the value, whatever the order of its members, and is its own canonical form', () => {
    fc.assert(
      fc.property(values, (value) => {
        const text = toCanonical(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(toCanonical(JSON.parse(text))).toBe(text)
        expect(toCanonical(reversed(value))).toBe(text)
      }),
    )
  })

  it('sorts by code point, not by UTF-16 unit', () => {
    expect(toCanonical({ '\u{1F600}': 1, '\uFFFD': 2, ab: 3, a: 4, B: 5 })).toBe(
      '{"B":5,"a":4,"ab":3,"\uFFFD":2,"\u{1F600}":1}',
    )
  })

  it('escapes what JSON demands, with upper-case digits, and nothing else', () => {
    expect(toCanonical('\u001f"\\/<>&é\u2028\\u001f')).toBe('"\\u001F\\"\\\\/<>&é\u2028\\\\u001f"')
  })

  it('refuses what two readers could write in two ways', () => {
    for (const value of [0.5, 1e300, Number.NaN, Infinity, undefined, '\ud800', { '\udc00': 1 }, () => 1])
      expect(() => toCanonical(value)).toThrow(TypeError)
  })
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, reversed(inner)]),
  )
}
