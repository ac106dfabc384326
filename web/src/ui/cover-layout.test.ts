import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clothCount, layoutCover } from './cover-layout.ts'

const dune = { title: 'Dune', authors: ['Frank Herbert'] }

it('gives one work the same cover every time', () => {
  expect(layoutCover(dune)).toEqual(layoutCover({ ...dune }))
  expect(layoutCover(dune)).toMatchInlineSnapshot(`
    {
      "authorLines": [
        "Frank Herbert",
      ],
      "cloth": 3,
      "nudge": 0.3058823529411765,
      "ornament": "initial",
      "titleLines": [
        "Dune",
      ],
      "titleSize": 32,
    }
  `)
})

it('keeps the look where the authors are not known', () => {
  const { cloth, ornament, nudge } = layoutCover(dune)
  expect(layoutCover({ title: ' DUNE ', authors: [] })).toMatchObject({ cloth, ornament, nudge, authorLines: [] })
})

it('tells different works apart', () => {
  const looks = new Set(
    Array.from({ length: 60 }, (_, index) => {
      const { cloth, ornament } = layoutCover({ title: `Book ${index}`, authors: [] })
      return `${cloth}/${ornament}`
    }),
  )
  expect(looks.size).toBeGreaterThan(25)
})

it('keeps any title on the cover', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), (title) => {
      const { titleLines, titleSize, cloth, authorLines } = layoutCover({ title, authors: [title, title, title] })
      expect(titleLines.length * titleSize * 1.08).toBeLessThanOrEqual(140) // above the ornament
      for (const line of titleLines) expect(line.length * titleSize * 0.53).toBeLessThanOrEqual(160)
      expect(authorLines.length).toBeLessThanOrEqual(2)
      expect(cloth).toBeLessThan(clothCount)
    }),
  )
})
