import { FileUp } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import { ebookTexts } from '../../texts/ebooks.ts'
import { Field } from '../../ui/field.tsx'

const t = ebookTexts.upload

/** A file, chosen by button or keyboard, or dropped on it. */
export function FileDrop({
  file,
  error,
  onFile,
}: {
  file: File | null
  error: string | undefined
  onFile: (file: File | null) => void
}) {
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault() // otherwise the browser leaves the page for the file
    setOver(false)
    const [dropped] = event.dataTransfer.files
    if (dropped) onFile(dropped)
  }
  return (
    <div
      data-testid="drop"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`rounded-md border-2 border-dashed p-4 ${isOver ? 'border-accent bg-accent-wash' : 'border-line-strong'}`}
    >
      <Field label={t.choose} hint={isOver ? t.dropNow : t.drop} error={error}>
        {(control) => (
          <input
            {...control}
            type="file"
            name="file"
            accept=".epub,application/epub+zip"
            className="block min-h-touch w-full py-1 text-base file:mr-4 file:min-h-9 file:rounded-md file:border file:border-solid file:border-line-strong file:bg-raised file:px-4 file:text-ink"
            onChange={({ target }) => {
              const [chosen] = target.files ?? []
              if (chosen) onFile(chosen)
              target.value = '' // the same file, mended, can be chosen again; its name stands below
            }}
          />
        )}
      </Field>
      {file && (
        <p className="mt-2 flex items-center gap-2 font-medium wrap-anywhere">
          <FileUp aria-hidden className="size-4 shrink-0 text-accent" />
          {t.chosen(file.name, ebookTexts.size(file.size))}
        </p>
      )}
    </div>
  )
}
