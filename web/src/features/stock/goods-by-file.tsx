import { type FormEvent, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { GoodsReport } from '../../api/shapes.ts'
import { client, queryClient, trpc } from '../../api/trpc.ts'
import { stockTexts } from '../../texts/stock.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextField, inputClass } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { chunksOf, splitFile } from './split-file.ts'

const t = stockTexts.file
/** More would bury the first ones, which are what to mend first. */
const rejectionsShown = 50
const none: GoodsReport = { lines: 0, received: 0, copies: 0, repeated: 0, rejected: 0, rejections: [] }

/** Books a delivery in from a file, piece by piece; what is wrong with which line is shown. Broken off, it may be sent again. */
export function GoodsByFile() {
  const [delivery, setDelivery] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [wrong, setWrong] = useState<{ delivery?: string; file?: string }>({})
  const [isBusy, setBusy] = useState(false)
  const [report, setReport] = useState<GoodsReport | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  async function send(from: File) {
    setBusy(true)
    setProblem(null)
    let sum = none
    setReport(sum)
    try {
      for await (const { text, linesBefore } of splitFile(chunksOf(from))) {
        sum = plus(sum, await client.stock.receiveFile.mutate({ delivery: delivery.trim(), text, linesBefore }))
        setReport(sum)
      }
    } catch (error) {
      const { sentence, fields } = toTrouble(error)
      setProblem([sentence, fields['file'], t.broken].filter(Boolean).join(' '))
    }
    setBusy(false)
    void queryClient.invalidateQueries(trpc.stock.pathFilter())
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const isNamed = delivery.trim().length >= 3
    setWrong({ ...(!isNamed && { delivery: t.badDelivery }), ...(!file && { file: t.badFile }) })
    if (isNamed && file && !isBusy) void send(file)
  }

  return (
    <form noValidate onSubmit={onSubmit} className="space-y-4 rounded-lg border border-line bg-raised p-5">
      <h2 className="font-serif text-2xl">{t.title}</h2>
      <p className="text-sm text-soft">{t.text}</p>
      <TextField
        name="delivery"
        label={t.delivery}
        hint={t.deliveryHint}
        error={wrong.delivery}
        maxLength={100}
        value={delivery}
        onChange={(event) => setDelivery(event.target.value)}
      />
      <Field label={t.choose} error={wrong.file}>
        {(control) => (
          <input
            {...control}
            type="file"
            name="file"
            accept=".csv,text/csv"
            className={inputClass}
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        )}
      </Field>
      {problem && (
        <Notice tone="danger" announce>
          {problem}
        </Notice>
      )}
      {report && !isBusy && <Report report={report} />}
      <Button type="submit" look="primary" busy={isBusy}>
        {isBusy ? t.busy(report?.lines ?? 0) : t.submit}
      </Button>
    </form>
  )
}

function Report({ report: { received, copies, repeated, rejected, rejections } }: { report: GoodsReport }) {
  const shown = rejections.slice(0, rejectionsShown)
  return (
    <div role="status" className="space-y-3">
      <Notice>
        {t.done(received, copies)} {repeated > 0 && t.repeated(repeated)}
      </Notice>
      {rejected > 0 && (
        <Notice tone="caution">
          <p className="font-medium">{t.rejectedTitle(rejected)}</p>
          <p className="text-sm">{t.rejectedText}</p>
          <ul className="mt-2 text-sm">
            {shown.map(({ line, field, reason }) => (
              <li key={`${line} ${field}`}>{t.rejection(line, field, reason)}</li>
            ))}
          </ul>
          {rejected > shown.length && <p className="text-sm">{t.moreRejections(rejected - shown.length)}</p>}
        </Notice>
      )}
    </div>
  )
}

function plus(a: GoodsReport, b: GoodsReport): GoodsReport {
  return {
    lines: a.lines + b.lines,
    received: a.received + b.received,
    copies: a.copies + b.copies,
    repeated: a.repeated + b.repeated,
    rejected: a.rejected + b.rejected,
    rejections: [...a.rejections, ...b.rejections].slice(0, rejectionsShown),
  }
}
