import { useRef } from 'react'
import { deskTexts } from '../../texts/desk.ts'
import { Field, inputClass } from '../../ui/field.tsx'
import { locate, offsetOf, placeAt } from './json-positions.ts'
import type { Problems } from './seller-draft.ts'

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
      <Field label={t.mapping} hint={t.mappingHint} error={problems[field] ?? joined(places)}>
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
        <ul className="mt-1 flex flex-wrap gap-x-4">
          {places.map(({ path, offset, line }) => (
            <li key={path}>
              <button
                type="button"
                className="min-h-6 text-sm text-accent underline underline-offset-4"
                onClick={() => goTo(offset)}
              >
                {t.goThere(line)}
              </button>
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
    return [{ path, offset, line, text: t.mappingAt(line, path, `${problem}.`) }]
  })
}

function joined(places: readonly { text: string }[]): string | undefined {
  return places.length > 0 ? places.map(({ text }) => text).join(' ') : undefined
}
