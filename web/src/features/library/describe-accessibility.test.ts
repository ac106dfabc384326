import { expect, it } from 'vitest'
import type { EbookReading } from '../../api/shapes.ts'
import { accessibilityTexts as t } from '../../texts/accessibility.ts'
import { describeAccessibility } from './describe-accessibility.ts'

const silent: EbookReading = {
  layout: 'reflowable',
  features: [],
  hazards: [],
  accessModes: [],
  sufficientModes: [],
  conformsTo: [],
}
const describe = (said: Partial<EbookReading>) => describeAccessibility({ ...silent, ...said })
const main = (said: Partial<EbookReading>) => describe(said).main.flatMap(({ says }) => says)
const more = (said: Partial<EbookReading>) => describe(said).more.flatMap(({ says }) => says)

it('says of a silent publisher that nothing is known, and never that something is there', () => {
  expect(describe({})).toEqual({
    isSilent: true,
    main: [
      { title: t.reading.title, says: [t.reading.reflowable, t.reading.readableUnknown] },
      { title: t.conformance.title, says: [t.unknown] },
    ],
    more: [],
  })
  expect(describe({ summary: 'All is text.' }).isSilent).toBe(false)
})

it('says whether all of it can be read aloud: only when text alone is enough', () => {
  expect(main({ sufficientModes: [['visual'], ['textual']] })).toContain(t.reading.readable)
  expect(main({ sufficientModes: [['textual', 'visual']] })).toContain(t.reading.partly)
  expect(main({ accessModes: ['textual', 'visual'] })).toContain(t.reading.partly)
  expect(main({ accessModes: ['visual'], features: ['alternativeText'] })).toEqual(
    expect.arrayContaining([t.reading.partly, t.reading.altText]),
  )
  expect(main({ accessModes: ['visual'], sufficientModes: [['visual']] })).toContain(t.reading.unreadable)
})

it('says whether its appearance can be changed', () => {
  expect(main({ features: ['displayTransformability'] })).toContain(t.reading.modifiable)
  expect(main({ layout: 'fixed', features: ['displayTransformability'] })).toContain(t.reading.fixed)
})

it('reads a standard by address and by words, and takes the highest', () => {
  const old = 'http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-aa'
  const newer = 'EPUB Accessibility 1.1 - WCAG 2.2 Level AAA'
  expect(main({ conformsTo: [old] })).toContain(t.conformance.levels.AA)
  expect(main({ conformsTo: ['https://www.w3.org/TR/epub-a11y-11#wcag-2.1-a'] })).toContain(t.conformance.levels.A)
  expect(main({ conformsTo: [old, newer], certifiedBy: 'Ada' })).toEqual(
    expect.arrayContaining([t.conformance.levels.AAA, newer, t.conformance.certifiedBy('Ada')]),
  )
  expect(main({ conformsTo: ['a house standard'] })).toContain(t.conformance.unclear)
})

it('names hazards, and none only where all are denied', () => {
  expect(more({ hazards: ['flashing', 'noSoundHazard'] })).toEqual([t.hazards.kinds.flashing])
  expect(more({ hazards: ['none'] })).toEqual([t.hazards.none])
  expect(more({ hazards: ['noFlashingHazard', 'noMotionSimulationHazard', 'noSoundHazard'] })).toEqual([t.hazards.none])
  expect(more({ hazards: ['noFlashingHazard'] })).toEqual([t.hazards.unknown])
})

it('lists ways to go and rich content in their order, and what is in no vocabulary not at all', () => {
  expect(more({ features: ['MathML', 'index', 'tableOfContents', 'madeUp'], summary: 'Mine.' })).toEqual([
    t.navigation.features.tableOfContents,
    t.navigation.features.index,
    t.richContent.features.MathML,
    'Mine.',
  ])
})
