import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEdifact, readLongEdifact, writeEdifact } from './edifact.ts'
import type { WrittenSegment } from './edifact.ts'

const badData = expect.objectContaining({ kind: 'bad_data' })
const envelope = {
  control: 'K3X9Q0PB71TZ4C',
  sender: 'QUIRE',
  recipient: 'CONTINENTAL',
  at: new Date('2026-11-21T10:15:00Z'),
}
const write = (...body: WrittenSegment[]) => writeEdifact({ ...envelope, type: 'ORDERS', body })
const bare = (body: string, count: number) =>
  `UNB+UNOC:3+A+B+261121:1015+7'UNH+1+ORDERS:D:96A:UN'${body}UNT+${count}+1'UNZ+1+7'`

// Text that UNOC can carry, separators and the release character in plenty.
const text = fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', '+', ':', "'", '?', 'é', 'ÿ', '.'), maxLength: 12 })
const element = fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 4 }))
const segment = fc.tuple(fc.constantFrom('BGM', 'FTX', 'NAD', 'LIN'), fc.array(element, { maxLength: 5 }))

describe('EDIFACT', () => {
  it('writes what the standard shows', () => {
    expect(
      write(
        ['BGM', '220', 'PO-8841', '9'],
        ['NAD', 'BY', ['5412345000013', '', '9']],
        ['FTX', 'ZZZ', '', '', ["O'Brien + Sons?"]],
      ),
    ).toBe(
      "UNB+UNOC:3+QUIRE:ZZZ+CONTINENTAL:ZZZ+261121:1015+K3X9Q0PB71TZ4C'UNH+1+ORDERS:D:96A:UN'BGM+220+PO-8841+9'" +
        "NAD+BY+5412345000013::9'FTX+ZZZ+++O?'Brien ?+ Sons??'UNT+5+1'UNZ+1+K3X9Q0PB71TZ4C'",
    )
  })

  it('reads back what it writes, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
        const body = segments.map(([tag, elements]): WrittenSegment => [tag, ...elements])
        const { messages, control } = readEdifact(write(...body))
        expect(control).toBe(envelope.control)
        expect(messages[0]?.segments.map(({ tag, elements }) => [tag, ...elements.map(trimmed)])).toEqual(
          body.map(([tag, ...elements]) => [tag, ...trimmed(elements.map((one) => trimmed([one].flat())))]),
        )
      }),
    )
  })

  it('refuses every part of an interchange that is not the whole', () => {
    const whole = write(['BGM', '220', 'A?B', '9'], ['FTX', 'ZZZ', '', '', ["it's"]])
    for (let length = 0; length < whole.length; length += 1)
      expect(() => readEdifact(whole.slice(0, length)), whole.slice(0, length)).toThrow(badData)
  })

  it('reads separators of its own, line breaks between segments, and several messages', () => {
    const own =
      "UNA|-,# ~UNB-UNOC|3-A-B-261121|1015-7~\r\nUNH-1-ORDRSP|D|96A|UN~\r\nBGM-231-it's+a#-b~UNT-3-1~UNH-2-CONTRL|D|3|UN~UNT-2-2~UNZ-2-7~\n"
    expect(readEdifact(own)).toMatchObject({
      control: '7',
      sender: 'A',
      messages: [
        { type: 'ORDRSP', segments: [{ tag: 'BGM', elements: [['231'], ["it's+a-b"]] }] },
        { type: 'CONTRL', segments: [] },
      ],
    })
  })

  it.each([
    ['nothing', ''],
    ['something else', '<html>'],
    ['two interchanges', bare('', 2) + bare('', 2)],
    ['a wrong count of segments', bare("BGM+220'", 2)],
    ['a wrong count of messages', bare('', 2).replace('UNZ+1', 'UNZ+2')],
    ['the end of another message', bare('', 2).replace('UNT+2+1', 'UNT+2+2')],
    ['the end of another interchange', bare('', 2).replace("UNZ+1+7'", "UNZ+1+8'")],
    ['no control number', bare('', 2).replace('1015+7', '1015+')],
    ['a message within a message', bare("UNH+2+ORDERS'", 3)],
    ['a segment outside of messages', bare('', 2).replace('UNZ', "BGM+220'UNZ")],
    ['a functional group', bare('', 2).replace('UNH', "UNG+ORDERS'UNH")],
    ['a group within a message', bare("UNE+1+1'", 3)],
    ['a message without an end', "UNB+UNOC:3+A+B+261121:1015+7'UNH+1+ORDERS'UNZ+0+7'"],
    ['tags that are none', bare("bgm+220'", 3)],
    ['a tag with components', bare("BGM:1+220'", 3)],
    ['a segment that is no end', bare("BGM+220?'", 3)],
    ['too many elements', bare(`BGM${'+'.repeat(200)}'`, 3)],
    ['too many components', bare(`BGM+${':'.repeat(200)}'`, 3)],
    ['separators that are not clear', "UNA::.? 'UNB:UNOC'"],
    ['separators that are letters', "UNAa+.? 'UNB"],
    ['half a list of separators', 'UNA:+.'],
  ])('refuses %s', (_, written) => expect(() => readEdifact(written)).toThrow(badData))

  it('refuses text that UNOC cannot carry', () => {
    for (const name of ['Łódź', '東京', 'a\nb', 'a\u0000b', 'a\u0085b'])
      expect(() => write(['NAD', 'DP', name])).toThrow(RangeError)
    expect(write(['NAD', 'DP', 'Åsa Müller ÿ'])).toContain('Åsa Müller ÿ')
  })

  it('never throws anything but a failure of the seller, whatever it reads', () => {
    const noise = fc.string({
      unit: fc.constantFrom('U', 'N', 'B', 'H', 'T', 'Z', 'A', '+', ':', "'", '?', '1', '\n'),
      maxLength: 80,
    })
    fc.assert(
      fc.property(noise, (written) => {
        expect(() => readEdifact(`UNB+U:3+A+B+1:1+7'${written}`)).toThrow(badData)
      }),
    )
  })

  it('reads a long one alike, and not one of a million parts', async () => {
    const written = write(['BGM', '220'], ['LIN', '1'])
    expect(await readLongEdifact(written)).toEqual(readEdifact(written))
    const wide = `LIN${`+${':'.repeat(39)}`.repeat(39)}'`.repeat(1_000)
    await expect(readLongEdifact(bare(wide, 1_002))).rejects.toMatchObject({
      message: expect.stringContaining('too many'),
    })
    await expect(readLongEdifact(bare("LIN'".repeat(150_001), 150_003))).rejects.toEqual(badData)
  })

  it('takes no longer than the text is long', () => {
    expect(() => readEdifact(`UNB+${'?+'.repeat(300_000)}`)).toThrow(badData)
  })
})

/** Without the empty parts at the end; at least one. */
function trimmed<T extends string | string[]>(parts: readonly T[]): T[] {
  const isEmpty = (part: T) => part === '' || (Array.isArray(part) && part.every((one) => one === ''))
  const last = parts.findLastIndex((part) => !isEmpty(part))
  return parts.slice(0, Math.max(last + 1, typeof parts[0] === 'string' ? 1 : 0))
}
