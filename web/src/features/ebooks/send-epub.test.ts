import { expect, it } from 'vitest'
import { ebookTexts } from '../../texts/ebooks.ts'
import { readAnswer } from './send-epub.ts'

const finding = { id: 'RSC-016', severity: 'fatal', say: 'no XML', place: { path: 'a.xhtml', line: 3, column: 7 } }

it('reads what was taken', () => {
  const body = JSON.stringify({ title: 'Emma', bytes: 5, publicationId: 'p' })
  expect(readAnswer(200, body)).toEqual({ isTaken: true, title: 'Emma', bytes: 5, findings: [] })
})

it('reads why it was not, and where', () => {
  const body = JSON.stringify({ refusal: 'drm.epub_invalid', message: 'This is not an EPUB.', findings: [finding] })
  expect(readAnswer(400, body)).toEqual({ isTaken: false, sentence: 'This is not an EPUB.', findings: [finding] })
})

it.each([
  [502, '<html>Bad gateway</html>'],
  [500, 'null'],
  [500, '{}'],
  [200, ''],
])('takes %i %j for a connection that broke', (status, body) =>
  expect(readAnswer(status, body)).toEqual({ isTaken: false, sentence: ebookTexts.upload.lost, findings: [] }),
)
