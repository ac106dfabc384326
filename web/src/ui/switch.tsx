/** On or off, at once. Its label stands around it; without `onChange` it only shows how things are. */
export function Switch({ isOn, onChange }: { isOn: boolean; onChange?: ((isOn: boolean) => void) | undefined }) {
  return (
    <input
      type="checkbox"
      role="switch"
      className="relative h-6 w-10.5 shrink-0 appearance-none rounded-full border border-line-strong bg-sunk transition-colors before:absolute before:top-[3px] before:left-[3px] before:size-4 before:rounded-full before:bg-line-strong before:transition-transform checked:border-accent checked:bg-accent checked:before:translate-x-4.5 checked:before:bg-on-accent disabled:opacity-60"
      checked={isOn}
      disabled={!onChange}
      onChange={({ target }) => onChange?.(target.checked)}
    />
  )
}
