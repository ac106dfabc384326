// Compared with fast-xml-parser on documents of every shape that messages have, and with itself on documents that somebody has damaged.
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readXml } from './read-xml.ts'

const reference = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
})

const space = fc.constantFrom('', ' ', '\n  ', '\t')
const elementName = fc.constantFrom('A', 'Price', 'isbn13', 'x-y', 'Zahlung.Ä', '_z')
const prefix = fc.constantFrom('', 's:', 'urn-1:')
const attributes = fc.constantFrom('', ' a="1"', " b = '>'", ' s:c="&lt;" d=""')
const words = fc.stringMatching(/^[A-Za-z0-9&;%'"é– ]{0,12}$/)
const between = fc.oneof(
  { weight: 3, arbitrary: space },
  fc.constantFrom('<!-- a <b> comment -->', '<?pi a > b?>', '<!---->'),
)
const content = fc.oneof(
  words,
  words.map((text) => `<![CDATA[(${text})<]>]]>`), // spaces at its ends are text to fast-xml-parser, and spaces to us
)

const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .record({
      prefix,
      name: elementName,
      attributes,
      space,
      inner: fc.oneof(
        { depthSize: 'small' },
        content,
        fc.array(fc.tuple(between, tie('element')), { maxLength: 4 }).map((parts) => parts.flat().join('')),
      ),
      isSingle: fc.boolean(),
    })
    .map((one) => {
      const tag = one.prefix + one.name
      if (one.isSingle && one.inner === '') return `<${tag}${one.attributes}${one.space}/>`
      return `<${tag}${one.attributes}${one.space}>${one.inner}</${tag}${one.space}>`
    }),
}))
const document = fc
  .tuple(fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>'), between, element, between)
  .map((parts) => parts.join(''))

describe('readXml', () => {
  it('reads what fast-xml-parser reads', () => {
    fc.assert(
      fc.property(document, (text) => {
        fc.pre(XMLValidator.validate(text) === true)
        expect(readXml(text)).toEqual(reference.parse(text))
      }),
      { numRuns: 1_000 },
    )
  })

  it('reads a damaged document as something else, or refuses it', () => {
    const damage = fc.tuple(
      fc.nat({ max: 400 }),
      fc.nat({ max: 3 }),
      fc.constantFrom('', '<', '>', '/', '"', '<!', 'A', ' '),
    )
    fc.assert(
      fc.property(document, damage, (text, [at, cut, put]) => {
        const damaged = text.slice(0, at) + put + text.slice(at + cut)
        try {
          expect(Object.keys(readXml(damaged))).toHaveLength(1)
        } catch (error) {
          expect(error).toMatchObject({ name: 'SellerFailure', kind: 'bad_data' })
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['two roots', '<a/><b/>'],
    ['two roots of one name', '<a/><a/>'],
    ['text beside the root', '<a/>b'],
    ['text before the root', 'b<a/>'],
    ['an end without a beginning', '</a>'],
    ['a beginning without an end', '<a>'],
    ['ends in the wrong order', '<a><b></a></b>'],
    ['an end of another prefix', '<s:a></t:a>'],
    ['an attribute without quotes', '<a b=c/>'],
    ['an attribute without a value', '<a b/>'],
    ['attributes that touch', '<a b="1"c="2"/>'],
    ['a mark in an attribute', '<a b="<"/>'],
    ['a name that begins with a digit', '<1/>'],
    ['a comment that does not end', '<a/><!-- b'],
    ['a comment with -- in it', '<a/><!-- b -- c -->'],
    ['CDATA that does not end', '<a><![CDATA[ b</a>'],
    ['a declaration in the middle', '<a><!ELEMENT b></a>'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['an element called constructor', '<a><constructor/></a>'],
    ['an element called __proto__', '<a><s:__proto__><polluted/></s:__proto__></a>'],
    ['nothing', ''],
    ['spaces', ' '],
  ])('refuses %s', (_, text) => {
    expect(() => readXml(text)).toThrow(expect.objectContaining({ kind: 'bad_data' }))
  })

  it('keeps text between elements apart from them', () => {
    expect(readXml('<p>one <b>two</b> three</p>')).toEqual({ p: { b: 'two', '#text': 'one  three' } })
  })

  it('begins after a byte order mark', () => {
    expect(readXml('\uFEFF<a>1</a>')).toEqual({ a: '1' })
  })
})
