import { LoaderCircle } from 'lucide-react'
import type { ComponentProps } from 'react'

type Look = 'primary' | 'plain' | 'quiet' | 'danger'

const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-deep border-transparent shadow-card',
  plain: 'bg-raised text-ink border-line-strong hover:border-ink',
  quiet: 'bg-transparent text-accent border-transparent hover:bg-accent-wash',
  danger: 'bg-raised text-danger border-danger hover:bg-danger-wash',
}

/** The classes of a button, for links that look like one. */
export function buttonClass(look: Look = 'plain', extra = ''): string {
  return `inline-flex min-h-touch items-center justify-center gap-2 rounded-md border px-4 py-2 text-[0.9375rem] font-medium no-underline transition-colors disabled:cursor-not-allowed disabled:opacity-60 ${looks[look]} ${extra}`
}

/** A button. While `busy` it ignores presses but keeps the focus, so that nobody is thrown to the top of the page. */
export function Button({
  look = 'plain',
  busy = false,
  className = '',
  children,
  onClick,
  ...rest
}: ComponentProps<'button'> & { look?: Look; busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      className={buttonClass(look, `${busy ? 'cursor-progress opacity-80' : ''} ${className}`)}
    >
      {busy && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {children}
    </button>
  )
}
