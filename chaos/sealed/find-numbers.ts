// Looks for given amounts in bytes, in every form in which an amount may travel: as text in minor or whole units, as a protobuf varint in
// minor units, and as google.type.Money has it (units, then nanos). Also within base64 and gzip.
import { constants, gunzipSync } from 'node:zlib'

/** How it was found, in words. */
export type Form = 'text' | 'varint' | 'units and nanos'

export interface Found {
  readonly minor: number
  readonly form: Form
  /** What it was wrapped in, outermost first. */
  readonly within: readonly ('base64' | 'gzip')[]
}

const depthMax = 3 // base64 of gzip of base64: nobody here wraps deeper
const base64Least = 24 // characters; a shorter run holds no amount beside anything else
const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08])
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi // random digits, no amounts

/**
 * Every one of `minors` that `bytes` hold. They have to be distinctive: seven digits in minor units, of a currency with two decimals, since shorter
 * numbers are found anywhere.
 */
export function findNumbers(bytes: Buffer, minors: ReadonlySet<number>, within: Found['within'] = []): Found[] {
  const text = bytes.toString('latin1')
  const found = [...findText(text, minors), ...findVarints(bytes, minors)].map((each) => ({ ...each, within }))
  if (within.length >= depthMax) return found
  for (const [run] of text.matchAll(/[\w+/-]{24,}={0,2}/g)) {
    if (run.length < base64Least) continue
    found.push(...findNumbers(Buffer.from(run, 'base64'), minors, [...within, 'base64']))
  }
  for (let at = bytes.indexOf(gzipMagic); at >= 0; at = bytes.indexOf(gzipMagic, at + 1)) {
    const plain = unzip(bytes.subarray(at))
    if (plain) found.push(...findNumbers(plain, minors, [...within, 'gzip']))
  }
  return found
}

type Bare = Omit<Found, 'within'>

const digits = 7 // of every number that is looked for
// In protobuf the tag of the next field, or the length of this one, may look like a digit (0x32 is "2"). Longer runs are something else: ISBNs, times.
const strayDigits = 2

/** 1234567, 12345.67, 12,345.67, 12345,67. */
function findText(text: string, minors: ReadonlySet<number>): Bare[] {
  const found: Bare[] = []
  for (const [run] of text.replaceAll(uuid, ' ').matchAll(/\d[\d.,']*\d/g)) {
    const bare = run.replaceAll(/\D/g, '')
    if (bare.length > digits + strayDigits) continue
    for (let at = 0; at + digits <= bare.length; at++) {
      const minor = Number(bare.slice(at, at + digits))
      if (minors.has(minor)) found.push({ minor, form: 'text' })
    }
  }
  return found
}

const varintMax = 5 // bytes of a number below 2^35
const minorOfUnit = 100
const nanosOfMinor = 10_000_000

/** Fields of wire type 0 (protobuf.dev/programming-guides/encoding), plain and zigzag, alone and with the nanos that follow them. */
function findVarints(bytes: Buffer, minors: ReadonlySet<number>): Bare[] {
  const found: Bare[] = []
  const note = (minor: number, form: Form) => minors.has(minor) && found.push({ minor, form })
  for (let at = 0; at + 1 < bytes.length; at++) {
    const tag = bytes[at] ?? 0
    if ((tag & 0x87) !== 0 || tag < 0x08) continue // a tag of one byte: fields 1 to 15
    const field = readVarint(bytes, at + 1)
    if (!field) continue
    note(field.value, 'varint')
    note(field.value / 2, 'varint')
    const nanos = bytes[field.next] === tag + 0x08 ? readVarint(bytes, field.next + 1) : null
    if (nanos) note(field.value * minorOfUnit + nanos.value / nanosOfMinor, 'units and nanos')
  }
  return found
}

function readVarint(bytes: Buffer, at: number): { value: number; next: number } | null {
  let value = 0
  for (let i = 0; i < varintMax; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) return null
    value += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) return { value, next: at + i + 1 }
  }
  return null
}

/** What could be read of it: a stream that goes on in another packet is read as far as it goes. Null when it is no gzip after all. */
function unzip(bytes: Buffer): Buffer | null {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 4_000_000 })
  } catch {
    return null
  }
}
