// Guessing passwords by way of the catalogue is no faster than by the page: the same count stands behind both.
import { expect, it } from 'vitest'
import { basic, useOpds } from '#testing/opds'

const world = useOpds({ signInsMax: 3 })

it('is limited by the address of the connection, and lets in who had signed in before', async () => {
  const { email } = await world.person()
  expect((await world.ask('/opds/profile', { as: email })).status).toBe(200)
  const guess = (n: number) =>
    world.ask('/opds/profile', {
      headers: { authorization: basic(email, `guess number ${n}`), 'x-forwarded-for': `10.0.0.${n}` },
    })
  const statuses: number[] = []
  for (let n = 0; n < 5; n++) statuses.push((await guess(n)).status)
  expect(statuses).toEqual([401, 401, 429, 429, 429])
  const refused = await guess(6)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.headers.get('content-type')).toBe('application/problem+json')
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ grant_type: 'password', username: email, password: 'guess' }).toString()
  expect((await world.ask('/opds/token', { method: 'POST', headers: form, body })).status).toBe(429)
  expect((await world.ask('/opds/profile', { as: email })).status).toBe(200)
})
