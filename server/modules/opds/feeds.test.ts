// What anybody may read of the catalogue. Every document that these tests ask for is held against the schemas by the helper.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { setPrice } from '#ebooks'
import { linkOf, relsOf, scarce, shared, sold, useOpds } from '#testing/opds'
import type { Body } from '#testing/opds'
import { complaintsAbout, hasPublished, publishedFolder } from '#testing/opds-validator'

const world = useOpds()
const numbersOf = ({ publications = [] }: Pick<Body, 'publications'>) =>
  publications.map(({ metadata }) => String(metadata['identifier']).replace('urn:isbn:', ''))
const find = async (text: string) => numbersOf((await world.ask(`/opds/search?query=${encodeURIComponent(text)}`)).body)

it.runIf(!hasPublished)(`THE PUBLISHED SCHEMAS ARE NOT HERE: ${publishedFolder}; ours alone have judged`, ({ skip }) =>
  skip(),
)

it('begins with ways on and the newest ebooks, the last that came first', async () => {
  for (const address of ['/opds', '/opds/']) {
    const { status, headers, body } = await world.ask(address)
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/opds+json',
      'public, max-age=60',
    ])
    expect(body.navigation.map(({ title }) => title)).toEqual(['New ebooks', 'By subject'])
    expect(body.groups.map(numbersOf)).toEqual([[sold, scarce, shared]])
    for (const { href, type } of [...body.navigation, linkOf(body, 'self')])
      expect((await world.ask(href)).headers.get('content-type')).toBe(type)
  }
  const head = await world.ask('/opds', { method: 'HEAD' })
  expect([head.status, head.text, Number(head.headers.get('content-length')) > 1_000]).toEqual([200, '', true])
})

it('says of an ebook what it is, who can read it how, and how it is had', async () => {
  const { body } = await world.ask(`/opds/books/${shared}`)
  expect(body.metadata).toMatchObject({
    identifier: `urn:isbn:${shared}`,
    title: 'Pride and Prejudice',
    author: [{ name: 'Jane Austen' }],
    language: 'en',
    published: '2003-01-01',
    description: 'Five sisters.',
    layout: 'reflowable',
    accessibility: {
      conformsTo: ['https://www.w3.org/TR/epub-a11y-11#wcag-2.1-aa'],
      certification: { certifiedBy: 'Ada’s Audits' },
      summary: 'All pictures are described.',
      accessMode: ['textual'],
      accessModeSufficient: ['textual'],
      feature: ['alternativeText'], // not the word that is in no vocabulary
      hazard: ['none'],
    },
  })
  expect(linkOf(body, 'buy')).toMatchObject({
    href: `${world.url}/book/${shared}`,
    type: 'text/html',
    properties: { price: { value: 4.99, currency: 'USD' } },
  })
  expect(linkOf(body, 'borrow').properties).toMatchObject({
    availability: { state: 'available' },
    copies: { total: 2, available: 2 },
    holds: { total: 0 },
    authenticate: `${world.url}/opds/authentication`,
    indirectAcquisition: [
      { type: 'application/vnd.readium.lcp.license.v1.0+json', child: [{ type: 'application/epub+zip' }] },
    ],
  })
  const marked = (await world.ask(`/opds/books/${sold}`)).body
  expect(relsOf(marked)).not.toContain('borrow')
  expect(linkOf(marked, 'buy').properties).toMatchObject({ indirectAcquisition: [{ type: 'application/epub+zip' }] })
  expect((await world.ask(`/opds/books/${scarce}`)).body.metadata).toMatchObject({
    belongsTo: { series: { name: 'Cafés', position: 2 } },
  })
})

it('shows the picture of the cover, once', async () => {
  const [image] = (await world.ask(`/opds/books/${shared}`)).body.images ?? []
  const picture = await world.ask(image?.href ?? '')
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
  const etag = picture.headers.get('etag') ?? ''
  expect((await world.ask(image?.href ?? '', { headers: { 'if-none-match': etag } })).status).toBe(304)
})

it('finds by words of title, author, series, subject or number, whatever their case and accents', async () => {
  expect(await find('PREJU aust')).toEqual([shared])
  expect(await find('zoe emile')).toEqual([scarce])
  expect(await find('cafes')).toEqual([scarce])
  expect(await find('classics')).toEqual([scarce, shared])
  expect(await find('978-0-441-17271-9')).toEqual([sold])
  expect(await find('ejudice')).toEqual([]) // words are begun, not contained
  expect(await find("%_' or 1=1")).toEqual([])
  expect((await find('')).length).toBe(3)
  const { body } = await world.ask('/opds/search?query=nothing+like+it')
  expect([body.metadata['numberOfItems'], body.navigation.map(({ rel }) => rel)]).toEqual([0, ['start']])
})

it('goes by subject, with how many there are of each', async () => {
  const { navigation } = (await world.ask('/opds/subjects')).body
  expect(navigation.map(({ title, properties }) => [title, properties?.['numberOfItems']])).toEqual([
    ['Classics', 2],
    ['Deserts', 1],
    ['Love & Marriage', 1],
  ])
  const found = await Promise.all(navigation.map(async ({ href }) => numbersOf((await world.ask(href)).body)))
  expect(found).toEqual([[scarce, shared], [sold], [shared]])
})

it('offers only what can be had: not what is neither sold nor lent, suspended and not sold, or withdrawn by its publisher', async () => {
  const { deps } = world
  const listed = async () => {
    const { body } = await world.ask('/opds/new')
    const numbers = numbersOf(body)
    expect(body.metadata['numberOfItems']).toBe(numbers.length)
    return numbers
  }
  const suspend = (isSuspended: boolean) => {
    const changed = { suspendedAt: isSuspended ? world.drm.now() : null }
    return deps.db.updateTable('ebook').set(changed).where('isbn13', 'in', [scarce, shared]).execute()
  }
  await suspend(true)
  expect(await listed()).toEqual([sold, shared]) // the other has no price
  expect(relsOf((await world.ask(`/opds/books/${shared}`)).body)).not.toContain('borrow')
  expect((await world.ask(`/opds/books/${scarce}`)).status).toBe(404)
  await suspend(false)
  const withdrawn = (at: Date | null) =>
    deps.db.updateTable('edition').set({ withdrawnAt: at }).where('isbn13', '=', sold).execute()
  await withdrawn(new Date())
  expect(await listed()).toEqual([scarce, shared])
  await withdrawn(null)
  await setPrice(deps, { isbn13: sold, currency: 'USD', minor: null, key: 'no price any more', by: 'staff:s' })
  expect(await listed()).toEqual([scarce, shared])
  await setPrice(deps, { isbn13: sold, currency: 'USD', minor: 499n, key: 'a price again', by: 'staff:s' })
  expect(await listed()).toEqual([sold, scarce, shared])
})

it('is read page by page, each once, to the last', async () => {
  await addMany(118) // 121 in all
  const seen: string[] = []
  let at: string | null = `${world.url}/opds/new`
  const pages: unknown[] = []
  while (at !== null) {
    const { body }: { body: Body } = await world.ask(at)
    pages.push([body.metadata['currentPage'], body.metadata['numberOfItems'], body.metadata['itemsPerPage']])
    seen.push(...numbersOf(body))
    at = relsOf(body).includes('next') ? linkOf(body, 'next').href : null
  }
  expect(pages).toEqual([1, 2, 3].map((page) => [page, 121, 50]))
  expect([seen.length, new Set(seen).size]).toEqual([121, 121])
  const last = (await world.ask('/opds/new?page=3')).body
  expect(linkOf(last, 'previous').href).toBe(`${world.url}/opds/new?page=2`)
  expect((await world.ask('/opds/new?page=99')).body.navigation.map(({ rel }) => rel)).toEqual(['start'])
})

it('says what is wrong with an address, and names the field', async () => {
  const refusals = [
    '/opds/new?page=0',
    `/opds/search?query=${'a'.repeat(301)}`,
    '/opds/books/9780141439519',
    '/opds/nowhere',
  ]
  const answers = await Promise.all(refusals.map((address) => world.ask(address)))
  expect(answers.map(({ status, body }) => [status, Object.keys(body['fields'] ?? {})])).toEqual([
    [400, ['page']],
    [400, ['query']],
    [400, ['isbn13']],
    [404, []],
  ])
  expect((await world.ask(`/opds/books/${shared}`, { method: 'DELETE' })).status).toBe(405)
  expect((await world.ask('/opds/books/9791090636071')).status).toBe(404)
  expect((await world.ask('/opds/constructor')).status).toBe(404)
})

describe('the schemas', () => {
  type Breaks = [what: string, change: (feed: Body) => unknown]
  const breaks: Breaks[] = [
    ['no title', ({ metadata }) => delete (metadata as Record<string, unknown>)['title']],
    [
      'no link to itself',
      (feed) => ((feed as { links: unknown }).links = feed.links.filter(({ rel }) => rel !== 'self')),
    ],
    ['neither publications nor ways on', (feed) => delete (feed as { publications?: unknown }).publications],
    [
      'a publication without a way to have it',
      ({ publications: [first] = [] }) =>
        Object.assign(first!, { links: first!.links.filter(({ rel }) => rel === 'self') }),
    ],
    [
      'a state that there is not',
      ({ publications: [first] = [] }) =>
        Object.assign(linkOf(first!, 'borrow').properties!, { availability: { state: 'perhaps' } }),
    ],
    [
      'a price in words',
      ({ publications: [first] = [] }) =>
        Object.assign(linkOf(first!, 'buy').properties!, { price: { value: 'cheap', currency: 'USD' } }),
    ],
    [
      'a time that is none',
      ({ publications: [first] = [] }) => Object.assign(first!.metadata, { modified: 'yesterday' }),
    ],
    [
      'a picture that not every app shows',
      ({ publications: [first] = [] }) => Object.assign(first!.images![0]!, { type: 'image/svg+xml' }),
    ],
  ]
  it.each(breaks)('notice %s', async (_, change) => {
    const { body } = await world.ask('/opds/search?query=austen')
    expect(complaintsAbout('feed', body)).toEqual([])
    change(body)
    const whose = new Set(complaintsAbout('feed', body).map((complaint) => complaint.split(':')[0]))
    expect([...whose].toSorted()).toEqual(hasPublished ? ['ours', 'published'] : ['ours'])
  })
})

/** So many more ebooks with a price, straight into the tables: nobody opens them. */
async function addMany(count: number): Promise<void> {
  const { db } = world.deps
  const publicationId = randomUUID()
  await sql`insert into drm_publication (id, scheme, title, sha256, bytes, wrapped_key, key_id, created_by, created_at)
    values (${publicationId}, 'WATERMARK', 'Many', ${Buffer.alloc(32)}, 1, ${Buffer.alloc(1)}, 'k', 'test', now())`.execute(
    db,
  )
  const isbns = Array.from({ length: count }, (_, i) => `9791000${String(i).padStart(6, '0')}`)
  await sql`insert into work (id, key, title) select gen_random_uuid(), isbn13, 'One of many' from unnest(${isbns}::text[]) as isbn13`.execute(
    db,
  )
  await sql`insert into edition (isbn13, work_id, title, format, language)
    select key, id, 'One of many', 'ebook', 'en' from work where key = any(${isbns}::text[])`.execute(db)
  await sql`insert into ebook (isbn13, publication_id, changed_at, created_at)
    select isbn13, ${publicationId}, now(), now() from unnest(${isbns}::text[]) as isbn13`.execute(db)
  await sql`insert into ebook_offer (isbn13, currency, minor, updated_at)
    select isbn13, 'USD', 100, now() from unnest(${isbns}::text[]) as isbn13`.execute(db)
}
