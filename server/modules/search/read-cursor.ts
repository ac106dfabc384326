// Where the next page begins, as an opaque text that both engines read: one may have to go on where the other stopped.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { EngineQuery } from './engine.ts'
import { refuse } from './model.ts'

const Position = z.strictObject({
  /** Which search it belongs to. */
  of: z.string().max(16),
  /** Hits on the pages before. */
  offset: z.int().min(1).max(1_000_000),
  /** The last of them. */
  last: z.string().max(40),
  /** What the engine that wrote it sorts by, as that hit has it; another engine goes by `offset`. */
  keys: z.array(z.union([z.string().max(500), z.number(), z.null()])).max(4),
  engine: z.string().max(20),
})
export type Position = Omit<z.infer<typeof Position>, 'of'>

export function toCursor(query: EngineQuery, position: Position): string {
  return Buffer.from(JSON.stringify({ ...position, of: markOf(query) })).toString('base64url')
}

/** Where the page begins; null for the first. Refuses `cursor_unknown` when the cursor belongs to another text, filter or order. */
export function readCursor(query: EngineQuery): Position | null {
  if (query.cursor === null) return null
  const parsed = Position.safeParse(parseJson(Buffer.from(query.cursor, 'base64url').toString()))
  if (!parsed.success || parsed.data.of !== markOf(query)) throw refuse('cursor_unknown')
  return parsed.data
}

function markOf({ text, filters, sort }: EngineQuery): string {
  const asked = [text, sort, Object.entries(filters).toSorted(([a], [b]) => (a < b ? -1 : 1))]
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url').slice(0, 12)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
