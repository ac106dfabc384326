// Made-up catalogues of any size in each of the formats that are imported, a line or record at a time: the same for the same number. About 1 in 50
// books cannot be taken (a wrong check digit, a form that is no book, a number that another book has), as in a file from outside.

type CatalogueFormat = 'csv' | 'onix' | 'openlibrary'

const nouns =
  'river winter garden stone mirror harbour orchard lantern island fever archive comet ferry meadow clock salt'.split(
    ' ',
  )
const turns = 'beneath after against without beyond along among before toward inside'.split(' ')
const given = 'Ada Bruno Carla Dmitri Elif Femi Grace Hugo Ines Jonas Kei Leila Marta Nils Olga Pavel'.split(' ')
const family =
  'Abel Berg Costa Dahl Engel Fischer Garcia Haddad Ito Jansen Kovacs Lind Moreau Novak Okafor Silva'.split(' ')
const topics = 'History;Nature;Crime fiction;Poetry;Travel;Science;Music;Cookery'.split(';')
const editionsOfWork = [1, 1, 1, 2, 3, 1, 4, 1] // a third of all editions share their work with others
const forms = ['paperback', 'hardcover', 'ebook', 'audiobook'] as const

interface Book {
  readonly number: number
  readonly work: number
  readonly isbn: string
  readonly title: string
  readonly author: string
  readonly form: (typeof forms)[number]
  readonly year: number
  readonly pages: number
  readonly subject: string
}

/** `count` editions; for Open Library their authors and works come before them. */
export function* catalogueLines(format: CatalogueFormat, count: number): Generator<string> {
  if (format === 'csv') {
    yield 'work_key,title,authors,original_year,subjects,description,popularity,isbn13,format,language,publisher,published,pages\n'
    for (const book of books(count)) yield csvLine(book)
  } else if (format === 'onix') {
    yield `<?xml version="1.0" encoding="UTF-8"?>\n<ONIXMessage release="3.0"><Header><Sender><SenderName>Made up</SenderName></Sender><SentDateTime>20261101</SentDateTime></Header>\n`
    for (const book of books(count)) yield onixProduct(book)
    yield '</ONIXMessage>\n'
  } else {
    for (const [i, name] of authors().entries()) yield dumpLine('author', `/authors/OL${i}A`, { name })
    let last = -1
    for (const book of books(count)) {
      if (book.work !== last) yield dumpLine('work', `/works/OL${book.work}W`, dumpWork(book))
      last = book.work
    }
    for (const book of books(count)) yield dumpLine('edition', `/books/OL${book.number}M`, dumpEdition(book))
  }
}

function* books(count: number): Generator<Book> {
  for (let number = 0, work = 0; number < count; work++) {
    const editions = pick(editionsOfWork, work)
    for (let i = 0; i < editions && number < count; i++, number++) yield bookOf(number, work)
  }
}

function bookOf(number: number, work: number): Book {
  const isClaimed = number % 100 === 99 // by the book ten before it, which is another
  const isbn = withCheckDigit(`978${String(100_000_000 + (isClaimed ? number - 10 : number)).slice(0, 9)}`)
  return {
    number,
    work,
    isbn: number % 100 === 49 ? isbn.slice(0, 12) + String((Number(isbn[12]) + 1) % 10) : isbn,
    title: `The ${pick(nouns, work)} ${pick(turns, work >> 4)} the ${pick(nouns, work >> 3)} ${work}`,
    author: authors()[(work * 7) % (given.length * family.length)] ?? '',
    form: pick(forms, number),
    year: 1_950 + (work % 75),
    pages: 80 + (work % 600),
    subject: pick(topics, work),
  }
}

const names = given.flatMap((first) => family.map((last) => `${first} ${last}`))
const authors = () => names

const describe = ({ title, subject, year }: Book) =>
  `${title} is a book about ${subject.toLowerCase()}, first told in ${year}, of people who wait for the ferry and of what they say to each other meanwhile.`

function csvLine(book: Book): string {
  const { work, title, author, year, subject, isbn, form, pages } = book
  return `w${work},"${title}",${author},${year},${subject};Made up,"${describe(book)}",${work % 100},${isbn},${form},en,Harbour Press,${year},${pages}\n`
}

const onixForms = { paperback: 'BC', hardcover: 'BB', ebook: 'ED', audiobook: 'AJ' }

function onixProduct(book: Book): string {
  const [, first = '', last = ''] = /^(\S+) (\S+)$/.exec(book.author) ?? []
  return `<Product><RecordReference>made.up.${book.number}</RecordReference><NotificationType>03</NotificationType><ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>${book.isbn}</IDValue></ProductIdentifier><DescriptiveDetail><ProductComposition>00</ProductComposition><ProductForm>${onixForms[book.form]}</ProductForm><TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel><TitleText>${book.title}</TitleText></TitleElement></TitleDetail><Contributor><ContributorRole>A01</ContributorRole><NamesBeforeKey>${first}</NamesBeforeKey><KeyNames>${last}</KeyNames></Contributor><Language><LanguageRole>01</LanguageRole><LanguageCode>eng</LanguageCode></Language><Extent><ExtentType>00</ExtentType><ExtentValue>${book.pages}</ExtentValue><ExtentUnit>03</ExtentUnit></Extent><Subject><SubjectSchemeIdentifier>20</SubjectSchemeIdentifier><SubjectHeadingText>${book.subject}</SubjectHeadingText></Subject></DescriptiveDetail><CollateralDetail><TextContent><TextType>03</TextType><Text>${describe(book)}</Text></TextContent></CollateralDetail><PublishingDetail><Publisher><PublishingRole>01</PublishingRole><PublisherName>Harbour Press</PublisherName></Publisher><PublishingDate><PublishingDateRole>01</PublishingDateRole><Date>${book.year}</Date></PublishingDate></PublishingDetail></Product>\n`
}

function dumpLine(type: string, key: string, record: object): string {
  return `/type/${type}\t${key}\t1\t2026-11-01T00:00:00\t${JSON.stringify({ key, ...record })}\n`
}

function dumpWork(book: Book): object {
  const author = (book.work * 7) % names.length
  return {
    title: book.title,
    authors: [{ type: { key: '/type/author_role' }, author: { key: `/authors/OL${author}A` } }],
    subjects: [book.subject],
    description: { type: '/type/text', value: describe(book) },
  }
}

function dumpEdition(book: Book): object {
  return {
    title: book.title,
    works: [{ key: `/works/OL${book.work}W` }],
    isbn_13: [book.isbn],
    languages: [{ key: '/languages/eng' }],
    physical_format: book.form,
    publishers: ['Harbour Press'],
    publish_date: `May ${book.year}`,
    number_of_pages: book.pages,
  }
}

function pick<T>(list: readonly T[], i: number): T {
  const one = list[i % list.length]
  if (one === undefined) throw new Error('an empty list')
  return one
}

function withCheckDigit(twelve: string): string {
  let sum = 0
  for (let i = 0; i < 12; i++) sum += Number(twelve[i]) * (i % 2 === 0 ? 1 : 3)
  return twelve + String((10 - (sum % 10)) % 10)
}
