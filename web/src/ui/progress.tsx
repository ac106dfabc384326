/** How far something is, in percent. */
export function Progress({ label, percent }: { label: string; percent: number }) {
  return (
    <progress
      aria-label={label}
      value={percent}
      max={100}
      className="h-2 min-w-0 flex-1 appearance-none overflow-hidden rounded-full bg-sunk [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunk [&::-webkit-progress-value]:bg-accent"
    />
  )
}
