import { type FormEvent, type ReactNode, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { ImportFormat, Imports } from '../../api/shapes.ts'
import { client, queryClient, trpc } from '../../api/trpc.ts'
import { importsTexts } from '../../texts/imports.ts'
import { Button } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { sendFile } from './send-file.ts'

const t = importsTexts.start
const formats = ['onix', 'openlibrary', 'csv'] as const satisfies readonly ImportFormat[]
const assumable = ['paperback', 'hardcover', 'ebook'] as const
type Assumed = (typeof assumable)[number]

/** Begins an import: of a file from this computer, or of one that lies in the server's folder. */
export function StartImport({ files, hasFolder }: Pick<Imports, 'files' | 'hasFolder'>) {
  const [source, setSource] = useState<'upload' | 'folder'>('upload')
  const [file, setFile] = useState<File | null>(null)
  const [name, setName] = useState('')
  const [format, setFormat] = useState<ImportFormat>('onix')
  const [assumed, setAssumed] = useState<Assumed | null>(null)
  const [isWrong, setWrong] = useState(false)
  const [percent, setPercent] = useState<number | null>(null)
  const [outcome, setOutcome] = useState<{ problem: string | null } | null>(null)
  const isBusy = percent !== null
  const chosen = name || files[0] || ''

  async function start() {
    setPercent(0)
    setOutcome(null)
    try {
      if (source === 'upload' && file) await sendFile({ file, format, assumeFormat: assumed }, setPercent)
      else await client.catalog.startImport.mutate({ file: chosen, format, ...(assumed && { assumeFormat: assumed }) })
      setOutcome({ problem: null })
    } catch (error) {
      setOutcome({ problem: source === 'upload' && error instanceof Error ? error.message : toTrouble(error).sentence })
    }
    setPercent(null)
    void queryClient.invalidateQueries(trpc.catalog.imports.queryFilter())
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const isChosen = source === 'upload' ? file !== null : chosen !== ''
    setWrong(!isChosen)
    if (isChosen && !isBusy) void start()
  }

  if (!hasFolder) return <Notice>{t.noFolder}</Notice>
  return (
    <form noValidate onSubmit={onSubmit} className="space-y-4 rounded-lg border border-line bg-raised p-5">
      <h2 className="font-serif text-2xl">{t.title}</h2>
      <Segmented
        name="source"
        legend={t.source}
        options={[
          { value: 'upload', label: t.upload },
          { value: 'folder', label: t.folder },
        ]}
        value={source}
        onChange={setSource}
      />
      {source === 'upload' ? (
        <Field label={t.choose} hint={t.chooseHint} error={isWrong ? t.badFile : undefined}>
          {(control) => (
            <input
              {...control}
              type="file"
              name="file"
              className={inputClass}
              onChange={(event) => setFile(event.target.files?.[0] ?? null)}
            />
          )}
        </Field>
      ) : (
        <Choice label={t.folderFile} value={chosen} onChange={setName} error={isWrong ? t.badFile : undefined}>
          {files.length === 0 && <option value="">{t.folderEmpty}</option>}
          {files.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </Choice>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          label={t.format}
          value={format}
          onChange={(value) => setFormat(formats.find((each) => each === value) ?? 'onix')}
        >
          {formats.map((each) => (
            <option key={each} value={each}>
              {t.formats[each]}
            </option>
          ))}
        </Choice>
        <Choice
          label={t.assume}
          value={assumed ?? ''}
          onChange={(value) => setAssumed(assumable.find((each) => each === value) ?? null)}
        >
          <option value="">{t.assumeNone}</option>
          {assumable.map((each) => (
            <option key={each} value={each}>
              {t.assumeAs[each]}
            </option>
          ))}
        </Choice>
      </div>
      {outcome && (
        <Notice tone={outcome.problem === null ? 'info' : 'danger'} announce>
          {outcome.problem ?? t.done}
        </Notice>
      )}
      <Button type="submit" look="primary" busy={isBusy}>
        {!isBusy ? t.submit : source === 'upload' ? t.busy(percent) : t.starting}
      </Button>
    </form>
  )
}

function Choice({
  label,
  value,
  error,
  onChange,
  children,
}: {
  label: string
  value: string
  error?: string | undefined
  onChange: (value: string) => void
  children: ReactNode
}) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <select {...control} className={inputClass} value={value} onChange={(event) => onChange(event.target.value)}>
          {children}
        </select>
      )}
    </Field>
  )
}
