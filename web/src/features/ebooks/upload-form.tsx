import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import type { EbookScheme } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { readIsbn13 } from '../../parts/read-input.ts'
import { paths } from '../../paths.ts'
import { ebookTexts } from '../../texts/ebooks.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { FileDrop } from './file-drop.tsx'
import { FindingList } from './finding-list.tsx'
import { type Sent, sendEpub } from './send-epub.ts'

const t = ebookTexts.upload
const bytesMax = 256 * 1024 * 1024 // the server's
const schemes = (['LCP', 'WATERMARK'] as const).map((value) => ({ value, label: t.schemes[value] }))
type Outcome = Sent & { readonly isbn13: string }
type Wrong = { isbn?: string; file?: string }

/** Hands an EPUB in: for the edition that is named, or for `of`. Pressed again after a lost answer it is the same upload. */
export function UploadForm({ of = null }: { of?: { isbn13: string; scheme: EbookScheme } | null }) {
  const [isbn, setIsbn] = useState('')
  const [scheme, setScheme] = useState<EbookScheme>(of?.scheme ?? 'LCP')
  const [file, setFile] = useState<File | null>(null)
  const [key, setKey] = useState(randomKey)
  const [wrong, setWrong] = useState<Wrong>({})
  const [percent, setPercent] = useState<number | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  /** Anything that changes makes it another upload. */
  function change(set: () => void) {
    set()
    setKey(randomKey())
    setOutcome(null)
  }

  async function send(isbn13: string, epub: File) {
    setPercent(0)
    setOutcome(null)
    const sent = await sendEpub({ isbn13, scheme, file: epub, key }, setPercent)
    setPercent(null)
    setOutcome({ ...sent, isbn13 })
    if (!sent.isTaken) return
    setFile(null)
    setIsbn('')
    setKey(randomKey())
    void queryClient.invalidateQueries(trpc.ebooks.pathFilter())
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const isbn13 = of?.isbn13 ?? readIsbn13(isbn)
    const badFile = file === null ? t.badFile : file.size > bytesMax ? t.tooLarge : undefined
    setWrong({ ...(isbn13 === null && { isbn: t.badIsbn }), ...(badFile && { file: badFile }) })
    if (isbn13 !== null && file && !badFile && percent === null) void send(isbn13, file)
  }

  return (
    <form noValidate onSubmit={onSubmit} className="space-y-5 rounded-lg border border-line bg-raised p-5">
      <div>
        <h2 className="font-serif text-2xl">{of ? t.again : t.title}</h2>
        {of && <p className="mt-1 text-sm text-soft">{t.againText}</p>}
      </div>
      {!of && (
        <TextField
          name="isbn"
          label={t.isbn}
          hint={t.isbnHint}
          error={wrong.isbn}
          inputMode="numeric"
          autoComplete="off"
          value={isbn}
          onChange={({ target }) => change(() => setIsbn(target.value))}
        />
      )}
      <FileDrop file={file} error={wrong.file} onFile={(chosen) => change(() => setFile(chosen))} />
      <div>
        <Segmented
          name="scheme"
          legend={t.scheme}
          options={schemes}
          value={scheme}
          onChange={(chosen) => change(() => setScheme(chosen))}
        />
        <p className="mt-1 text-sm text-soft">{t.schemeHints[scheme]}</p>
      </div>
      {percent !== null && (
        <div className="flex items-center gap-3 text-sm">
          <Progress label={t.progress} percent={percent} />
          <span role="status">{percent < 100 ? t.busy(percent) : t.checking}</span>
        </div>
      )}
      {outcome && <Came outcome={outcome} isLinked={!of} />}
      <Button type="submit" look="primary" busy={percent !== null}>
        {t.submit}
      </Button>
    </form>
  )
}

function Came({ outcome, isLinked }: { outcome: Outcome; isLinked: boolean }) {
  const { isTaken, findings, isbn13 } = outcome
  return (
    <div className="space-y-4">
      {outcome.isTaken ? (
        <Notice announce>
          {t.done(outcome.title, ebookTexts.size(outcome.bytes))}{' '}
          {isLinked && (
            <Link to={paths.opsEbook({ isbn: isbn13 })} className="text-accent underline underline-offset-4">
              {t.open}
            </Link>
          )}
        </Notice>
      ) : (
        <Notice tone="danger" announce>
          {outcome.sentence}
        </Notice>
      )}
      <FindingList findings={findings} isTaken={isTaken} />
    </div>
  )
}
