// `offers.best` as bytes. It is the hottest read there is, and tRPC's adapter costs several times what finding the answer does, so it is answered
// without: made once for each board and question, and given to everybody who asks while the board is read.
import { dropOldest } from '#platform/drop-oldest'
import type { Board, Boards } from './board.ts'
import { bestOf } from './get-best.ts'
import { BestInput } from './model.ts'

const inputsMax = 10_000 // about 300 B each; the oldest are forgotten

type Asked = ReturnType<typeof BestInput.parse>

/** Gives the body for a raw `input` parameter (still URL-encoded): a promise while sellers are asked, null for what tRPC must refuse. */
export type BestAnswers = (rawInput: string) => Buffer | Promise<Buffer> | null

export function createBestAnswers(boards: Boards): BestAnswers {
  const inputs = new Map<string, Asked>()
  const bodies = new WeakMap<Board, Map<string, Buffer | Promise<Buffer>>>()

  return (rawInput) => {
    const asked = inputs.get(rawInput) ?? remember(inputs, rawInput)
    if (!asked) return null
    const { conditions, ...key } = asked
    const board = boards.read(key)
    const name = conditions?.join() ?? ''
    const ofBoard = bodies.get(board) ?? new Map<string, Buffer | Promise<Buffer>>()
    const kept = ofBoard.get(name)
    if (kept) return kept
    const made = bestOf(board, conditions).then((best) => {
      const body = Buffer.from(JSON.stringify({ result: { data: best } })) // as tRPC writes it
      ofBoard.set(name, body)
      return body
    })
    bodies.set(board, ofBoard.set(name, made))
    return made
  }
}

/** Parses as the procedure does. What it would refuse is left to it, with its words. */
function remember(inputs: Map<string, Asked>, rawInput: string): Asked | null {
  const asked = parse(rawInput)
  if (!asked) return null
  inputs.set(rawInput, asked)
  dropOldest(inputs, inputsMax)
  return asked
}

function parse(rawInput: string): Asked | null {
  try {
    return BestInput.parse(JSON.parse(decodeURIComponent(rawInput)))
  } catch {
    return null
  }
}
