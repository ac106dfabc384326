// XML from strangers. No document types, no entities, no numbers guessed from text, limited depth.
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { SellerFailure } from './seller-failure.ts'

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true, // prefixes are free in SOAP
  parseTagValue: false, // "00" is a code, not zero; amounts stay strings
  processEntities: false,
  trimValues: true,
  maxNestedTags: 20,
})

/** XML text → an object of elements by local name; text stays text. Throws SellerFailure `bad_data`. */
export function parseXml(text: string): unknown {
  // Looked for in the whole text and in any case: a parser that disagrees on where a prolog ends must not matter.
  if (/<!(doctype|entity)/i.test(text)) throw new SellerFailure('bad_data', 'its answer has a document type')
  if (XMLValidator.validate(text) !== true) throw new SellerFailure('bad_data', 'its answer is no XML')
  try {
    return parser.parse(text)
  } catch (cause) {
    throw new SellerFailure('bad_data', 'its answer is no XML that we accept', { cause })
  }
}

/** Text → what may stand in an element or attribute. Characters that XML cannot carry are dropped. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`)
}
