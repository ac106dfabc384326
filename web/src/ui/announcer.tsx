/** Reads `message` out politely whenever it changes, without showing it. Keep it mounted and change only its message. */
export function Announcer({ message }: { message: string }) {
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {message}
    </p>
  )
}
