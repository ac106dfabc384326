import { useRef } from 'react'
import { deskTexts } from '../../texts/desk.ts'
import { Field, inputClass } from '../../ui/field.tsx'
import { locate, offsetOf, placeAt } from './json-positions.ts'
import { type Problems, problemOf } from './seller-draft.ts'

const t = deskTexts.form
const field = 'connection.mapping'

/** The pasted mapping. What the gateway finds wrong in it is shown with its line, and a press leads there. */
export function MappingField({
  value,
  problems,
  onChange,
}: {
  value: string
  problems: Problems
  onChange: (mapping: string) => void
}) {
  const area = useRef<HTMLTextAreaElement>(null)
  const places = placesOf(value, problems)

  function goTo(offset: number) {
    const end = value.indexOf('\n', offset)
    area.current?.focus()
    area.current?.setSelectionRange(offset, end === -1 ? value.length : end)
  }

  return (
    <div>
      <Field
        label={t.mapping}
        hint={t.mappingHint}
        error={problemOf(problems, field) ?? (places.length > 0 ? t.mappingWrong(places.length) : undefined)}
      >
        {(control) => (
          <textarea
            {...control}
            ref={area}
            name="mapping"
            rows={12}
            spellCheck={false}
            maxLength={30_000}
            value={value}
            onChange={({ target }) => onChange(target.value)}
            className={`${inputClass} font-mono text-sm`}
          />
        )}
      </Field>
      {places.length > 0 && (
        <ul className="mt-1 space-y-1 text-sm">
          {places.map(({ path, offset, line, problem }) => (
            <li key={path} className="wrap-anywhere">
              <button
                type="button"
                className="price min-h-6 text-accent underline underline-offset-4"
                onClick={() => goTo(offset)}
              >
                {t.goThere(line)}
              </button>
              , <span className="font-mono">{path}</span>: {problem}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Each problem that names a place in the mapping, with where that is in the text as it is now. */
function placesOf(text: string, problems: Problems) {
  const located = locate(text)
  return Object.entries(problems).flatMap(([full, problem]) => {
    if (!full.startsWith(`${field}.`)) return []
    const path = full.slice(field.length + 1)
    const offset = offsetOf(located, path)
    const { line } = placeAt(text, offset)
    return [{ path, offset, line, problem }]
  })
}
