// `offers.best` as bytes. It is the hottest read there is, and tRPC's adapter costs three times what finding the answer does, so an
// answer that was given through tRPC is kept as it was sent and given again, byte for byte, while its board is read.
import type { Board, Boards } from './board.ts'
import { keptBest } from './get-best.ts'
import { BestInput } from './model.ts'

const inputsMax = 10_000 // about 300 B each; the oldest is forgotten

type Asked = ReturnType<typeof BestInput.parse>

/** Gives the body for a raw `input` parameter (still URL-encoded), or null when it has to be asked through tRPC. */
export type BestAnswers = (rawInput: string) => Buffer | null

export function createBestAnswers(boards: Boards): BestAnswers {
  const inputs = new Map<string, Asked>()
  const bodies = new WeakMap<Board, Map<string, Buffer>>()

  return (rawInput) => {
    const asked = inputs.get(rawInput) ?? remember(inputs, rawInput)
    if (!asked) return null
    const { conditions, ...key } = asked
    const board = boards.read(key)
    const best = keptBest(board, conditions)
    if (!best) return null
    const name = conditions?.join() ?? ''
    const kept = bodies.get(board)?.get(name)
    if (kept) return kept
    const body = Buffer.from(JSON.stringify({ result: { data: best } }))
    bodies.set(board, (bodies.get(board) ?? new Map<string, Buffer>()).set(name, body))
    return body
  }
}

/** Parses as the procedure does. What it would refuse is left to it, with its words. */
function remember(inputs: Map<string, Asked>, rawInput: string): Asked | null {
  const asked = parse(rawInput)
  if (!asked) return null
  inputs.set(rawInput, asked)
  for (const oldest of inputs.keys()) {
    if (inputs.size <= inputsMax) break
    inputs.delete(oldest)
  }
  return asked
}

function parse(rawInput: string): Asked | null {
  try {
    return BestInput.parse(JSON.parse(decodeURIComponent(rawInput)))
  } catch {
    return null
  }
}
