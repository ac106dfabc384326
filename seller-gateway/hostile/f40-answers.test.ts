// F40: addresses inside answers: redirects, next pages, links, schemas, documents. Nobody follows one, so the canary on loopback is never touched.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answering, askOnce, startHostileWorld } from '../testing/hostile-world.ts'
import type { HostileWorld } from '../testing/hostile-world.ts'
import { answerOf, fair, httpProtocols } from '../testing/protocols.ts'
import { startTcp } from '../testing/tcp-servers.ts'
import { watchConnections } from '../testing/watch-connections.ts'

let touches = 0
let canary: Awaited<ReturnType<typeof startTcp>>
let world: HostileWorld
let watch: ReturnType<typeof watchConnections>

beforeAll(async () => {
  canary = await startTcp(() => (touches += 1))
  world = await startHostileWorld()
})
afterAll(async () => {
  await canary.close()
  await world.close()
})
beforeEach(() => {
  watch = watchConnections()
})
afterEach(() => {
  watch.stop()
  world.reset()
  expect(touches).toBe(0)
})

describe('F40 addresses inside answers', () => {
  it.each([301, 302, 303, 307, 308, 300])(
    'F40 a redirect (%i) to metadata and to the canary: followed by nobody',
    async (status) => {
      for (const location of [
        'http://169.254.169.254/latest/meta-data/',
        `http://127.0.0.1:${canary.port}/`,
        `//127.0.0.1:${canary.port}/`,
      ]) {
        world.behaveAll(
          () => (_, response) => void response.writeHead(status, { location, refresh: `0; url=${location}` }).end(),
        )
        const round = await askOnce(world)
        for (const id of httpProtocols)
          expect(round.failures[id], id).toMatch(/^FAILURE_KIND_BAD_DATA: .*redirects are not followed/)
        expect(round.quotes('honest')).toHaveLength(1)
      }
      expect(
        watch.tried.filter((target) => target.startsWith('169.254') || target.endsWith(`:${canary.port}`)),
      ).toEqual([])
    },
  )

  it('F40 next pages, links, documents and order addresses: read by nobody', async () => {
    const url = `http://127.0.0.1:${canary.port}/`
    const links = [
      'next',
      'href',
      'links',
      'permalink_url',
      'image',
      'webhook_url',
      '$ref',
      'documentation',
      'self',
      'location',
    ]
      .map((key) => `"${key}":"${url}"`)
      .join(',')
    for (const id of ['rest-checkout', 'rest-mapped', 'graphql-cart'] as const)
      world.behave(
        id,
        answering(id, answerOf(id, '/x', fair).replaceAll('{', `{${links},`), { link: `<${url}>; rel="next"` }),
      )
    world.behave(
      'agentic-checkout',
      (_, response, path) =>
        void response
          .setHeader('link', `<${url}>; rel="next"`)
          .end(answerOf('agentic-checkout', path, fair).replaceAll('{', `{${links},`)),
    )
    const schema = `xmlns:x="${url}" x:schemaLocation="${url} ${url}x.xsd"`
    for (const id of ['soap-trade', 'signed-search'] as const)
      world.behave(
        id,
        answering(
          id,
          `<?xml-stylesheet href="${url}"?>${answerOf(id, '', fair).replace(/<(\w+)>/, `<$1 ${schema}>`)}`,
          {
            link: `<${url}>; rel="describedby"`,
          },
        ),
      )
    for (const id of ['price-list', 'edifact', 'x12'] as const)
      world.behave(id, (_, response, path) => {
        const isGone = path.startsWith('/pricelist-delta')
        response.writeHead(isGone ? 410 : 200, { 'content-location': url, link: `<${url}>; rel="alternate"` })
        response.end(answerOf(id, path, fair))
      })
    const round = await askOnce(world)
    expect(round.failures).toEqual({})
    for (const id of httpProtocols) expect(round.quotes(id).length, id).toBeGreaterThan(0)
    expect(watch.tried.filter((target) => target.endsWith(`:${canary.port}`))).toEqual([])
  })
})
