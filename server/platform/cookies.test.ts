import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { findCookie, openCookies } from './cookies.ts'

async function answer(isSecure: boolean, cookie: string) {
  const seen: (string | null)[] = []
  const server = createServer((req, res) => {
    const cookies = openCookies(req, res, { isSecure })
    seen.push(cookies.get('a'), cookies.get('b'))
    res.appendHeader('set-cookie', 'other=1')
    cookies.set('a', 'new', 60)
    seen.push(cookies.get('a'))
    res.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { port } = server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}`, { headers: { cookie } })
    return { seen, set: response.headers.getSetCookie() }
  } finally {
    server.close()
  }
}

it('reads what the browser sent and sets what no script reads', async () => {
  expect(await answer(false, 'x=1; a=old; aa=2')).toEqual({
    seen: ['old', null, 'new'],
    set: ['other=1', 'a=new; Max-Age=60; Path=/; HttpOnly; SameSite=Lax'],
  })
  expect((await answer(true, '')).set.at(-1)).toBe('a=new; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure')
})

it('finds whole names only, and the first of two', () => {
  expect(findCookie('ba=1; a=2; a=3', 'a')).toBe('2')
  expect(findCookie('a', 'a')).toBeNull()
  expect(findCookie(undefined, 'a')).toBeNull()
})

it.each(['a;b', 'a b', 'a\r\nb'])('sets nothing that could end a header: %j', (value) => {
  expect(() => openCookies({ headers: {} } as never, {} as never, { isSecure: true }).set('a', value, 1)).toThrow(
    RangeError,
  )
})
