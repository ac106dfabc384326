import { expect, it } from 'vitest'
import { useImports } from '#testing/imports'
import { getBook } from './get-book.ts'

const t = useImports()
const line = (type: string, key: string, record: object | string) =>
  `/type/${type}\t${key}\t1\t2026-11-01T00:00:00\t${typeof record === 'string' ? record : JSON.stringify(record)}\n`

const authors =
  line('author', '/authors/OL1A', { name: 'Fjodor Dostojevskij' }) +
  line('author', '/authors/OL2A', { personal_name: 'Second' })
const works = line('work', '/works/OL1W', {
  title: 'Преступление и наказание',
  authors: [
    { type: '/type/author_role', author: { key: '/authors/OL1A' } },
    { type: { key: '/type/author_role' }, author: '/authors/OL2A' },
  ],
  description: { type: '/type/text', value: 'A student, a plan.' },
  subjects: ['Murder.', 'Fiction', 7],
  first_publish_date: '1866',
})
const edition = (more: object) => ({
  title: 'Crime and punishment',
  works: [{ key: '/works/OL1W' }],
  isbn_13: ['9780140449136'],
  languages: [{ key: '/languages/eng' }],
  translated_from: [{ key: '/languages/rus' }],
  physical_format: 'Paperback',
  publishers: ['Penguin'],
  publish_date: 'December 31, 2002',
  number_of_pages: 671,
  series: ['Penguin classics -- no. 12'],
  contributors: [{ role: 'Translator', name: 'David McDuff' }],
  ...more,
})

it('joins an edition with its work and its authors', async () => {
  await t.load('openlibrary', authors)
  await t.load('openlibrary', works)
  const row = await t.load('openlibrary', line('edition', '/books/OL1M', edition({})))
  expect(row).toMatchObject({ state: 'DONE', records: 1, rejected: 0, editions: 1 })
  const { edition: saved, work } = await getBook(t.deps, '9780140449136')
  expect(saved).toMatchObject({
    title: 'Crime and punishment',
    publisher: 'Penguin',
    publishedYear: 2002,
    pages: 671,
    language: 'en',
  })
  expect(work).toMatchObject({
    title: 'Преступление и наказание',
    authors: ['Fjodor Dostojevskij', 'Second'],
    originalYear: 1866,
    originalLanguage: 'ru',
    subjects: ['Fiction', 'Murder'],
    series: 'Penguin classics',
    seriesNumber: '12',
    description: 'A student, a plan.',
  })
})

it('takes what older records have in the place of things, and one author once', async () => {
  const odd = edition({
    works: undefined,
    isbn_13: undefined,
    isbn_10: ['0-306-40615-2'],
    authors: [{ key: '/authors/OL1A' }, { key: '/authors/OL1A' }, { key: '/authors/OL404A' }],
    languages: undefined,
    description: 'Plain.',
    number_of_pages: -3,
    publish_date: 'n.d.',
    subjects: null,
    series: 'none',
    contributors: 'nobody',
  })
  await t.load('openlibrary', line('edition', '/books/OL2M', odd))
  const { edition: saved, work } = await getBook(t.deps, '0306406152')
  expect(saved).toMatchObject({ language: 'und', pages: null, publishedYear: null })
  expect(work).toMatchObject({ authors: ['Fjodor Dostojevskij'], description: 'Plain.' })
})

it('tells each line that it leaves out, and goes on', async () => {
  const lines = [
    'no tabs at all\n',
    line('edition', '/books/OL3M', '{"title": '),
    line('edition', '/books/OL4M', edition({ isbn_13: [] })),
    line('edition', '/books/OL5M', edition({ isbn_13: ['9780140449137'] })),
    line('edition', '/books/OL6M', edition({ physical_format: 'CD-ROM' })),
    line('edition', '/books/OL7M', edition({ physical_format: 'Unknown Binding', isbn_13: ['9780486415871'] })),
    line('edition', '/books/OL8M', edition({ title: `half \uD800 a character`, isbn_13: ['9780679734505'] })),
    line('redirect', '/books/OL9M', {}),
    line('author', '/authors/OL3A', {}),
    `/type/edition\t/books/OL10M\t1\tx\t${'x'.repeat(4_300_000)}\n`,
    line('edition', '/books/OL11M', edition({ isbn_13: ['9780553211757'] })),
  ]
  const row = await t.load('openlibrary', lines.join(''))
  expect((await t.rejects(row.id)).map(({ at }) => at)).toEqual([
    '1 line',
    '2 line',
    '3 isbn_13',
    '4 isbn13',
    '5 physical_format',
    '6 physical_format',
    '9 name',
    '10 line',
  ])
  expect(row).toMatchObject({ state: 'DONE', rejected: 8, editions: 2 })
  expect((await getBook(t.deps, '9780679734505')).edition.title).toBe('half \uFFFD a character')
  const taken = await t.load('openlibrary', lines[5] ?? '', { assumeFormat: 'paperback' })
  expect(taken).toMatchObject({ rejected: 0, editions: 1 })
})
