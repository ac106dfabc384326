import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readX12, writeX12 } from './x12.ts'
import type { X12Segment } from './x12.ts'

const badData = expect.objectContaining({ kind: 'bad_data' })
const envelope = {
  control: '71',
  sender: 'QUIRE',
  recipient: 'CONTINENTAL',
  at: new Date('2026-11-21T10:15:00Z'),
  group: 'PO',
}
const write = (...body: X12Segment[]) => writeX12({ ...envelope, type: '850', body })
const isa = 'ISA*00*          *00*          *ZZ*QUIRE          *ZZ*CONTINENTAL    *261121*1015*U*00401*000000071*0*P*>~'
const bare = (sets: string, groups = 1) => `${isa}${sets}IEA*${groups}*000000071~`
const inGroup = (sets: string, count: number) => bare(`GS*PO*A*B*20261121*1015*71*X*004010~${sets}GE*${count}*71~`)
const set = (body: string, count: number) => `ST*855*0001~${body}SE*${count}*0001~`

const text = fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', '*', '~', '>', '|', "'", 'é', '.'), maxLength: 12 })
const segment = fc.tuple(fc.constantFrom('BEG', 'REF', 'N1', 'PO1'), fc.array(text, { maxLength: 6 }))

describe('X12', () => {
  it('writes what the standard shows', () => {
    expect(write(['BEG', '00', 'SA', 'PO-8841', '', '20261121'], ['CTT', '1', ''])).toBe(
      `${isa}GS*PO*QUIRE*CONTINENTAL*20261121*1015*71*X*004010~ST*850*0001~BEG*00*SA*PO-8841**20261121~CTT*1~SE*4*0001~GE*1*71~IEA*1*000000071~`,
    )
  })

  it('reads back what it writes, whatever delimiters the text holds', () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
        const body = segments.map(([tag, elements]): X12Segment => [tag, ...elements])
        const { messages, control, sender } = readX12(write(...body))
        expect({ control, sender, type: messages[0]?.type }).toEqual({ control: '71', sender: 'QUIRE', type: '850' })
        expect(messages[0]?.segments.map(({ tag, elements }) => [tag, ...elements.map(([one]) => one)])).toEqual(
          body.map((one) => one.slice(0, one.findLastIndex((element) => element !== '') + 1)),
        )
      }),
    )
  })

  it('chooses delimiters that do not occur, and refuses what leaves none', () => {
    const written = write(['N1', 'ST', 'A Reader * & <Sons> ~ |'])
    expect(readX12(written).messages[0]?.segments[0]?.elements[1]).toEqual(['A Reader * & <Sons> ~ |'])
    expect(() => write(['N1', 'ST', '*~>|^\\`<{}!'])).toThrow(RangeError)
    for (const name of ['Łódź', 'a\nb', 'a\u001db']) expect(() => write(['N1', 'ST', name])).toThrow(RangeError)
  })

  it('refuses every part of an interchange that is not the whole', () => {
    const whole = write(['BEG', '00', 'SA', 'Q1'], ['REF', 'CO', 'Q1', 'att_1'])
    for (let length = 0; length < whole.length; length += 1)
      expect(() => readX12(whole.slice(0, length)), whole.slice(0, length)).toThrow(badData)
  })

  it('reads several groups and sets, an acknowledgement before them, and line breaks', () => {
    const sets = `${set('BAK*00*AD~\r\n', 3)}ST*997*0002~SE*2*0002~`
    const groups = `TA1*000000070*261121*1015*R*025~GS*PR*A*B*20261121*1015*1*X*004010~${sets}GE*2*1~\nGS*FA*A*B*20261121*1015*2*X*004010~GE*0*2~`
    expect(readX12(bare(groups, 2)).messages.map(({ type, segments }) => [type, segments.length])).toEqual([
      ['TA1', 1],
      ['855', 1],
      ['997', 0],
    ])
  })

  it.each([
    ['nothing', ''],
    ['something else', '<html>'.repeat(30)],
    ['two interchanges', inGroup('', 0) + inGroup('', 0)],
    ['an ISA of another length', inGroup('', 0).replace('QUIRE          ', 'QUIRE         ')],
    ['an ISA without delimiters', inGroup('', 0).replaceAll('*', 'x')],
    ['a wrong count of segments', inGroup(set('BAK*00~', 2), 1)],
    ['a wrong count of sets', inGroup(set('', 2), 2)],
    ['a wrong count of groups', bare('', 1)],
    ['the end of another set', inGroup(set('', 2).replace('SE*2*0001', 'SE*2*0002'), 1)],
    ['the end of another group', inGroup('', 0).replace('GE*0*71', 'GE*0*72')],
    ['the end of another interchange', inGroup('', 0).replace('IEA*1*000000071', 'IEA*1*000000072')],
    ['a set within a set', inGroup(set('ST*855*0002~', 3), 1)],
    ['an interchange within a set', inGroup(set('IEA*1*000000071~', 3), 1)],
    ['a set without a group', bare(set('', 2), 0)],
    ['a group without an end', bare('GS*PO*A*B*20261121*1015*71*X*004010~', 0)],
    ['a segment in a group', inGroup('BAK*00~', 0)],
    ['tags that are none', inGroup(set('bak*00~', 3), 1)],
    ['a segment without an end', `${inGroup('', 0)}REF*CO`],
    ['too many elements', inGroup(set(`REF${'*'.repeat(200)}~`, 3), 1)],
  ])('refuses %s', (_, written) => expect(() => readX12(written)).toThrow(badData))

  it('never throws anything but a failure of the seller, whatever it reads', () => {
    const noise = fc.string({
      unit: fc.constantFrom('G', 'S', 'T', 'E', 'A', 'I', '*', '~', '1', '>', '\n'),
      maxLength: 80,
    })
    fc.assert(
      fc.property(noise, (written) => {
        expect(() => readX12(isa + written)).toThrow(badData)
      }),
    )
  })
})
