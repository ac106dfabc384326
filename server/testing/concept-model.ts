// A server of an embedding model, as far as tests need one: it knows a few concepts and the words for each, and a vector says how much of each concept is
// in a text. Real HTTP; and it can be made slow, wrong or silent.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'

const concepts: readonly (readonly string[])[] = [
  ['sea', 'ocean', 'ship', 'whale', 'sailor', 'voyage'],
  ['desert', 'sand', 'dry', 'planet', 'dune'],
  ['love', 'marriage', 'romance', 'wedding', 'courtship'],
  ['murder', 'detective', 'killed', 'mystery', 'crime'],
  ['garden', 'flowers', 'plants', 'orphan'],
]
/** So that texts of no concept differ: what is not meant lies around a mean. */
const noiseDimensions = 24

export interface ConceptModel {
  /** Without `/embeddings`. */
  readonly url: string
  /** Texts that it was asked for, in all. */
  asked(): number
  /** From now on: `null` answers, a number is the status of every answer. */
  fail(status: number | null): void
  close(): Promise<void>
}

export async function startConceptModel(): Promise<ConceptModel> {
  let asked = 0
  let status: number | null = null
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      if (status !== null) return void res.writeHead(status).end('{}')
      const { input } = JSON.parse(Buffer.concat(chunks).toString()) as { input: string[] }
      asked += input.length
      const data = input.map((text, index) => ({ index, embedding: vectorOf(text) }))
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: data.toReversed() })) // by `index`, not by place
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: () => asked,
    fail: (given) => void (status = given),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function vectorOf(text: string): number[] {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const meant = concepts.map((concept) => words.filter((word) => concept.includes(word)).length)
  const noise = Array.from({ length: noiseDimensions }, () => 0.05)
  for (const word of words) {
    const place = [...word].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7) % noiseDimensions
    noise[place] = (noise[place] ?? 0) + 0.1
  }
  return [...meant, ...noise]
}
