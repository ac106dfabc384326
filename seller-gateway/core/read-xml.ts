// Reads XML 1.0 in one pass, into elements by local name. Only what messages are made of: elements, text, CDATA; comments, processing
// instructions and attributes are checked and left out. No document types, and so no entities: references stay as they are written.
// Promises: time grows with the length of the text and nothing else (each mark is matched once, at its place); what is not well-formed, or
// nested too deep, is refused as a whole.
import { SellerFailure } from './seller-failure.ts'

/** An element: its text where it has no elements in it, else its elements by local name, and text between them as `#text`. */
export type XmlValue = string | { [name: string]: XmlValue | XmlValue[] }

// Answers are some six deep; far deeper ones want to break a reader that calls itself.
const depthMax = 20

// https://www.w3.org/TR/xml/: Name without the rarer ranges, Attribute, STag/EmptyElemTag/ETag, CDSect, Comment, PI.
const name = String.raw`[:A-Z_a-z\u00C0-\uFFFD][-.:\w\u00B7\u00C0-\uFFFD]*`
const attribute = String.raw`\s+${name}\s*=\s*(?:"[^<"]*"|'[^<']*')`
const mark = new RegExp(
  String.raw`<(?:(${name})(?:${attribute})*\s*(/?)>|/(${name})\s*>|!\[CDATA\[([^]*?)\]\]>|!--(?!-?>)(?:[^-]|-[^-])*-->|\?[^]*?\?>)`,
  'y',
)

/** The document: an object of its root element. Throws SellerFailure `bad_data`. */
export function readXml(text: string): XmlValue {
  const tree = createTree()
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    if (next === at) at = readMark(text, at, tree)
    else {
      const end = next < 0 ? text.length : next
      tree.addText(text.slice(at, end))
      at = end
    }
  }
  return tree.close()
}

/** Reads what begins with the `<` at `at`; returns where it ends. */
function readMark(text: string, at: number, tree: Tree): number {
  mark.lastIndex = at
  const found = mark.exec(text)
  if (!found) throw unreadable(`what begins at ${at}`)
  const [, begun, single, ended, literal] = found
  if (literal !== undefined) tree.addText(literal)
  if (begun !== undefined) tree.begin(begun)
  if (begun !== undefined && single === '/') tree.end(begun)
  if (ended !== undefined) tree.end(ended)
  return mark.lastIndex
}

type Tree = ReturnType<typeof createTree>

interface Element {
  name: string
  text: string
  elements: { [name: string]: XmlValue | XmlValue[] } | null
}

/** A document as it grows. */
function createTree() {
  const document: Element = { name: '', text: '', elements: null }
  const outside: Element[] = [] // the elements around the innermost, the document first
  let inner = document
  return {
    addText: (text: string) => void (inner.text += text),
    begin(name: string) {
      if (outside.length >= depthMax) throw unreadable('nested too deep')
      outside.push(inner)
      inner = { name, text: '', elements: null }
    },
    end(name: string) {
      const outer = outside.pop()
      if (!outer || name !== inner.name) throw unreadable(`an end of ${name}`)
      put(outer, inner)
      inner = outer
    },
    close(): XmlValue {
      const roots = Object.values(document.elements ?? {}).flat()
      if (inner !== document || roots.length !== 1 || document.text.trim() !== '')
        throw unreadable('a document has one root')
      return valueOf(document)
    },
  }
}

const prototype: object = {}

function put(outer: Element, inner: Element): void {
  const local = inner.name.slice(inner.name.indexOf(':') + 1) // prefixes are free, in SOAP and elsewhere
  if (local in prototype || local === '') throw unreadable('a name that nobody gives')
  const value = valueOf(inner)
  outer.elements ??= {}
  const known = outer.elements[local]
  if (known === undefined) outer.elements[local] = value
  else if (Array.isArray(known)) known.push(value)
  else outer.elements[local] = [known, value]
}

function valueOf({ elements, text }: Element): XmlValue {
  const trimmed = text.trim()
  if (!elements) return trimmed
  return trimmed === '' ? elements : { ...elements, '#text': trimmed }
}

function unreadable(what: string): SellerFailure {
  return new SellerFailure('bad_data', `its answer is no XML that we accept: ${what}`)
}
