/** True for 13 digits that begin with 978 or 979 and whose check digit is right. */
export function isIsbn13(text: string): boolean {
  if (!/^97[89]\d{10}$/.test(text)) return false
  let weighted = 0
  for (let at = 0; at < 13; at += 1) weighted += Number(text[at]) * (at % 2 === 0 ? 1 : 3)
  return weighted % 10 === 0
}
