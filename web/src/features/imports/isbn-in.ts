/** The 13 digits that somebody typed or pasted, without hyphens and spaces; whether there is such a book is for the server to say. */
export function isbnIn(text: string): string | null {
  const digits = text.replaceAll(/[\s\p{Pd}]/gu, '')
  return /^97[89]\d{10}$/.test(digits) ? digits : null
}
