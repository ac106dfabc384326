// How much the words of a query count, and how much that a work is known. Who names a book types words of its title; who describes one hopes for any
// that somebody wrote about it. Pure. The numbers were measured; see docs/decisions/0048 before touching them.
import type { Alternative, Group } from './analyze-query.ts'

export interface Reading {
  /** An impact counts as its power: less than 1 brings a word of a long description nearer to one of a short title. */
  readonly impactPower: number
  /** A rarity (idf) counts as its power: more than 1 lets the rare words of a description decide. */
  readonly rarityPower: number
  /** What the best known work earns beside a match of up to 1. */
  readonly popularity: number
}

export const asName: Reading = { impactPower: 1, rarityPower: 1, popularity: 0.35 }
/** Who describes a book from memory read a known one; and one word of it in the title of another says little. */
export const asDescription: Reading = { impactPower: 0.55, rarityPower: 1.5, popularity: 0.75 }

/** So many telling words are a description before anything was found. */
const describingMin = 5
/** So few are none, even if no work is named by all of them. */
export const namingMax = 2

/** How a query is read before anything was found: `tellingWords` are those that are no stop words and that some book has. */
export function readingOf(tellingWords: number): Reading {
  return tellingWords >= describingMin ? asDescription : asName
}

/** What an alternative earns at the best. */
export function worthOf({ idf, weight }: Alternative, { rarityPower }: Reading): number {
  return weight * idf ** rarityPower
}

/** What a group can earn. */
export function worthOfGroup({ alternatives }: Group, { rarityPower }: Reading): number {
  return Math.max(...alternatives.map(({ idf }) => idf), 1) ** rarityPower
}
