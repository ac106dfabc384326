// Wrapping of content keys and signing of links: what goes in comes out, for its own row and its own secret only.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeyRing } from './keep-keys.ts'
import { readLink, signLink } from './sign-link.ts'

const secrets = ['the newest secret of thirty-two and more', 'an older secret of thirty-two and more']
const [newest = '', older = ''] = secrets
const ring = createKeyRing(secrets)
const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))

describe('a wrapped key', () => {
  it('unwraps for its publication, and for no other', () => {
    fc.assert(
      fc.property(key, fc.uuid(), fc.uuid(), (contentKey, id, other) => {
        fc.pre(id !== other)
        const wrapped = ring.wrap(contentKey, id)
        expect(ring.unwrap(wrapped, id)).toEqual(contentKey)
        expect(ring.unwrap(wrapped, other)).toBeNull()
        expect(wrapped.includes(contentKey)).toBe(false)
      }),
    )
  })

  it('does not unwrap when a bit of it was changed', () => {
    fc.assert(
      fc.property(key, fc.nat(60), fc.nat(7), (contentKey, at, bit) => {
        const wrapped = ring.wrap(contentKey, 'id')
        expect(wrapped).toHaveLength(61)
        wrapped.writeUInt8(wrapped.readUInt8(at) ^ (1 << bit), at)
        expect(ring.unwrap(wrapped, 'id')).toBeNull()
      }),
    )
  })

  it('unwraps with an older secret as long as that is kept, and says under which it was wrapped', () => {
    const contentKey = Buffer.alloc(32, 7)
    const before = createKeyRing([older])
    const wrapped = before.wrap(contentKey, 'id')
    expect(ring.unwrap(wrapped, 'id')).toEqual(contentKey)
    expect(createKeyRing([newest]).unwrap(wrapped, 'id')).toBeNull()
    expect(before.newestId).not.toBe(ring.newestId)
  })

  it('is another one each time, and never empty or of another length', () => {
    expect(ring.wrap(Buffer.alloc(32), 'id')).not.toEqual(ring.wrap(Buffer.alloc(32), 'id'))
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(61), Buffer.alloc(200, 1)])
      expect(ring.unwrap(bytes, 'id')).toBeNull()
    expect(() => createKeyRing([])).toThrow('no secret')
  })
})

describe('a signed link', () => {
  const licenceId = '0193a1f0-0000-7000-8000-000000000001'
  const until = new Date('2026-11-22T12:00:00Z')
  const path = signLink(ring, { licenceId, until })
  const before = new Date(until.getTime() - 1)
  const refused = expect.objectContaining({ code: 'drm.link_invalid' })

  it('holds until its time, with an older secret too', () => {
    expect(readLink(ring, path, before)).toBe(licenceId)
    expect(() => readLink(ring, path, until)).toThrow(refused)
    expect(readLink(ring, signLink(createKeyRing([older]), { licenceId, until }), before)).toBe(licenceId)
    expect(() => readLink(createKeyRing([older]), path, before)).toThrow(refused)
  })

  it('with another letter anywhere is not ours', () => {
    fc.assert(
      fc.property(fc.nat(path.length - 1), fc.constantFrom('0', 'a', 'Z', '_', '-', '/'), (at, letter) => {
        fc.pre(path[at] !== letter)
        // The last letter of a tag of 256 bits holds four of them only: one with the same four is the same tag.
        fc.pre(at < path.length - 1)
        const changed = path.slice(0, at) + letter + path.slice(at + 1)
        expect(() => readLink(ring, changed, before), changed).toThrow(refused)
      }),
    )
  })
})
