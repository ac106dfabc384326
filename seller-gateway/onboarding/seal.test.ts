import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSeals } from './seal.ts'

const [older, newer] = ['an older key that is long enough for it', 'a newer key that is long enough for it']
const of = { sellerId: 'own-books', name: 'grpc.api_key' }

describe('createSeals', () => {
  it('opens what it sealed, and never seals the same way twice', () => {
    const seals = createSeals([older])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (secret) => {
        const [one, two] = [seals.seal(secret, of), seals.seal(secret, of)]
        expect(seals.open(one, of)).toBe(secret)
        expect(one.sealed.equals(two.sealed)).toBe(false)
        expect(one.wrappedKey.equals(two.wrappedKey)).toBe(false)
      }),
    )
  })

  it('refuses what was changed in any bit', () => {
    const seals = createSeals([older])
    const sealed = seals.seal('a secret', of)
    const flip = (bytes: Buffer, bit: number) => {
      const copy = Buffer.from(bytes)
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      return copy
    }
    fc.assert(
      fc.property(fc.constantFrom('sealed' as const, 'wrappedKey' as const), fc.nat(), (part, at) => {
        const changed = { ...sealed, [part]: flip(sealed[part], at % (sealed[part].length * 8)) }
        expect(() => seals.open(changed, of)).toThrow()
      }),
    )
  })

  it.each([
    ['another seller', { ...of, sellerId: 'other-books' }],
    ['another name', { ...of, name: 'rest.secrets.apiKey' }],
  ])('refuses a row that was moved to %s', (_, place) => {
    const seals = createSeals([older])
    const sealed = seals.seal('a secret', of)
    expect(() => seals.open(sealed, place)).toThrow()
    expect(() => seals.rewrap(sealed, place)).toThrow()
  })

  it('rotates: the newest seals, all open, and what was rewrapped opens without the old one', () => {
    const sealed = createSeals([older]).seal('a secret', of)
    const both = createSeals([newer, older])
    expect(both.open(sealed, of)).toBe('a secret')
    expect(() => createSeals([newer]).open(sealed, of)).toThrow('QUIRE_GATEWAY_SECRET_KEYS')
    const moved = both.rewrap(sealed, of)
    expect(moved.sealed.equals(sealed.sealed)).toBe(true)
    expect(createSeals([newer]).open(moved, of)).toBe('a secret')
  })

  it('knows its fingerprints, also after a rotation, and no others', () => {
    const fingerprint = createSeals([older]).fingerprint('a request')
    expect(createSeals([newer, older]).isFingerprint(fingerprint, 'a request')).toBe(true)
    expect(createSeals([newer, older]).isFingerprint(fingerprint, 'another')).toBe(false)
    expect(createSeals([newer]).isFingerprint(fingerprint, 'a request')).toBe(false)
  })
})
