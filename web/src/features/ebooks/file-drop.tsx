import { FileUp } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import { ebookTexts } from '../../texts/ebooks.ts'
import { buttonClass } from '../../ui/button.tsx'
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
      className={`rounded-md border-2 border-dashed p-4 ${isOver ? 'border-accent bg-accent-wash' : error ? 'border-danger' : 'border-line-strong'}`}
    >
      <Field label={t.choose} hint={isOver ? t.dropNow : t.drop} error={error}>
        {(control) => (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <label
              className={buttonClass(
                'plain',
                'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
              )}
            >
              <FileUp aria-hidden className="size-4" /> {t.chooseFile}
              <input
                {...control}
                type="file"
                name="file"
                accept=".epub,application/epub+zip"
                className="sr-only"
                onChange={({ target }) => {
                  const [chosen] = target.files ?? []
                  if (chosen) onFile(chosen)
                  target.value = '' // the same file, mended, can be chosen again; its name stands beside the button
                }}
              />
            </label>
            {file && (
              <p role="status" className="min-w-0 font-medium wrap-anywhere">
                {t.chosen(file.name, ebookTexts.size(file.size))}
              </p>
            )}
          </div>
        )}
      </Field>
    </div>
  )
}
