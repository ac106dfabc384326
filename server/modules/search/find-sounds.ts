// Words that no book has and no correction is near to: a name written by ear, or half remembered. OpenSearch finds names that sound like it or share
// its pieces; the words of theirs that come nearest are what may have been meant.
import { z } from 'zod'
import type { Group, Vocabulary } from './analyze-query.ts'
import type { RemoteDeps } from './ask-remotely.ts'
import { nearness } from './edit-distance.ts'
import { soundOf } from './stem-sound.ts'
import { stemWord } from './stem-word.ts'

/** Words of one query that are listened to. */
const heardMax = 2
/** Names looked at for one word, the best known of the likest. */
const namesMax = 30
/** Words that one may stand for. */
const meantMax = 3
/** A guess counts for less than any correction. */
const weights = { sound: 0.55, pieces: 0.45 }
/** Shorter words share pieces with everything. */
const lengthMin = 4

/** The groups, with what their unknown words may have been meant to be. */
export async function hearWords(
  deps: RemoteDeps & { readonly vocabulary: Vocabulary },
  groups: readonly Group[],
  signal?: AbortSignal,
): Promise<Group[]> {
  const unknown = groups.filter(
    ({ alternatives, word }) => alternatives.length === 0 && /^[a-z]+$/.test(word) && word.length >= lengthMin,
  )
  const heard = unknown.slice(0, heardMax).map(({ word }) => word)
  if (heard.length === 0) return [...groups]
  const meant = await listMeant(deps, heard, signal)
  const terms = await deps.vocabulary.terms([...meant.values()].flat().map(({ word }) => stemWord(word)))
  return groups.map((group) => {
    const alternatives = (meant.get(group.word) ?? []).flatMap(({ word, weight }) => {
      const term = terms.get(stemWord(word))
      return term ? [{ stems: [term.stem], word, kind: 'correction' as const, weight, idf: term.idf }] : []
    })
    return alternatives.length > 0 && group.alternatives.length === 0 ? { ...group, alternatives } : group
  })
}

const Answers = z.object({
  responses: z.array(
    z.object({ hits: z.object({ hits: z.array(z.object({ _source: z.object({ names: z.array(z.string()) }) })) }) }),
  ),
})

async function listMeant(
  { remote, alias, timeoutMs }: RemoteDeps,
  words: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, { word: string; weight: number }[]>> {
  const lines = words.flatMap((word) => [{ index: alias }, { ...namesLike(word), size: namesMax, _source: ['names'] }])
  const answer = await remote.send({ method: 'POST', path: '/_msearch', lines }, { timeoutMs, signal })
  const { responses } = Answers.parse(answer)
  return new Map(
    words.map((word, i) => {
      const names = responses[i]?.hits.hits.flatMap(({ _source }) => _source.names) ?? []
      return [word, chooseMeant(word, new Set(names.flatMap((name) => name.split(' '))))]
    }),
  )
}

function namesLike(word: string): object {
  const sound = soundOf(word)
  const should = [
    { match: { 'names.pieces': { query: word, minimum_should_match: '50%' } } },
    ...(sound === null ? [] : [{ constant_score: { filter: { term: { sounds: sound } }, boost: 10 } }]),
  ]
  return { query: { bool: { should, minimum_should_match: 1 } }, sort: ['_score', { popularity: 'desc' }] }
}

/** Those that sound the same, then those that come nearest in letters. */
function chooseMeant(word: string, candidates: ReadonlySet<string>): { word: string; weight: number }[] {
  const sound = soundOf(word)
  const scored = [...candidates].flatMap((candidate) => {
    const isHeard = sound !== null && soundOf(candidate) === sound
    const distance = nearness(word, candidate)
    if (!isHeard && distance === null) return []
    return [{ word: candidate, weight: isHeard ? weights.sound : weights.pieces, distance: distance ?? word.length }]
  })
  return scored
    .toSorted((a, b) => b.weight - a.weight || a.distance - b.distance)
    .slice(0, meantMax)
    .map(({ word: meant, weight }) => ({ word: meant, weight }))
}
