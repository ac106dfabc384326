import fc from 'fast-check'
import { expect, it } from 'vitest'
import { soundOf } from './stem-sound.ts'

it.each([
  ['nietzsche', 'nietsche'],
  ['dostoevsky', 'dostoyevsky'],
  ['tchaikovsky', 'chaikovsky'],
  ['knight', 'night'],
  ['philosophy', 'filosofy'],
  ['wright', 'right'],
  ['katherine', 'catherine'],
  ['geoffrey', 'jeoffrey'],
  ['xenophon', 'zenofon'],
])('hears %s and %s as one', (a, b) => {
  expect(soundOf(a)).not.toBeNull()
  expect(soundOf(a)).toBe(soundOf(b))
})

it.each([
  ['garden', 'warden'],
  ['thought', 'taught'],
  ['emma', 'anna'],
])('tells %s and %s apart', (a, b) => expect(soundOf(a)).not.toBe(soundOf(b)))

it('hears nothing in what is not Latin letters, or too short', () => {
  for (const word of ['村上', 'ab', '1984', 'братья', '']) expect(soundOf(word)).toBeNull()
})

it('gives every word of letters a short code of capitals and 0, or none', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{3,20}$/), (word) => {
      expect(soundOf(word) ?? 'A').toMatch(/^[A-Z0]{1,6}$/)
    }),
  )
})
