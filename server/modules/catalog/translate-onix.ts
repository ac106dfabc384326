// An ONIX 3.0 product as a record of ours. Pure; the names are ONIX's.
import { parseIsbn } from '#platform/isbn'
import type { Fault, RawRecord, Role } from './check-record.ts'
import { surnameOf, titleKeyOf } from './compare-books.ts'
import type { Format } from './model.ts'
import { translateForm, translateNotification, translateRole, translateScheme } from './translate-codes.ts'
import { cutText, plainText } from './translate-xml.ts'
import type { XmlNode } from './translate-xml.ts'

/** Whose record it is, under which name, and when it was sent; a later message about the same record takes its place. */
export interface OnixSource {
  readonly sender: string
  readonly reference: string
  /** ISO 8601; null when the message does not say. */
  readonly sentAt: string | null
}

/** What a message says of parts of a product: fields that it does not name stay. */
export interface EditionPatch {
  readonly publisher: string | null
  readonly published: string | null
  readonly description: string | null
}

export type OnixItem =
  | { readonly kind: 'book'; readonly raw: RawRecord; readonly onix: OnixSource }
  | { readonly kind: 'patch'; readonly isbn13: string | null; readonly patch: EditionPatch; readonly onix: OnixSource }
  | { readonly kind: 'withdrawal'; readonly isbn13: string | null; readonly onix: OnixSource }
  | ({ readonly kind: 'rejected' } & Fault)

/** What the checks allow at most; publishers write more, and the end of it is the least of their words. */
const max = { authors: 50, subjects: 50, codes: 50, subject: 100, description: 10_000, series: 3, publisher: 200 }

const rejected = (field: string, reason: string): OnixItem => ({ kind: 'rejected', field, reason })

/** Who sends the message, and when. Without a sender there is no telling whose records they are. */
export function translateHeader(header: XmlNode): { sender: string; sentAt: string | null } | Fault {
  const sender = header.first('Sender')
  const [id, type] = [sender?.textOf('SenderIdentifier', 'IDValue'), sender?.textOf('SenderIdentifier', 'SenderIDType')]
  const name = id ? `${type ?? 'id'}:${id}` : sender?.textOf('SenderName')
  if (!name) return { field: 'Sender', reason: 'is missing: records are known by their sender and reference' }
  return { sender: name.slice(0, 200), sentAt: timeOf(header.textOf('SentDateTime')) }
}

/** `assumeFormat` is what a book is taken for that does not say its form. */
export function translateProduct(
  product: XmlNode,
  { sender, sentAt, assumeFormat }: { sender: string; sentAt: string | null; assumeFormat: Format | null },
): OnixItem {
  const reference = product.textOf('RecordReference')
  if (!reference) return rejected('RecordReference', 'is missing')
  const onix: OnixSource = { sender, reference: reference.slice(0, 200), sentAt }
  const code = product.textOf('NotificationType')
  const kind = translateNotification(code)
  if (kind === null) return rejected('NotificationType', code === null ? 'is missing' : `${code} is not in list 1`)
  if (kind === 'test') return rejected('NotificationType', `${code} is a test`)
  const isbn = isbnOf(product)
  if (kind === 'delete') return { kind: 'withdrawal', isbn13: isbn, onix }
  const detail = product.first('DescriptiveDetail')
  if (kind === 'parts' && !detail) return { kind: 'patch', isbn13: isbn, patch: patchOf(product), onix }
  if (!detail) return rejected('DescriptiveDetail', 'is missing')
  const format = formatOf(detail, assumeFormat)
  if ('field' in format) return { kind: 'rejected', ...format }
  return { kind: 'book', raw: toRaw(product, detail, { isbn, ...format }), onix }
}

function toRaw(
  product: XmlNode,
  detail: XmlNode,
  { isbn, format }: { isbn: string | null; format: Format },
): RawRecord {
  const authors = contributorsOf(detail)
  const { title, subtitle } = titleOf(detail)
  const { subjects, codes } = subjectsOf(detail)
  const { description, publisher, published } = patchOf(product)
  const languages = (role: string) =>
    detail
      .all('Language')
      .find((one) => one.textOf('LanguageRole') === role)
      ?.textOf('LanguageCode') ?? ''
  return {
    work_key: workKeyOf(product, { title: originalTitleOf(detail) ?? title, authors, isbn }),
    title,
    subtitle,
    authors,
    original_language: languages('02'),
    series: detail.all('Collection').flatMap(seriesOf).slice(0, max.series),
    subjects,
    codes,
    description: description ?? '',
    isbn13: isbn ?? '',
    format,
    language: languages('01') || 'und',
    publisher: publisher ?? '',
    published: published ?? '',
    pages: pagesOf(detail),
  }
}

/** ISBN-13, else a GTIN-13 that is one, else ISBN-10 (list 5); as it stands there, so that a wrong one is told. */
function isbnOf(product: XmlNode): string | null {
  const ids = product.all('ProductIdentifier')
  const of = (type: string) => ids.find((id) => id.textOf('ProductIDType') === type)?.textOf('IDValue') ?? null
  const gtin = of('03')
  return of('15') ?? (gtin !== null && 'isbn13' in parseIsbn(gtin) ? gtin : null) ?? of('02')
}

function formatOf(detail: XmlNode, assumeFormat: Format | null): { format: Format } | Fault {
  const form = detail.textOf('ProductForm') ?? ''
  const details = detail.all('ProductFormDetail').flatMap(({ text }) => text ?? [])
  const format = translateForm(form, details)
  if (format === undefined)
    return { field: 'ProductForm', reason: form === '' ? 'is missing' : `${form} is not a book to read or to hear` }
  const taken = format ?? assumeFormat
  return taken ? { format: taken } : { field: 'ProductForm', reason: `${form} does not say which kind of book it is` }
}

function titleOf(detail: XmlNode): { title: string; subtitle: string } {
  const distinctive = withCode(detail.all('TitleDetail'), 'TitleType', '01')
  const element = distinctive && levelOf(distinctive, '01')
  return { title: (element && nameOf(element)) ?? '', subtitle: element?.textOf('Subtitle') ?? '' }
}

function originalTitleOf(detail: XmlNode): string | null {
  const original = withCode(detail.all('TitleDetail'), 'TitleType', '03')
  const element = original && levelOf(original, '01')
  return element ? nameOf(element) : null
}

/** Level 01 is the product, 02 the collection (list 149). */
function levelOf(detail: XmlNode, level: string): XmlNode | undefined {
  return withCode(detail.all('TitleElement'), 'TitleElementLevel', level)
}

function nameOf(element: XmlNode): string | null {
  const parts = [element.textOf('TitlePrefix'), element.textOf('TitleWithoutPrefix')].filter(Boolean)
  return element.textOf('TitleText') ?? (parts.join(' ') || null)
}

function seriesOf(collection: XmlNode): { name: string; number: string }[] {
  const detail = collection.first('TitleDetail')
  const element = detail && levelOf(detail, '02')
  const name = element && nameOf(element)
  if (!name) return []
  const number = levelOf(detail, '01')?.textOf('PartNumber') ?? element.textOf('PartNumber') ?? ''
  return [{ name: cutText(name, 200), number: number.length > 20 ? '' : number }]
}

function contributorsOf(detail: XmlNode): { name: string; role: Role }[] {
  const all = detail.all('Contributor').flatMap((one) => {
    const name = personOf(one) ?? one.textOf('CorporateName')
    if (!name) return [] // anonymous
    return [...new Set(one.all('ContributorRole').map(({ text }) => translateRole(text ?? '')))].map((role) => ({
      name: cutText(name, 200),
      role,
    }))
  })
  return [...new Map(all.map((one) => [`${one.role} ${one.name}`, one])).values()].slice(0, max.authors)
}

function personOf(one: XmlNode): string | null {
  const whole = one.textOf('PersonName')
  if (whole) return whole
  const parts = ['NamesBeforeKey', 'PrefixToKey', 'KeyNames', 'NamesAfterKey'].map((name) => one.textOf(name))
  if (parts.some(Boolean)) return parts.filter(Boolean).join(' ')
  const [family, given] = one.textOf('PersonNameInverted')?.split(/,\s*/) ?? []
  return family ? [given, family].filter(Boolean).join(' ') : null
}

function subjectsOf(detail: XmlNode) {
  const subjects = new Set<string>()
  const codes = new Map<string, { scheme: string; code: string }>()
  for (const subject of detail.all('Subject')) {
    const id = subject.textOf('SubjectSchemeIdentifier') ?? ''
    const [code, heading, scheme] = [
      subject.textOf('SubjectCode'),
      subject.textOf('SubjectHeadingText'),
      translateScheme(id),
    ]
    if (scheme && code && code.length <= 40) codes.set(`${scheme} ${code}`, { scheme, code })
    const names = id === '20' ? (heading?.split(/[;,]/) ?? []) : [heading ?? ''] // 20: keywords
    for (const name of names) if (name.trim() !== '') subjects.add(cutText(name.trim(), max.subject))
  }
  return { subjects: [...subjects].slice(0, max.subjects), codes: [...codes.values()].slice(0, max.codes) }
}

/** Pages (extent types 00, 05, 07, 11 of list 23), of the main text first. */
function pagesOf(detail: XmlNode): string {
  const pages = detail.all('Extent').filter((extent) => extent.textOf('ExtentUnit') === '03')
  const of = (type: string) => pages.find((extent) => extent.textOf('ExtentType') === type)?.textOf('ExtentValue')
  const value = of('00') ?? of('11') ?? of('07') ?? of('05') ?? ''
  return value === '0' ? '' : value
}

/** The parts that a message may bring without the rest: the description (list 153: 03, else 02), the publisher (list 45: 01), the date (list 163: 01). */
function patchOf(product: XmlNode): EditionPatch {
  const texts = product.first('CollateralDetail')?.all('TextContent') ?? []
  const textOf = (type: string) => withCode(texts, 'TextType', type)?.textOf('Text')
  const description = textOf('03') ?? textOf('02')
  const publishing = product.first('PublishingDetail')
  const publisher = publishing && publisherOf(publishing)
  const date = withCode(publishing?.all('PublishingDate') ?? [], 'PublishingDateRole', '01')?.textOf('Date')
  return {
    description: description ? cutText(plainText(description), max.description) : null,
    publisher: publisher ? cutText(publisher, max.publisher) : null,
    published: date && /^(?:1[4-9]|20)\d\d/.test(date) ? date.slice(0, 4) : null,
  }
}

function publisherOf(publishing: XmlNode): string | null {
  const publishers = publishing.all('Publisher')
  const main = withCode(publishers, 'PublishingRole', '01') ?? publishers[0]
  return main?.textOf('PublisherName') ?? publishing.textOf('Imprint', 'ImprintName')
}

/** The one whose element `name` holds this code. */
function withCode(all: readonly XmlNode[], name: string, code: string): XmlNode | undefined {
  return all.find((one) => one.textOf(name) === code)
}

/**
 * Editions belong together when the sender names their work (list 164: 01), else when title and the first author's surname are the same; a book
 * without an author stays by itself, for many have its title.
 */
function workKeyOf(
  product: XmlNode,
  { title, authors, isbn }: { title: string; authors: readonly { name: string; role: Role }[]; isbn: string | null },
): string {
  const related = product.first('RelatedMaterial')?.all('RelatedWork') ?? []
  const work = related.find((one) => one.textOf('WorkRelationCode') === '01')?.first('WorkIdentifier')
  const id = work?.textOf('IDValue')
  if (id) return `onix:${work?.textOf('WorkIDType') ?? ''}:${id}`.slice(0, 200)
  const author = authors.find(({ role }) => role === 'author')
  if (!author) return `isbn:${isbn ?? ''}`
  return `title:${titleKeyOf(title).slice(0, 150)}|${surnameOf(author.name)}`.slice(0, 200)
}

/** ONIX writes 20100510T1115-0400, or a part of it. A time without a zone is taken for UTC. */
function timeOf(text: string | null): string | null {
  const [, y, mo = '01', d = '01', h = '00', mi = '00', s = '00', zone = 'Z'] =
    /^(\d{4})(\d\d)?(\d\d)?(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})?)?/.exec(text ?? '') ?? []
  if (y === undefined) return null
  const at = new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}${zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3)}`}`)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
