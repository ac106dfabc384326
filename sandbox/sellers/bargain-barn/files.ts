// The Barn's files: separated by semicolons, with decimal commas, CRLF and a trailer that proves the end.
import type { Money } from '@quire/proto/money'
import { fromDecimal, toDecimal } from '../../core/amount.ts'

/** One line; a field that needs it is quoted. */
export function line(...fields: readonly string[]): string {
  return `${fields.map((field) => (/[;"\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(';')}\r\n`
}

/** A whole file: a header, `body` of `count` lines, and the trailer. */
export function file(header: string, body: string, count: number): string {
  return `${header}${body}${line('T', String(count))}`
}

/** The lines of a file that was sent, or null when a quote is left open. */
export function readLines(text: string): string[][] | null {
  const lines: string[][] = []
  let fields: string[] = []
  let at = 0
  while (at < text.length) {
    const isQuoted = text[at] === '"'
    const end = isQuoted ? closingQuote(text, at + 1) : fieldEnd(text, at)
    if (end < 0) return null
    fields.push(isQuoted ? text.slice(at + 1, end).replaceAll('""', '"') : text.slice(at, end))
    at = isQuoted ? end + 1 : end
    if (text[at] === ';') {
      at += 1
      if (at < text.length) continue
      fields.push('')
    }
    at = afterLineBreak(text, at)
    lines.push(fields)
    fields = []
  }
  return lines
}

/** 8.99 EUR → "8,99". */
export function toComma(money: Money): string {
  return toDecimal(money).replace('.', ',')
}

/** "8,99" → an amount, or null. */
export function fromComma(text: string, currency: string): Money | null {
  return text.includes('.') ? null : fromDecimal(text.replace(',', '.'), currency)
}

/** Windows-1252; what it has no sign for becomes a question mark, as in the spreadsheet. */
export function toWindows1252(text: string): Buffer {
  const signs = text.replaceAll(/[^\u0000-\u007f\u00a0-\u00ff]/gu, (sign) =>
    String.fromCharCode(codes.get(sign) ?? 0x3f),
  )
  return Buffer.from(signs, 'latin1')
}

function fieldEnd(text: string, from: number): number {
  const found = /[;\r\n]/.exec(text.slice(from))
  return found ? from + found.index : text.length
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at
  return -1
}

function afterLineBreak(text: string, at: number): number {
  const next = text[at] === '\r' ? at + 1 : at
  return text[next] === '\n' ? next + 1 : next
}

const codes = new Map(
  Array.from(
    new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, code) => code)),
    (sign, code) => [sign, code],
  ),
)
