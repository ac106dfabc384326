// XML from strangers, in and out. No document types, no entities, no numbers guessed from text, limited depth.
import { readXml } from './read-xml.ts'
import type { XmlValue } from './read-xml.ts'
import { SellerFailure } from './seller-failure.ts'

/** XML text → an object of elements by local name; text stays text. Throws SellerFailure `bad_data`. */
export function parseXml(text: string): XmlValue {
  // Looked for in the whole text and in any case: whatever a reader makes of a prolog must not matter.
  if (/<!(doctype|entity)/i.test(text)) throw new SellerFailure('bad_data', 'its answer has a document type')
  return readXml(text)
}

/** Text → what may stand in an element or attribute. Characters that XML cannot carry are dropped. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`)
}
