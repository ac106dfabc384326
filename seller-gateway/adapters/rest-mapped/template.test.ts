import { describe, expect, it } from 'vitest'
import { parseTemplate } from './template.ts'

const known = { name: 'text', empty: 'text', count: 'number', lines: 'list' } as const
const values = { name: 'A & B', empty: '', count: 1139, lines: ['1', '2'] }
const render = (text: string) => parseTemplate(text, known).render(values)

describe('a template', () => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['{name}', 'A & B'],
    ['<{name}/{count}>', '<A & B/1139>'],
    ['{count}', 1139],
    ['{count?}', 1139],
    ['{lines}', ['1', '2']],
    ['{empty}', ''],
    ['{empty?}', null],
    ['x{empty?}', null],
    ['{{{name}}}', '{A & B}'],
    ['{{name}}', '{name}'],
  ])('%s → %j', (text, expected) => expect(render(text)).toEqual(expected))

  it.each([
    ['{nobody}', '{nobody} is not known here; known are name, empty, count, lines'],
    ['{toString}', 'not known'],
    ['x{lines}', 'must stand alone'],
    ['{', 'lone {'],
    ['}', 'lone }'],
    ['{name', 'lone {'],
    ['{}', '{} is not a variable'],
    ['{name!}', '{name!} is not a variable'],
    ['{na me}', 'is not a variable'],
  ])('%s is refused: %s', (text, why) => expect(() => render(text)).toThrow(why))

  it('does not read the values as templates', () => {
    expect(parseTemplate('{name}!', known).render({ ...values, name: '{count}' })).toBe('{count}!')
  })
})
