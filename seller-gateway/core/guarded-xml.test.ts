import { XMLParser } from 'fast-xml-parser'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeXml, parseXml } from './guarded-xml.ts'

const lol = '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><lolz>&b;</lolz>'

describe('parseXml', () => {
  it('reads elements by their local name and leaves text as text', () => {
    const xml = '<?xml version="1.0"?><s:A xmlns:s="urn:x"><s:Code>00</s:Code><n:Price xmlns:n="y">8.90</n:Price></s:A>'
    expect(parseXml(xml)).toMatchObject({ A: { Code: '00', Price: '8.90' } })
  })

  it.each([
    ['entities that grow', lol],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a document type in other case', '<!doctype a><a/>'],
    ['a document type after a comment', '<!-- x --><!DOCTYPE a><a/>'],
    ['a document type that hides in the middle', '<a><!DOCTYPE a [<!ENTITY x "y">]></a>'],
    ['nesting without end', '<a>'.repeat(100_000) + '</a>'.repeat(100_000)],
    ['nesting beyond the limit', '<a>'.repeat(40) + '</a>'.repeat(40)],
    ['elements that are not closed', '<a><b></a>'],
    ['no XML', 'Service Unavailable'],
    ['nothing', ''],
  ])('refuses %s', (_, xml) => {
    expect(() => parseXml(xml)).toThrow(expect.objectContaining({ kind: 'bad_data' }))
  })

  it('does not resolve entities', () => {
    expect(parseXml('<a>&unknown;&lt;</a>')).toEqual({ a: '&unknown;&lt;' })
  })

  it('cannot reach Object.prototype', () => {
    try {
      parseXml('<a><__proto__><polluted>yes</polluted></__proto__></a>')
    } catch (error) {
      expect(error).toMatchObject({ kind: 'bad_data' })
    }
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
  })
})

it('escapes any text so that it comes back as one element', () => {
  const reader = new XMLParser({ parseTagValue: false, trimValues: false, htmlEntities: true })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      const clean = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      fc.pre(clean.trim() !== '' && !clean.includes('\r'))
      expect(reader.parse(`<a>${escapeXml(text)}</a>`)).toEqual({ a: clean })
    }),
  )
})
