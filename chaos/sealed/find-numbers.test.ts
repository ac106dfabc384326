// What the sealed maximum is looked for with must find it wherever it hides, and must not see it where it is not.
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createEavesdropper } from './eavesdropper.ts'
import { findNumbers } from './find-numbers.ts'

const minor = 7_654_327
const sought = new Set([minor, 4_000_007])

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
}

const bytes = (value: string | number[]) => Buffer.from(value as string)
const units = [0x12, 9, 0x0a, 0x10, ...varint(76_543), 0x18, ...varint(270_000_000)]

it.each([
  ['minor units in JSON', bytes(`{"limit":${minor}}`), 'text', []],
  ['a decimal in XML', bytes('<Limit currency="USD">76543.27</Limit>'), 'text', []],
  ['a decimal with a separator', bytes('at most $76,543.27.'), 'text', []],
  ['a decimal with a comma', bytes('MOA+9:76543,27:USD'), 'text', []],
  ['a header', bytes(`GET /x HTTP/1.1\r\nx-limit: ${minor}\r\n\r\n`), 'text', []],
  [
    'a protobuf string before a tag that looks like a digit',
    bytes(`\x1a\x07${minor}2\x0510001`.split('').map((c) => c.charCodeAt(0))),
    'text',
    [],
  ],
  ['a varint', bytes([0x0a, 3, 85, 83, 68, 0x10, ...varint(minor)]), 'varint', []],
  ['a zigzag varint', bytes([0x10, ...varint(minor * 2)]), 'varint', []],
  ['units and nanos', bytes(units), 'units and nanos', []],
  ['gzip', gzipSync(`{"limit":${minor}}`), 'text', ['gzip']],
  [
    'gzip after other bytes',
    Buffer.concat([bytes('POST /\r\n\r\n'), gzipSync(`{"limit":"76543.27"}`)]),
    'text',
    ['gzip'],
  ],
  ['base64', bytes(`{"token":"${btoa(`{"limit":${minor},"isbn":"97804"}`)}"}`), 'text', ['base64']],
  ['base64 of protobuf', bytes(Buffer.from([...units, ...units]).toString('base64')), 'units and nanos', ['base64']],
  ['base64 of gzip', bytes(gzipSync(`{"limit":${minor}}`).toString('base64')), 'text', ['base64', 'gzip']],
])('finds it in %s', (_, hiding, form, within) => {
  expect(findNumbers(hiding, sought)).toContainEqual({ minor, form, within })
})

it.each([
  ['another number', bytes('{"total":7654328,"units":76543}')],
  ['a longer number', bytes('9787654327123')],
  ['the same digits in an id', bytes('0a1b7654-327c-4000-8007-a76543274b5c')],
  ['nothing', Buffer.alloc(0)],
])('does not see it in %s', (_, innocent) => {
  expect(findNumbers(innocent, sought)).toEqual([])
})

it('hears a number that is cut in two by its packets, and only once', () => {
  const heard = createEavesdropper()
  heard.listenFor(sought)
  heard.onBytes(1, bytes('{"limit":765'))
  heard.onBytes(2, bytes('4327 is of another connection'))
  heard.onBytes(1, bytes('4327,"isbn13":"9780441172719"}'))
  heard.onBytes(1, bytes('{"total":1200}'))
  expect(heard.found()).toEqual([{ minor, form: 'text', within: [] }])
  expect(heard.bytes()).toBe(85)
})
