// From the publisher's metadata to sentences: the algorithms of W3C's Accessibility Metadata Display Guide 2.0, "EPUB Accessibility Metadata techniques".
// Where a publisher is silent it says so, or says nothing; it never concludes that something is there.
import type { EbookReading } from '../../api/shapes.ts'
import { accessibilityTexts as t } from '../../texts/accessibility.ts'

export interface Statements {
  readonly title: string
  readonly says: readonly string[]
}

export interface DescribedAccessibility {
  /** True: there is nothing to tell but the layout, which we know from the file. */
  readonly isSilent: boolean
  /** What the guide shows of every publication. */
  readonly main: readonly Statements[]
  /** What it shows where there is something to say. */
  readonly more: readonly Statements[]
}

export function describeAccessibility(reading: EbookReading): DescribedAccessibility {
  const { summary, features, hazards, accessModes, sufficientModes, conformsTo } = reading
  const said = [features, hazards, accessModes, sufficientModes, conformsTo]
  const more = [
    { title: t.navigation.title, says: sayFeatures(t.navigation.features, features) },
    { title: t.richContent.title, says: sayFeatures(t.richContent.features, features) },
    { title: t.hazards.title, says: sayHazards(hazards) },
    { title: t.summary.title, says: summary === undefined ? [] : [summary] },
  ]
  return {
    isSilent: summary === undefined && said.every((list) => list.length === 0),
    main: [
      { title: t.reading.title, says: sayReading(reading) },
      { title: t.conformance.title, says: sayConformance(reading) },
    ],
    more: more.filter(({ says }) => says.length > 0),
  }
}

function sayReading({ layout, features, accessModes, sufficientModes }: EbookReading): string[] {
  const has = (...names: string[]) => names.some((name) => features.includes(name))
  return [
    ...sayAppearance(layout, has('displayTransformability')),
    sayAloud({ accessModes, sufficientModes, hasAlternatives: has(...textualAlternatives) }),
    ...(has('alternativeText', 'longDescription') ? [t.reading.altText] : []),
    ...(has('synchronizedAudioText') ? [t.reading.syncedAudio] : []),
  ]
}

const textualAlternatives = ['alternativeText', 'longDescription', 'describedMath', 'transcript']

function sayAppearance(layout: EbookReading['layout'], isModifiable: boolean): string[] {
  if (layout === 'fixed') return [t.reading.fixed]
  return isModifiable ? [t.reading.modifiable, t.reading.reflowable] : [t.reading.reflowable]
}

/** Text alone is enough for all of it, for some of it, or for none. */
function sayAloud({
  accessModes,
  sufficientModes,
  hasAlternatives,
}: Pick<EbookReading, 'accessModes' | 'sufficientModes'> & { hasAlternatives: boolean }): string {
  if (sufficientModes.some((modes) => modes.length === 1 && modes[0] === 'textual')) return t.reading.readable
  const hasText = accessModes.includes('textual') || sufficientModes.some((modes) => modes.includes('textual'))
  if (hasText || hasAlternatives) return t.reading.partly
  return accessModes.length > 0 ? t.reading.unreadable : t.reading.readableUnknown
}

const profile = /wcag-?(?<old>a{1,3})$|wcag-2\.\d-(?<new>a{1,3})$|Level (?<said>A{1,3})$/i

function sayConformance({ conformsTo, certifiedBy }: EbookReading): string[] {
  const levels = conformsTo.map((each) => {
    const { old, new: newer, said } = profile.exec(each.trim())?.groups ?? {}
    return (old ?? newer ?? said ?? '').toUpperCase()
  })
  const [best] = (['AAA', 'AA', 'A'] as const).filter((level) => levels.includes(level))
  if (conformsTo.length === 0) return [t.unknown]
  return [
    best ? t.conformance.levels[best] : t.conformance.unclear,
    ...conformsTo.filter((each) => !/^https?:/.test(each)), // 1.1 says it in words
    ...(certifiedBy === undefined ? [] : [t.conformance.certifiedBy(certifiedBy)]),
  ]
}

function sayFeatures(known: Readonly<Record<string, string>>, features: readonly string[]): string[] {
  return Object.entries(known).flatMap(([feature, sentence]) => (features.includes(feature) ? [sentence] : []))
}

const allDenied = ['noFlashingHazard', 'noMotionSimulationHazard', 'noSoundHazard']

function sayHazards(hazards: readonly string[]): string[] {
  const there = sayFeatures(t.hazards.kinds, hazards)
  if (there.length > 0) return there
  if (hazards.includes('none') || allDenied.every((each) => hazards.includes(each))) return [t.hazards.none]
  return hazards.length > 0 ? [t.hazards.unknown] : []
}
