// One word written in several ways: British and American, and numbers in words, digits and Roman numerals. Pure.

/** True when both mean one number: `3`, `three`, `iii`. */
export function isSameNumber(a: string, b: string): boolean {
  return a === b || numerals.some((forms) => forms.includes(a) && forms.includes(b))
}

const numerals: readonly (readonly string[])[] = [
  ['1', 'one'],
  ['2', 'two', 'ii'],
  ['3', 'three', 'iii'],
  ['4', 'four', 'iv'],
  ['5', 'five'],
  ['6', 'six', 'vi'],
  ['7', 'seven', 'vii'],
  ['8', 'eight', 'viii'],
  ['9', 'nine', 'ix'],
  ['10', 'ten'],
  ['11', 'eleven'],
  ['12', 'twelve'],
  ['13', 'thirteen'],
]

/** British and American spelling, and numbers in words, digits and Roman numerals. */
export function variantsOf(word: string): string[] {
  const same = numerals.find((forms) => forms.includes(word)) ?? []
  const spelled = [
    word.replace(/ll(?=ing$|ed$|er$|ers$)/, 'l'),
    word.replace(/(?<=[aeiou])l(?=ing$|ed$|er$|ers$)/, 'll'),
    word.replace(/our(?=s?$|ed$|ing$|ful$|ite)/, 'or'),
    word.replace(/(?<=[a-z]{2})or(?=s?$|ite)/, 'our'),
    word.replace(/is(?=e$|ed$|ing$|ation$)/, 'iz'),
    word.replace(/iz(?=e$|ed$|ing$|ation$)/, 'is'),
    word.replace(/tre$/, 'ter'),
    word.replace(/grey/, 'gray'),
  ]
  return [...new Set([...same, ...spelled])].filter((form) => form !== word && form.length > 0)
}
