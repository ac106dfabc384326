// The generated cover of a book: which cloth and ornament it gets, and how its title breaks into lines. Pure: the same
// work has the same cover everywhere and for ever.

export const coverWidth = 200
export const coverHeight = 300
export const clothCount = 10 // as many as tokens.css declares
export const ornaments = ['rules', 'frame', 'sun', 'waves', 'initial', 'bands'] as const

export interface CoverLayout {
  cloth: number
  ornament: (typeof ornaments)[number]
  /** 0 to 1: moves the ornament a little, so that two books of one kind still differ. */
  nudge: number
  titleLines: string[]
  titleSize: number
  authorLines: string[]
}

/** Lays out the cover of one work. Its look follows from the title alone, which is what every page knows of a book. */
export function layoutCover({ title, authors }: { title: string; authors: readonly string[] }): CoverLayout {
  const hash = fnv1a(title.trim().toLowerCase())
  const { lines, size } = fitTitle(title)
  return {
    cloth: hash % clothCount,
    ornament: ornaments[Math.floor(hash / clothCount) % ornaments.length] ?? 'rules',
    nudge: ((hash >>> 16) & 0xff) / 255,
    titleLines: lines,
    titleSize: size,
    authorLines: breakLines(authors.slice(0, 2).join(' & '), 22).slice(0, 2),
  }
}

/** The largest size at which the title fits in at most five lines; a title too long even so ends in an ellipsis. */
function fitTitle(title: string): { lines: string[]; size: number } {
  for (const size of [32, 27, 23, 20, 17]) {
    const lines = breakLines(title, charactersPerLine(size))
    const fitsAcross = lines.every((line) => line.length <= charactersPerLine(size))
    if (fitsAcross && lines.length <= (size > 24 ? 4 : 5)) return { lines, size }
  }
  const lines = breakLines(title, charactersPerLine(17))
  const kept = lines.slice(0, 5).map((line) => shorten(line, charactersPerLine(17)))
  if (lines.length > 5) kept[4] = shorten(`${kept[4] ?? ''} …`, charactersPerLine(17))
  return { lines: kept, size: 17 }
}

/** A serif's letter is a little more than half as wide as it is high; 160 is the cover's width without its margins. */
function charactersPerLine(size: number): number {
  return Math.floor(160 / (size * 0.53))
}

function breakLines(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function shorten(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1).trimEnd()}…`
}

/** FNV-1a, 32 bits: small, spread well enough to choose among a few dozen covers. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}
