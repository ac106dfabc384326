import type { ReactNode } from 'react'

/** What a list says when it has nothing: a title, a sentence, and a way on. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="mx-auto max-w-reading px-4 py-16 text-center">
      <svg
        aria-hidden
        viewBox="0 0 64 40"
        className="mx-auto mb-5 h-12 text-line-strong"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      >
        <path
          d="M32 36V8C26 4 16 3 6 5v28c10-2 20-1 26 3zM32 36V8c6-4 16-5 26-3v28c-10-2-20-1-26 3z"
          strokeLinejoin="round"
        />
      </svg>
      <h2 className="font-serif text-2xl">{title}</h2>
      <p className="mt-2 text-soft">{children}</p>
      {action && <div className="mt-6">{action}</div>}
    </div>
  )
}
