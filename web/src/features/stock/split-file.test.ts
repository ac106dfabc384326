import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chunksOf, splitFile } from './split-file.ts'
import type { Piece } from './split-file.ts'

async function split(chunks: readonly string[], charsMax?: number): Promise<Piece[]> {
  async function* all() {
    yield* chunks
  }
  const pieces: Piece[] = []
  for await (const piece of splitFile(all(), charsMax)) pieces.push(piece)
  return pieces
}

it('gives a short file as it is, however it ends', async () => {
  const whole = { text: 'a,b\n1,2\n3,4', linesBefore: 0, lines: 2 }
  expect(await split(['a,b\n1,2\n3,4'])).toEqual([whole])
  expect(await split(['a,b\r\n1', ',2\r', '\n3,4\n'])).toEqual([whole])
  expect(await split([])).toEqual([{ text: '', linesBefore: 0, lines: 0 }])
})

it('loses no line, keeps every line’s place, and no piece is longer than it may be', async () => {
  const line = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', ',', '1') })
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.nat(40), async (lines, cut) => {
      const text = ['head', ...lines].join('\n')
      const pieces = await split([text.slice(0, cut), text.slice(cut)], 30)
      const seen = pieces.flatMap((piece) => {
        expect(piece.text.length).toBeLessThanOrEqual(30 + 12)
        const [header, ...rest] = piece.text.split('\n')
        expect(header).toBe('head')
        expect(rest).toEqual(lines.slice(piece.linesBefore, piece.linesBefore + piece.lines))
        return rest
      })
      expect(seen).toEqual(lines)
    }),
  )
})

it('reads a file from the disk, letters of several bytes whole', async () => {
  const parts: string[] = []
  for await (const chunk of chunksOf(new Blob(['Émile, 12 €']))) parts.push(chunk)
  expect(parts.join('')).toBe('Émile, 12 €')
})
