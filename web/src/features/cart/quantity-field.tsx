import { Minus, Plus } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { cartTexts } from '../../texts/cart.ts'
import { Button } from '../../ui/button.tsx'

const t = cartTexts
const quantityMax = 99 // the server's

/** How many copies: typed, by the arrow keys, or by the buttons beside it. What is no number of copies goes back to what it was. */
export function QuantityField({
  title,
  quantity,
  onChange,
}: {
  title: string
  quantity: number
  onChange: (quantity: number) => void
}) {
  const [draft, setDraft] = useState<string | null>(null) // null: as the cart says
  const shown = draft ?? String(quantity)

  function commit(text: string) {
    const wanted = /^\d{1,2}$/.test(text.trim()) ? Number(text) : 0
    setDraft(null)
    if (wanted >= 1 && wanted <= quantityMax && wanted !== quantity) onChange(wanted)
  }

  function step(by: number) {
    const from = /^\d{1,2}$/.test(shown) ? Number(shown) : quantity
    commit(String(Math.min(Math.max(from + by, 1), quantityMax)))
  }

  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (event.key === 'Enter') commit(shown)
    else if (by === 0) return
    else step(by)
    event.preventDefault()
  }

  return (
    <div className="-ml-4 inline-flex items-center">
      <Button look="quiet" aria-label={t.fewer(title)} disabled={quantity <= 1} onClick={() => step(-1)}>
        <Minus aria-hidden className="size-4" />
      </Button>
      <input
        role="spinbutton"
        aria-label={t.quantity(title)}
        aria-valuenow={quantity}
        aria-valuemin={1}
        aria-valuemax={quantityMax}
        inputMode="numeric"
        className="price min-h-touch w-12 rounded-md border border-line-strong bg-raised text-center"
        value={shown}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={() => draft !== null && commit(draft)}
        onKeyDown={onKeyDown}
      />
      <Button look="quiet" aria-label={t.more(title)} disabled={quantity >= quantityMax} onClick={() => step(1)}>
        <Plus aria-hidden className="size-4" />
      </Button>
    </div>
  )
}
