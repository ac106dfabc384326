// XML from strangers. No document types, no entities, no numbers guessed from text; limited in depth, size and number of elements, because
// reading it holds up everybody else's quotes.
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { SellerFailure } from './seller-failure.ts'

// Two hundred copies of a book with twenty elements each, and their descriptions; reading as much takes some twenty milliseconds.
const textMax = 512 * 1024
const marksMax = 20_000

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
  if (text.length > textMax || countMarks(text) > marksMax)
    throw new SellerFailure('bad_data', 'its answer is more XML than any answer needs')
  // Looked for in the whole text and in any case: a parser that disagrees on where a prolog ends must not matter.
  if (/<!(doctype|entity)/i.test(text)) throw new SellerFailure('bad_data', 'its answer has a document type')
  if (XMLValidator.validate(text) !== true) throw new SellerFailure('bad_data', 'its answer is no XML')
  try {
    return parser.parse(text)
  } catch (cause) {
    throw new SellerFailure('bad_data', 'its answer is no XML that we accept', { cause })
  }
}

/** How many `<` there are; it stops at one too many. */
function countMarks(text: string): number {
  let count = 0
  for (let at = text.indexOf('<'); at >= 0 && count <= marksMax; at = text.indexOf('<', at + 1)) count += 1
  return count
}

/** Text → what may stand in an element or attribute. Characters that XML cannot carry are dropped. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`)
}
