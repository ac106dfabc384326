import { expect, it } from 'vitest'
import { changeOf } from './change-of.ts'
import { emptyDraft, toDraft, toInput } from './seller-draft.ts'

const read = toInput({ ...emptyDraft, name: 'Corner', address: 'corner.example:443', zones: 'GB 3.05 2-4' })
if (!read.ok) throw new Error('the draft is wrong')
const { input: seller } = read
const typed = (change: object) => {
  const next = toInput({ ...toDraft(seller), ...change })
  if (!next.ok) throw new Error(JSON.stringify(next.problems))
  return changeOf(seller, next.input)
}

it('is nothing when nothing was typed, or the same was', () => {
  expect(typed({})).toBeNull()
  expect(typed({ name: ' Corner ', quoteTimeoutMs: '1 500' })).toBeNull()
})

it('is only the part that differs', () => {
  expect(Object.keys(typed({ name: 'Other' }) ?? {})).toEqual(['profile'])
  expect(Object.keys(typed({ address: 'other.example:443' }) ?? {})).toEqual(['connection'])
  expect(typed({ apiKey: 'new' })).toMatchObject({ connection: { apiKey: 'new' } })
})
