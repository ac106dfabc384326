import { expect, it } from 'vitest'
import { type SellerDraft, emptyDraft, problemOf, toDraft, toInput } from './seller-draft.ts'

const draft: SellerDraft = {
  ...emptyDraft,
  name: ' Corner Books ',
  contactEmail: 'desk@corner.example',
  currency: 'gbp',
  currencies: 'gbp, eur',
  quoteTimeoutMs: '1,500',
  testIsbn13s: '978-0-441-17271-9, 9780340839935',
  certificates: 'AB:CD\n',
  zones: 'GB 3.05 2-4\nde, at 4,9 5',
  address: 'books.corner.example:443',
}

function inputOf(change: Partial<SellerDraft>) {
  const read = toInput({ ...draft, ...change })
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.input
}

function problemsOf(change: Partial<SellerDraft>) {
  const read = toInput({ ...draft, ...change })
  return read.ok ? null : read.problems
}

it('reads what people type', () => {
  expect(inputOf({})).toEqual({
    profile: {
      name: 'Corner Books',
      contactEmail: 'desk@corner.example',
      currency: 'GBP',
      currencies: ['GBP', 'EUR'],
      requestsPerSecond: 20,
      concurrentCalls: 8,
      quoteTimeoutMs: 1_500,
      orderTimeoutMs: 6_000,
      notFoundFinalAfterMs: 60_000,
      testIsbn13s: ['9780441172719', '9780340839935'],
      certificateFingerprints: ['abcd'],
      shippingZones: [
        { countries: ['GB'], shipping: { currency: 'GBP', minor: 305 }, deliveryDaysMin: 2, deliveryDaysMax: 4 },
        { countries: ['DE', 'AT'], shipping: { currency: 'GBP', minor: 490 }, deliveryDaysMin: 5, deliveryDaysMax: 5 },
      ],
    },
    connection: {
      kind: 'grpc',
      address: 'books.corner.example:443',
      contractVersion: 'quire.seller.v1',
      apiKey: '',
      plaintext: false,
    },
  })
})

it('comes back the same from what was registered', () => {
  const input = inputOf({ currency: 'JPY', zones: 'JP 300 1-3' })
  expect(toInput(toDraft(input))).toEqual({ ok: true, input })
  const rest = inputOf({ kind: 'rest', baseUrl: 'https://corner.example/api', mapping: '{ "version": 1 }' })
  expect(toInput(toDraft(rest))).toEqual({ ok: true, input: rest })
})

it('reads secrets, which may hold anything but a line', () => {
  const { connection } = inputOf({ kind: 'rest', mapping: '{}', secrets: 'apiKey = a=b c\n\nother=x' })
  expect(connection).toMatchObject({ secrets: { apiKey: 'a=b c', other: 'x' } })
})

it.each<[Partial<SellerDraft>, string, string]>([
  [{ requestsPerSecond: 'many' }, 'profile.requestsPerSecond', 'Write a whole number.'],
  [{ notFoundFinalSeconds: '1.5' }, 'profile.notFoundFinalAfterMs', 'Write a whole number.'],
  [{ zones: 'GB 3.05 2-4\nDE' }, 'profile.shippingZones', 'Line 2 is not countries, price, days'],
  [{ zones: 'GB 3.055 2' }, 'profile.shippingZones', 'Line 1 is not countries'],
  [{ currency: 'JPY', zones: 'JP 3.05 2' }, 'profile.shippingZones', 'Line 1 is not countries'],
  [{ kind: 'rest', mapping: '{\n "a" 1 }' }, 'connection.mapping', 'Line 2, column 6: expected a colon'],
  [{ kind: 'rest', mapping: ' ' }, 'connection.mapping', 'Paste the mapping.'],
  [{ kind: 'rest', mapping: '{}', secrets: 'ok = x\nwhat' }, 'connection.secrets', 'Line 2 is not name = value.'],
])('says what cannot be sent: %j', (change, field, sentence) => {
  expect(problemsOf(change)?.[field]).toContain(sentence)
})

it('shows what is wrong with a part of a list at the list', () => {
  const problems = { 'profile.currencies.1': 'is not known', 'profile.currency': 'is wrong' }
  expect(problemOf(problems, 'profile.currencies')).toBe('No. 2: Is not known.')
  expect(problemOf(problems, 'profile.currency')).toBe('Is wrong.')
  expect(problemOf(problems, 'profile.name')).toBeUndefined()
})
