import { useSearchParams } from 'react-router'
import { careTexts } from '../../texts/care.ts'

const t = careTexts.staff

/** Which queue is shown: kept in the address, so that a link leads to it and going back returns to it. */
export function useQueue<Q extends string>(
  names: Readonly<Record<Q, string>>,
  initial: NoInfer<Q>,
): [Q, (queue: Q) => void] {
  const [params, setParams] = useSearchParams()
  const asked = params.get('show') ?? ''
  const queue = Object.hasOwn(names, asked) ? (asked as Q) : initial
  return [queue, (next) => setParams({ show: next })]
}

export function QueueTabs<Q extends string>({
  names,
  value,
  onChange,
}: {
  names: Readonly<Record<Q, string>>
  value: Q
  onChange: (queue: Q) => void
}) {
  return (
    <fieldset className="mb-6">
      <legend className="sr-only">{t.queue}</legend>
      <div className="flex flex-wrap gap-2">
        {(Object.keys(names) as Q[]).map((queue) => (
          <label
            key={queue}
            className="flex min-h-touch items-center rounded-md border border-line-strong bg-raised px-4 text-[0.9375rem] has-checked:border-accent has-checked:bg-accent has-checked:font-medium has-checked:text-on-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="queue"
              className="sr-only"
              checked={value === queue}
              onChange={() => onChange(queue)}
            />
            {names[queue]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
