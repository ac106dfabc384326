// ONIX's tags and codes in our words: those that a catalogue of books to buy needs (EDItEUR's ONIX for Books 3.0 and its code lists, https://www.editeur.org).
// Pure.
import type { Role } from './check-record.ts'
import type { Format } from './model.ts'

/** Short tag → reference name. Composites only differ in case, and the names that we look for say how they are written. */
const shortTags: Readonly<Record<string, string>> = {
  m379: 'SenderIDType',
  x298: 'SenderName',
  x307: 'SentDateTime',
  a001: 'RecordReference',
  a002: 'NotificationType',
  b221: 'ProductIDType',
  b244: 'IDValue',
  b233: 'IDTypeName',
  x314: 'ProductComposition',
  b012: 'ProductForm',
  b333: 'ProductFormDetail',
  x329: 'CollectionType',
  b202: 'TitleType',
  x409: 'TitleElementLevel',
  b203: 'TitleText',
  b030: 'TitlePrefix',
  b031: 'TitleWithoutPrefix',
  b029: 'Subtitle',
  x410: 'PartNumber',
  b035: 'ContributorRole',
  b036: 'PersonName',
  b037: 'PersonNameInverted',
  b039: 'NamesBeforeKey',
  b247: 'PrefixToKey',
  b040: 'KeyNames',
  b041: 'NamesAfterKey',
  b047: 'CorporateName',
  b253: 'LanguageRole',
  b252: 'LanguageCode',
  b218: 'ExtentType',
  b219: 'ExtentValue',
  b220: 'ExtentUnit',
  b067: 'SubjectSchemeIdentifier',
  b069: 'SubjectCode',
  b070: 'SubjectHeadingText',
  x426: 'TextType',
  d104: 'Text',
  b291: 'PublishingRole',
  b081: 'PublisherName',
  b079: 'ImprintName',
  x448: 'PublishingDateRole',
  b306: 'Date',
  x454: 'WorkRelationCode',
  b201: 'WorkIDType',
}
const composites =
  'ONIXMessage Header Sender SenderIdentifier Product ProductIdentifier DescriptiveDetail Collection TitleDetail TitleElement Contributor Language ' +
  'Extent Subject CollateralDetail TextContent PublishingDetail Publisher Imprint PublishingDate RelatedMaterial RelatedWork WorkIdentifier'
const byShort = new Map([
  ...Object.entries(shortTags),
  ...composites
    .split(' ')
    .map((name): [string, string] => [name === 'ONIXMessage' ? 'ONIXmessage' : name.toLowerCase(), name]),
])

/** The reference name of a tag, whichever of the two the file uses. */
export function referenceName(tag: string): string {
  return byShort.get(tag) ?? tag
}

/** What a notification asks for (list 1). */
export function translateNotification(code: string | null): 'whole' | 'parts' | 'delete' | 'test' | null {
  const kinds = {
    '01': 'whole',
    '02': 'whole',
    '03': 'whole',
    '04': 'parts',
    '05': 'delete',
    '08': 'whole',
    '09': 'whole',
  } as const
  if (code === '88' || code === '89') return 'test'
  return code !== null && code in kinds ? kinds[code as keyof typeof kinds] : null
}

const printed: Readonly<Record<string, Format>> = {
  BB: 'hardcover',
  BC: 'paperback',
  BE: 'paperback', // spiral bound
  BF: 'paperback', // pamphlet
  BG: 'hardcover', // leather
  BH: 'hardcover', // board book
  BM: 'paperback', // big book
  BN: 'paperback', // part of a work in parts
  BO: 'paperback', // folded
}
const massMarket = 'B101'

/** Our format of a product form (list 150) and its details (list 175): null for a book that does not say, undefined for what is no book to read or hear. */
export function translateForm(form: string, details: readonly string[]): Format | null | undefined {
  if (form.startsWith('A')) return 'audiobook'
  if (/^E[ABCD]$/.test(form)) return details.some((detail) => detail.startsWith('A1')) ? 'audiobook' : 'ebook'
  if (details.includes(massMarket) && (form === 'BC' || form === 'BA')) return 'mass-market'
  if (form === 'BA' || form === '00') return null
  return printed[form]
}

/** What a contributor did (list 17). */
export function translateRole(code: string): Role {
  if (/^A(?:01|02|03|10|11)$/.test(code)) return 'author'
  if (/^A(?:12|13|35|36|40)$/.test(code)) return 'illustrator'
  if (/^B(?:06|08|10)$/.test(code)) return 'translator'
  if (/^B(?:01|02|09|1[1-9]|2[01])$/.test(code)) return 'editor'
  if (/^E(?:03|05|07|08)$/.test(code)) return 'narrator'
  return 'contributor'
}

/** Classifications (list 27) that are kept under a name; others are a publisher's own. */
const schemes: Readonly<Record<string, string>> = { '10': 'bisac', '12': 'bic', '93': 'thema' }
export function translateScheme(code: string): string | null {
  return schemes[code] ?? (/^9[4-9]$/.test(code) ? 'thema' : null) // 94–99: Thema's qualifiers
}
