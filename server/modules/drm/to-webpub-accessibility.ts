// Accessibility metadata as manifests and feeds have it (Readium Web Publication Manifest, "Accessibility Object"), whose lists are closed: a word that
// is in none of them is left out, not passed on.
import type { Accessibility } from './read-manifest.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

// The terms of https://www.w3.org/community/reports/publishingcg/CG-FINAL-a11y-discov-vocab-20251222 that the manifest has.
const accessModes = words(
  'auditory chartOnVisual chemOnVisual colorDependent diagramOnVisual mathOnVisual musicOnVisual tactile textOnVisual textual visual',
)
const sufficient = words('auditory tactile textual visual')
const features = words(
  'annotations ARIA bookmarks index pageBreakMarkers printPageNumbers pageNavigation readingOrder structuralNavigation tableOfContents taggedPDF ' +
    'alternativeText audioDescription closedCaptions captions describedMath longDescription openCaptions signLanguage transcript ' +
    'displayTransformability synchronizedAudioText timingControl unlocked ChemML latex latex-chemistry MathML MathML-chemistry ttsMarkup ' +
    'highContrastAudio highContrastDisplay largePrint braille tactileGraphic tactileObject fullRubyAnnotations horizontalWriting rubyAnnotations ' +
    'verticalWriting withAdditionalWordSegmentation withoutAdditionalWordSegmentation none unknown',
)
const hazards = words(
  'flashing motionSimulation sound none noFlashingHazard noMotionSimulationHazard noSoundHazard unknown unknownFlashingHazard ' +
    'unknownMotionSimulationHazard unknownSoundHazard',
)

interface WebpubAccessibility {
  readonly conformsTo?: readonly string[]
  readonly certification?: { readonly certifiedBy: string }
  readonly summary?: string
  readonly accessMode?: readonly string[]
  readonly accessModeSufficient?: readonly (string | readonly string[])[]
  readonly feature?: readonly string[]
  readonly hazard?: readonly string[]
}

/** Null: the publisher says nothing that the manifest has a word for. */
export function toWebpubAccessibility(said: Accessibility): WebpubAccessibility | null {
  const conformsTo = said.conformsTo.flatMap(toProfile)
  const accessMode = said.accessModes.filter((word) => accessModes.has(word))
  const feature = said.features.filter((word) => features.has(word))
  const hazard = said.hazards.filter((word) => hazards.has(word))
  const accessModeSufficient = said.sufficientModes
    .filter((modes) => modes.every((word) => sufficient.has(word)))
    .map((modes) => (modes.length === 1 ? (modes[0] ?? '') : modes))
  const found: WebpubAccessibility = {
    ...(conformsTo.length > 0 && { conformsTo }),
    ...(said.certifiedBy !== undefined && { certification: { certifiedBy: said.certifiedBy } }),
    ...(said.summary !== undefined && { summary: said.summary }),
    ...(accessMode.length > 0 && { accessMode }),
    ...(accessModeSufficient.length > 0 && { accessModeSufficient }),
    ...(feature.length > 0 && { feature }),
    ...(hazard.length > 0 && { hazard }),
  }
  return Object.keys(found).length === 0 ? null : found
}

/** EPUB Accessibility 1.0 names a profile by its address, 1.1 by a sentence such as `EPUB Accessibility 1.1 - WCAG 2.2 Level AA` (§4.3). */
function toProfile(said: string): string[] {
  if (/^https?:\/\/\S+$/.test(said) && URL.canParse(said)) return [said]
  const [, version, level = ''] = /^EPUB Accessibility 1\.1 - WCAG (2\.[0-2]) Level (A{1,3})$/.exec(said) ?? []
  return version === undefined ? [] : [`https://www.w3.org/TR/epub-a11y-11#wcag-${version}-${level.toLowerCase()}`]
}
