import fc from 'fast-check'
import { expect, it } from 'vitest'
import { derivedId, requestId, systemIds } from './ids.ts'

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8' // RFC 9562 §6.6
const url = '6ba7b811-9dad-11d1-80b4-00c04fd430c8'
const uuid = (version: number) =>
  new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

it.each([
  [dns, 'www.example.com', '2ed6657d-e927-568b-95e1-2665a8aea6a2'], // RFC 9562, A.4
  [dns, 'python.org', '886313e1-3b8a-5372-9b90-0c9aee199e5d'], // the documentation of Python's uuid
  [url, 'Grüße', 'a41f3a6f-f8a2-5986-8f93-b5b8dfbfb0b9'], // Python's uuid again: the name as UTF-8
  [dns.toUpperCase(), 'www.example.com', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
])('derives in %s from %s what others derive', (namespace, name, id) => {
  expect(derivedId(namespace, name)).toBe(id)
})

it('derives a version 5, the same each time, and another for another name or namespace', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.string(), fc.string(), (one, other, name, another) => {
      const id = derivedId(one, name)
      expect(id).toMatch(uuid(5))
      expect(derivedId(one, name)).toBe(id)
      if (one !== other) expect(derivedId(other, name)).not.toBe(id)
      if (Buffer.from(name).compare(Buffer.from(another)) !== 0) expect(derivedId(one, another)).not.toBe(id)
    }),
  )
})

it('makes new ids of version 7 that differ, and sort by the millisecond in which they were made', () => {
  const before = Date.now()
  const ids = Array.from({ length: 20_000 }, () => systemIds.next())
  const after = Date.now()
  const times = ids.map((id) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id) => uuid(7).test(id))).toBe(true)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times[0]).toBeGreaterThanOrEqual(before)
  expect(times.at(-1)).toBeLessThanOrEqual(after)
})

it('makes request ids that say nothing about when', () => {
  expect(requestId()).toMatch(uuid(4))
  expect(requestId()).not.toBe(requestId())
})
