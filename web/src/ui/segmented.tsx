/** One of two or three choices, side by side. `name` groups the radio buttons; the legend may be for screen readers alone. */
export function Segmented<K extends string>({
  name,
  legend,
  isLegendShown = true,
  options,
  value,
  onChange,
}: {
  name: string
  legend: string
  isLegendShown?: boolean
  options: readonly { value: K; label: string }[]
  value: K
  onChange: (value: K) => void
}) {
  return (
    <fieldset>
      <legend className={isLegendShown ? 'mb-1 text-sm font-medium' : 'sr-only'}>{legend}</legend>
      <div className="flex rounded-md border border-line-strong bg-raised p-1">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-9 flex-auto items-center justify-center rounded-sm px-2 text-center text-sm leading-tight whitespace-nowrap has-checked:bg-accent has-checked:font-medium has-checked:text-on-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
