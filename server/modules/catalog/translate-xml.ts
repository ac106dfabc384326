// An element of an XML record, and how its parts are read. Pure.

const blocks = /^(?:p|br|div|[uod]l|li|d[td]|h\d|t[rdh])$/i

export class XmlNode {
  readonly name: string
  readonly content: (XmlNode | string)[] = []

  constructor(name: string) {
    this.name = name
  }

  /** The children of this name, in their order. */
  all(name: string): XmlNode[] {
    return this.content.filter((one) => one instanceof XmlNode).filter((child) => child.name === name)
  }

  /** The first one at the end of this path of names. */
  first(...[name, ...rest]: string[]): XmlNode | null {
    if (name === undefined) return this
    for (const child of this.all(name)) {
      const found = child.first(...rest)
      if (found) return found
    }
    return null
  }

  /** All text within, with single blanks; null when there is none. Paragraphs and the like divide words. */
  get text(): string | null {
    return this.#whole().replaceAll(/\s+/g, ' ').trim() || null
  }

  #whole(): string {
    const text = this.content.map((part) => (typeof part === 'string' ? part : part.#whole())).join('')
    return blocks.test(this.name) ? ` ${text} ` : text
  }

  /** The text at the end of this path. */
  textOf(...path: string[]): string | null {
    return this.first(...path)?.text ?? null
  }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Text without the HTML that publishers put into descriptions: what it says, not what it looks like. */
export function plainText(html: string): string {
  return html
    .replaceAll(/<(?:br|\/?p|\/?div|\/?li)\b[^>]*>/gi, '\n')
    .replaceAll(/<\/?[a-z][^>]*>/gi, '')
    .replaceAll(
      /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi,
      (whole, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return named[name.toLowerCase()] ?? whole
        const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
        return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : ' '
      },
    )
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n\s*/g, '\n')
    .trim()
}

/** At most `max` characters, cut at a blank. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  return `${text.slice(0, max - 1).replace(/\s+\S*$/, '')}…`
}
