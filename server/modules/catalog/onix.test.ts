import { expect, it } from 'vitest'
import { useImports } from '#testing/imports'
import { getBook } from './get-book.ts'
import { hydrateEditions, hydrateWorks } from './find-editions.ts'

const t = useImports()
const roseanna = '9780007232833'

interface Told {
  reference?: string
  notification?: string
  isbn?: string
  title?: string
  form?: string
  extra?: string
  author?: string
}

function product(told: Told = {}): string {
  const {
    reference = 'ref-1',
    notification = '03',
    isbn = roseanna,
    title = 'Roseanna',
    form = 'BC',
    extra = '',
  } = told
  return `<Product><RecordReference>${reference}</RecordReference><NotificationType>${notification}</NotificationType>
    <ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>${isbn}</IDValue></ProductIdentifier>
    <DescriptiveDetail><ProductComposition>00</ProductComposition><ProductForm>${form}</ProductForm>
      <Collection><CollectionType>10</CollectionType><TitleDetail><TitleType>01</TitleType>
        <TitleElement><TitleElementLevel>02</TitleElementLevel><TitlePrefix>The</TitlePrefix><TitleWithoutPrefix>Martin Beck series</TitleWithoutPrefix></TitleElement>
        <TitleElement><TitleElementLevel>01</TitleElementLevel><PartNumber>1</PartNumber></TitleElement></TitleDetail></Collection>
      <TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel><NoPrefix/>
        <TitleWithoutPrefix>${title}</TitleWithoutPrefix></TitleElement></TitleDetail>
      <Contributor><ContributorRole>A01</ContributorRole><NamesBeforeKey>Maj</NamesBeforeKey><KeyNames>${told.author ?? 'Sjöwall'}</KeyNames></Contributor>
      <Contributor><ContributorRole>B06</ContributorRole><PersonNameInverted>Roth, Lois</PersonNameInverted></Contributor>
      <Language><LanguageRole>01</LanguageRole><LanguageCode>eng</LanguageCode></Language>
      <Language><LanguageRole>02</LanguageRole><LanguageCode>swe</LanguageCode></Language>
      <Extent><ExtentType>00</ExtentType><ExtentValue>245</ExtentValue><ExtentUnit>03</ExtentUnit></Extent>
      <Subject><SubjectSchemeIdentifier>93</SubjectSchemeIdentifier><SubjectCode>FFP</SubjectCode><SubjectHeadingText>Police procedural</SubjectHeadingText></Subject>
      <Subject><SubjectSchemeIdentifier>20</SubjectSchemeIdentifier><SubjectHeadingText>Sweden; canals</SubjectHeadingText></Subject>
    </DescriptiveDetail>${extra || collateral('A &lt;em&gt;first&lt;/em&gt; case.')}</Product>`
}

const collateral = (text: string) =>
  `<CollateralDetail><TextContent><TextType>03</TextType><Text>${text}</Text></TextContent></CollateralDetail>
  <PublishingDetail><Publisher><PublishingRole>01</PublishingRole><PublisherName>Harper</PublisherName></Publisher>
  <PublishingDate><PublishingDateRole>01</PublishingDateRole><Date>20060807</Date></PublishingDate></PublishingDetail>`

function message(products: string, { sender = 'Bookinfo', sent = '20261101T1200Z', prolog = '' } = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${prolog}<ONIXMessage release="3.0" xmlns="http://ns.editeur.org/onix/3.0/reference">
  <Header><Sender><SenderName>${sender}</SenderName></Sender><SentDateTime>${sent}</SentDateTime></Header>${products}</ONIXMessage>`
}

const deletion = (reference: string) =>
  `<Product><RecordReference>${reference}</RecordReference><NotificationType>05</NotificationType></Product>`

it('reads a product with everything that our catalogue has a place for', async () => {
  const row = await t.load('onix', message(product()))
  expect(row).toMatchObject({ state: 'DONE', records: 1, rejected: 0, works: 1, editions: 1 })
  const { edition, work } = await getBook(t.deps, roseanna)
  expect(edition).toMatchObject({
    title: 'Roseanna',
    format: 'paperback',
    language: 'en',
    publisher: 'Harper',
    publishedYear: 2006,
    pages: 245,
  })
  expect(work).toMatchObject({
    authors: ['Maj Sjöwall'],
    originalLanguage: 'sv',
    series: 'The Martin Beck series',
    seriesNumber: '1',
    subjects: ['Police procedural', 'Sweden', 'canals'],
    description: 'A first case.',
  })
  const codes = await t.db
    .selectFrom('workSubjectCode')
    .select(['scheme', 'code'])
    .where('workId', '=', work.id)
    .execute()
  expect(codes).toEqual([{ scheme: 'thema', code: 'FFP' }])
  const makers = await t.db
    .selectFrom('editionContributor')
    .innerJoin('contributor', 'contributor.id', 'contributorId')
    .select(['name', 'role'])
    .where('isbn13', '=', roseanna)
    .execute()
  expect(makers).toEqual([{ name: 'Lois Roth', role: 'translator' }])
})

it('reads short tags, another encoding and XHTML as the same', async () => {
  const short = `<?xml version="1.0" encoding="iso-8859-1"?><ONIXmessage release="3.0" xmlns="http://ns.editeur.org/onix/3.0/short">
    <header><sender><x298>Kort</x298></sender></header><product><a001>k-1</a001><a002>03</a002>
    <productidentifier><b221>02</b221><b244>91-1-301408-0</b244></productidentifier>
    <descriptivedetail><x314>00</x314><b012>BA</b012><b333>B101</b333>
    <titledetail><b202>01</b202><titleelement><x409>01</x409><b030>The</b030><b031>Fire Engine</b031><b029>A tale</b029></titleelement></titledetail>
    <contributor><b035>A01</b035><b036>Per Wahlöö</b036></contributor>
    <language><b253>01</b253><b252>ger</b252></language></descriptivedetail>
    <collateraldetail><textcontent><x426>03</x426><d104 textformat="05"><p>One <em>two</em>.</p><p>Three.</p></d104></textcontent></collateraldetail>
    </product></ONIXmessage>`
  const row = await t.load('onix', Buffer.from(short, 'latin1'))
  expect(await t.rejects(row.id)).toEqual([])
  const { edition, work } = await getBook(t.deps, '9113014080')
  expect(edition).toMatchObject({ title: 'The Fire Engine', subtitle: 'A tale', format: 'mass-market', language: 'de' })
  expect(work).toMatchObject({ authors: ['Per Wahlöö'], description: 'One two. Three.' })
})

it('takes later messages of a sender over, and never earlier ones', async () => {
  await t.load('onix', message(product({ title: 'Roseanna again' }), { sent: '20261102T1200+0200' }))
  expect((await getBook(t.deps, roseanna)).work.title).toBe('Roseanna again')
  const late = await t.load('onix', message(product({ title: 'Roseanna of old' }), { sent: '20261102T0959Z' }))
  expect(await t.rejects(late.id)).toMatchObject([{ at: '1 SentDateTime' }])
  expect((await getBook(t.deps, roseanna)).work.title).toBe('Roseanna again')
})

it('takes parts over that come without the rest', async () => {
  const parts = `<Product><RecordReference>ref-1</RecordReference><NotificationType>04</NotificationType>
    ${collateral('Told anew.')}</Product>${product({ reference: 'never', notification: '04' }).replace(/<DescriptiveDetail>[^]*<\/DescriptiveDetail>/, '')}`
  const row = await t.load('onix', message(parts, { sent: '20261103' }))
  expect(await t.rejects(row.id)).toMatchObject([{ at: '2 NotificationType' }])
  expect((await getBook(t.deps, roseanna)).work).toMatchObject({ title: 'Roseanna again', description: 'Told anew.' })
})

it('withdraws what its sender deletes, and keeps it for the orders that name it', async () => {
  await t.load('onix', message(product({ reference: 'other-1' }), { sender: 'Another' }))
  const { work } = await getBook(t.deps, roseanna)
  const first = await t.load('onix', message(deletion('ref-1'), { sent: '20261104' }))
  expect(first).toMatchObject({ withdrawn: 0, rejected: 0 }) // another sender still describes it
  t.announced.length = 0
  const row = await t.load(
    'onix',
    message(deletion('other-1') + deletion('never'), { sender: 'Another', sent: '20261104' }),
  )
  expect(row).toMatchObject({ withdrawn: 1, rejected: 1 })
  expect(await t.rejects(row.id)).toMatchObject([{ at: '2 RecordReference' }])
  expect(t.announced).toEqual([work.id])
  expect((await hydrateEditions(t.deps, [roseanna])).get(roseanna)?.title).toBe('Roseanna')
  expect((await getBook(t.deps, roseanna)).edition.isbn13).toBe(roseanna)
  expect((await hydrateWorks(t.deps, [work.id])).size).toBe(0) // nothing of it to buy

  await t.load('onix', message(product(), { sent: '20261105' }))
  expect((await hydrateWorks(t.deps, [work.id])).get(work.id)?.editions).toHaveLength(1)
})

it('withdraws the number that a sender took back from a record', async () => {
  await t.load('onix', message(product({ reference: 'typo', isbn: '9780141439518', title: 'Wrong number' })))
  await t.load(
    'onix',
    message(product({ reference: 'typo', isbn: '9780261103344', title: 'Wrong number' }), { sent: '20261110' }),
  )
  const { work } = await getBook(t.deps, '9780261103344')
  expect(work.editions.map(({ isbn13 }) => isbn13)).toEqual(['9780261103344'])
})

it('tells which products it leaves out, and why', async () => {
  const products = [
    product({ reference: 'a', isbn: '9780007232834' }),
    product({ reference: 'b', notification: '77' }),
    product({ reference: 'c', notification: '89' }),
    product({ reference: 'd', form: 'PD' }),
    product({ reference: 'e', form: 'BA', isbn: '9780140449136' }),
    product({ reference: '', isbn: '9780140449136' }),
    product({ reference: 'f', title: '', isbn: '9780140449136' }),
    product({ reference: 'g', title: 'Caf&eacute;', isbn: '9780140449136' }),
    product({ reference: 'h', title: 'The last one', isbn: '9780140449136' }),
  ]
  const row = await t.load('onix', message(products.join('')))
  expect(row).toMatchObject({ state: 'DONE', records: 9, rejected: 8, editions: 1 })
  const rejects = await t.rejects(row.id)
  expect(rejects.map(({ at }) => at)).toEqual([
    '1 isbn13',
    '2 NotificationType',
    '3 NotificationType',
    '4 ProductForm',
    '5 ProductForm',
    '6 RecordReference',
    '7 title',
    '8 Product',
  ])
  expect(rejects[7]?.reason).toMatch(/entity/)
  const taken = await t.load('onix', message(products.slice(4, 5).join(''), { sender: 'Third' }), {
    assumeFormat: 'hardcover',
  })
  expect(taken).toMatchObject({ rejected: 1, quarantined: 1 }) // another title now has the number
})

it.each([
  [
    'entities that a file declares',
    message(product(), { prolog: '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>' }),
    /entities of its own/,
  ],
  [
    'an entity from another file',
    message(product(), { prolog: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' }),
    /entities of its own/,
  ],
  ['endless depth', message(`<Product>${'<a>'.repeat(50)}`), /deep/],
  ['an endless name', message(`<Product><${'a'.repeat(200_000)}>`), /./],
  ['a file that ends too soon', message(product()).slice(0, -300), /Unclosed|closed/i],
  ['ONIX 2', message('').replace('release="3.0"', 'release="2.1"'), /ONIX 2\.1/],
  ['something else', '<html><body/></html>', /no ONIX message/],
  ['no sender', message('').replace('<SenderName>Bookinfo</SenderName>', ''), /Sender/],
  ['a header that comes too late', `<ONIXMessage release="3.0">${product()}</ONIXMessage>`, /before the header/],
])('refuses %s, in bounded memory', async (_, contents, problem) => {
  const row = await t.load('onix', contents)
  expect(row).toMatchObject({ state: 'FAILED', editions: 0 })
  expect(row.problem).toMatch(problem)
})

it('leaves out a product that is too large, and takes the next', async () => {
  const wide = product({ reference: 'w', extra: '<a/>'.repeat(20_001) })
  const long = product({ reference: 'l', extra: collateral('x'.repeat(1_100_000)) })
  const row = await t.load(
    'onix',
    message(wide + long + product({ reference: 'n', isbn: '9780486280615', title: 'Next' })),
  )
  expect(await t.rejects(row.id)).toEqual([
    { at: '1 Product', reason: 'has more than 20000 elements' },
    { at: '2 Product', reason: 'has more than 1048576 characters' },
  ])
  expect((await getBook(t.deps, '9780486280615')).work.title).toBe('Next')
})
