import { beforeAll, expect, it } from 'vitest'
import { systemClock } from '#platform/clock'
import { systemIds } from '#platform/ids'
import { createLog } from '#platform/log'
import { useImports } from '#testing/imports'
import { findEditions } from './find-editions.ts'
import { getBook } from './get-book.ts'
import { listClaims } from './list-claims.ts'
import type { RunnerDeps } from './model.ts'
import { listWorkCorrections, moveEditions } from './move-editions.ts'
import { settleClaim } from './settle-claim.ts'

const t = useImports()
const [emma, emmaToo, persuasion, hobbit, dune] = [
  '9780141439587',
  '9780192837523',
  '9780141439686',
  '9780261103344',
  '9780441172719',
] as const
const header = 'work_key,title,authors,subjects,isbn13,format,language'
const file = [
  header,
  `emma,Emma,Jane Austen,Classics,${emma},paperback,en`,
  `emma,Emma,Jane Austen,Classics,${emmaToo},hardcover,en`,
  `persuasion,Persuasion,Jane Austen,Classics,${persuasion},paperback,en`,
  `hobbit,"The Hobbit, or There and Back Again",J. R. R. Tolkien,Fantasy,${hobbit},paperback,en`,
].join('\n')
const by = { why: 'they are one book', by: 'account:7' }
let deps: RunnerDeps
const sent: string[] = []

beforeAll(async () => {
  const send = async (_tx: unknown, _job: unknown, data: unknown) =>
    void sent.push(...(data as { workIds: string[] }).workIds)
  const log = createLog({ name: 'test', level: 'silent' })
  deps = { db: t.db, ids: systemIds, jobs: { send, drop: async () => {} }, clock: systemClock, log, importFolder: null }
  await t.load('csv', file)
})

const isbnsWith = async (isbn: string) => (await getBook(deps, isbn)).work.editions.map(({ isbn13 }) => isbn13).sort()
const openClaims = async () => (await listClaims(deps, { afterId: null, limit: 10 })).claims

it('merges a work into another, for good', async () => {
  const from = (await getBook(deps, persuasion)).work
  const into = (await getBook(deps, emma)).work
  const merged = await moveEditions(deps, { isbns: [persuasion], intoIsbn: emma, ...by })
  expect(merged).toMatchObject({ kind: 'MERGE', fromTitle: 'Persuasion', intoTitle: 'Emma', isbns: [persuasion] })
  expect(sent).toEqual(expect.arrayContaining([from.id, into.id]))
  expect(await isbnsWith(emma)).toEqual([emma, persuasion, emmaToo].sort())
  expect(await findEditions(deps, { workId: from.id })).toHaveLength(3) // for those who keep the old id
  await t.load('csv', file)
  expect(await isbnsWith(emma)).toEqual([emma, persuasion, emmaToo].sort())
  expect((await getBook(deps, persuasion)).work).toMatchObject({ id: into.id, title: 'Emma' })
})

it('splits an edition off, for good, and puts it elsewhere', async () => {
  const split = await moveEditions(deps, { isbns: [persuasion], intoIsbn: null, ...by, why: 'another novel' })
  expect(split.kind).toBe('SPLIT')
  await t.load('csv', file)
  expect((await getBook(deps, persuasion)).work).toMatchObject({
    id: split.intoWorkId,
    title: 'Persuasion',
    authors: ['Jane Austen'],
    subjects: ['Classics'],
  })
  const moved = await moveEditions(deps, { isbns: [emmaToo], intoIsbn: persuasion, ...by })
  expect(moved.kind).toBe('MOVE')
  // Retitled by its source, it stays where staff put it.
  await t.load('csv', `${header}\nemma,Emma Woodhouse,Jane Austen,Classics,${emmaToo},hardcover,en`)
  expect(await isbnsWith(persuasion)).toEqual([persuasion, emmaToo].sort())
  expect((await getBook(deps, emmaToo)).edition.title).toBe('Emma Woodhouse')
  expect((await getBook(deps, emma)).work.title).toBe('Emma')
  const history = await listWorkCorrections(deps, split.intoWorkId)
  expect(history.map(({ kind, why, by: who }) => [kind, why, who])).toEqual([
    ['MOVE', 'they are one book', 'account:7'],
    ['SPLIT', 'another novel', 'account:7'],
  ])
})

it.each([
  ['an unknown number', [dune], emma, 'catalog.edition_unknown'],
  ['an unknown goal', [emma], dune, 'catalog.edition_unknown'],
  ['editions of two works', [emma, hobbit], persuasion, 'catalog.not_one_work'],
  ['where it is already', [persuasion], emmaToo, 'catalog.same_work'],
  ['all of a work by itself', [hobbit], null, 'catalog.nothing_left'],
] as const)('refuses %s', async (_, isbns, intoIsbn, code) => {
  await expect(moveEditions(deps, { isbns, intoIsbn, ...by })).rejects.toMatchObject({ code })
})

it('takes another source’s record of the same book into its work', async () => {
  await t.load('csv', `${header}\nother-source,Hobbit,"Tolkien, John Ronald Reuel",,${hobbit},hardcover,en`)
  expect((await getBook(deps, hobbit)).edition.format).toBe('hardcover')
  await t.load('csv', `${header}\nother-source,The Hobbit,J. Tolkien,,9780007458424,ebook,en`)
  expect(await isbnsWith(hobbit)).toEqual(['9780007458424', hobbit])
  expect(await openClaims()).toEqual([])
})

const claim = (key: string, title: string) => `${header}\n${key},${title},Frank Herbert,,${hobbit},paperback,en`

it('holds a number that another book claims, once, and leaves the book as it is', async () => {
  for (const title of ['Dune', 'Dune newly said']) {
    const row = await t.load('csv', claim('dune', title))
    expect(row).toMatchObject({ rejected: 1, quarantined: 1, editions: 0 })
  }
  expect(await openClaims()).toMatchObject([
    {
      isbn13: hobbit,
      holder: { authors: ['Tolkien, John Ronald Reuel'] },
      claimant: { title: 'Dune newly said', authors: ['Frank Herbert'] },
    },
  ])
  expect((await getBook(deps, hobbit)).work.authors).toEqual(['Tolkien, John Ronald Reuel'])
})

it('keeps the number where staff say that it is', async () => {
  const [open] = await openClaims()
  await settleClaim(deps, { id: open!.id, verdict: 'KEPT', ...by })
  await settleClaim(deps, { id: open!.id, verdict: 'KEPT', ...by }) // the answer got lost
  await expect(settleClaim(deps, { id: open!.id, verdict: 'REPLACED', ...by })).rejects.toMatchObject({
    code: 'catalog.claim_settled',
  })
  const again = await t.load('csv', claim('dune', 'Dune'))
  expect(again).toMatchObject({ rejected: 1, quarantined: 0 })
  expect((await t.rejects(again.id))[0]?.reason).toContain('staff decided so')
  expect(await openClaims()).toEqual([])
})

it('gives the number to the other book, and the first source does not take it back', async () => {
  const hobbits = (await getBook(deps, hobbit)).work
  await t.load('csv', claim('dune-2', 'Dune'))
  const [open] = await openClaims()
  await settleClaim(deps, { id: open!.id, verdict: 'REPLACED', ...by })
  expect((await getBook(deps, hobbit)).work).toMatchObject({ title: 'Dune', authors: ['Frank Herbert'] })
  expect((await getBook(deps, '9780007458424')).work.id).toBe(hobbits.id)
  expect(await t.load('csv', file)).toMatchObject({ rejected: 1, quarantined: 0 })
  expect((await getBook(deps, hobbit)).edition.title).toBe('Dune')
  expect((await listWorkCorrections(deps, hobbits.id))[0]).toMatchObject({ kind: 'CLAIM', isbns: [hobbit] })
})

it('learns that two titles are one book', async () => {
  await t.load('csv', `${header}\nx,Northern Lights,Philip Pullman,,9780590660549,paperback,en`)
  await t.load('csv', `${header}\ny,The Golden Compass,Philip Pullman,,9780590660549,paperback,en`)
  const [open] = await openClaims()
  await settleClaim(deps, { id: open!.id, verdict: 'SAME_BOOK', ...by })
  expect((await getBook(deps, '9780590660549')).edition.title).toBe('The Golden Compass')
  const next = await t.load('csv', `${header}\ny,The Golden Compass,Philip Pullman,,9780375823459,hardcover,en`)
  expect(next).toMatchObject({ rejected: 0 })
  expect(await isbnsWith('9780590660549')).toEqual(['9780375823459', '9780590660549'])
})
