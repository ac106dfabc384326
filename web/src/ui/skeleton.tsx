/** A grey stand-in of the size that the real thing will have. Give the waiting region `aria-busy` and a text of its own. */
export function Skeleton({ className = '' }: { className?: string }) {
  return <span aria-hidden className={`skeleton block ${className}`} />
}
