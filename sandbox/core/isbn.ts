// ISBN-13, as far as a seller cares.

/** Whether these are 13 digits of a book (978 or 979) with the right check digit. */
export function isIsbn13(text: string): boolean {
  if (!/^97[89]\d{10}$/.test(text)) return false
  let total = 0
  for (let i = 0; i < 13; i++) total += Number(text[i]) * (i % 2 === 0 ? 1 : 3)
  return total % 10 === 0
}
