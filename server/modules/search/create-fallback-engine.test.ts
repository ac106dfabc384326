// Who answers when the first engine does not, and when the first is asked again.
import { pino } from 'pino'
import { expect, it, vi } from 'vitest'
import { createFallbackEngine } from './create-fallback-engine.ts'
import { noFacets } from './engine.ts'
import type { EngineQuery, SearchEngine } from './engine.ts'
import type { EngineName } from './model.ts'
import { refuse } from './model.ts'

const log = pino({ level: 'silent' })
const query: EngineQuery = { text: 'dune', filters: {}, sort: 'relevance', cursor: null, limit: 10 }

function engineOf(name: EngineName, answers: () => Promise<void> = async () => {}) {
  let asked = 0
  const engine: SearchEngine = {
    name,
    async find() {
      asked++
      await answers()
      const found = { hits: [], total: 0, isTotalExact: true, nextCursor: null, facets: noFacets, didYouMean: null }
      return { ...found, engine: name, degraded: false }
    },
    async suggest() {
      asked++
      await answers()
      return [{ text: name, kind: 'title' }]
    },
  }
  return { engine, asked: () => asked }
}

const postgres = engineOf('postgres').engine
const fails = async () => {
  throw new Error('connection refused')
}
const never = () => new Promise<void>(() => {})

it('asks the first engine while it answers', async () => {
  const engine = createFallbackEngine(engineOf('opensearch').engine, postgres, { log })
  expect(await engine.find(query)).toMatchObject({ engine: 'opensearch', degraded: false })
  expect(await engine.suggest('d', 8)).toMatchObject([{ text: 'opensearch' }])
})

it.each([
  ['fails', fails],
  ['does not answer', never],
])('lets the second one answer when the first %s, and says so', async (_, answers) => {
  const engine = createFallbackEngine(engineOf('opensearch', answers).engine, postgres, { log, shareMs: 20 })
  expect(await engine.find(query)).toMatchObject({ engine: 'postgres', degraded: true })
  expect(await engine.suggest('d', 8)).toMatchObject([{ text: 'postgres' }])
})

it('passes a refusal on: the second engine would say the same', async () => {
  const first = engineOf('opensearch', async () => {
    throw refuse('cursor_unknown')
  })
  const engine = createFallbackEngine(first.engine, postgres, { log })
  for (let i = 0; i < 5; i++) await expect(engine.find(query)).rejects.toMatchObject({ code: 'search.cursor_unknown' })
  expect(first.asked()).toBe(5) // and it is no failure
})

it('leaves an engine alone that fails, and takes it back once it answers', async () => {
  vi.useFakeTimers()
  try {
    let isUp = false
    const first = engineOf('opensearch', async () => (isUp ? undefined : fails()))
    const engine = createFallbackEngine(first.engine, postgres, { log })
    for (let i = 0; i < 10; i++) expect(await engine.find(query)).toMatchObject({ degraded: true })
    expect(first.asked()).toBe(3)
    vi.advanceTimersByTime(1_001)
    for (let i = 0; i < 10; i++) expect(await engine.find(query)).toMatchObject({ degraded: true })
    expect(first.asked()).toBe(4) // one look a second
    isUp = true
    vi.advanceTimersByTime(1_001)
    for (let i = 0; i < 10; i++)
      expect(await engine.find(query)).toMatchObject({ engine: 'opensearch', degraded: false })
  } finally {
    vi.useRealTimers()
  }
})

it('does not count a reader who went away', async () => {
  const first = engineOf('opensearch', async () => {
    throw new DOMException('gone', 'AbortError')
  })
  const engine = createFallbackEngine(first.engine, postgres, { log })
  for (let i = 0; i < 5; i++) await expect(engine.find(query, AbortSignal.abort())).rejects.toThrow()
  for (let i = 0; i < 5; i++) expect(await engine.find(query)).toMatchObject({ degraded: true })
  expect(first.asked()).toBeGreaterThanOrEqual(5)
})
