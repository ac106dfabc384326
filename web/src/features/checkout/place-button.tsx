import type { Cart } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { checkoutTexts } from '../../texts/checkout.ts'
import { toTrouble } from '../../api/errors.ts'
import { Button } from '../../ui/button.tsx'
import { formatMoney } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { toSums } from './sums.ts'
import { keyReused, mayBePlaced } from './use-place.ts'

const t = checkoutTexts

/** Orders what is shown; says instead why it cannot be ordered as it stands. */
export function PlaceButton({
  cart,
  hasAddress,
  isDigital,
  isReckoning,
  isPlacing,
  onPlace,
}: {
  cart: Cart
  hasAddress: boolean
  /** Ebooks alone: whose tax it is has to be known, and nothing more. */
  isDigital: boolean
  /** The totals of another address are on the screen still. */
  isReckoning: boolean
  isPlacing: boolean
  onPlace: () => void
}) {
  const { own, wishCount } = toSums(cart.lines, cart.totals)
  const obstacle = hasAddress ? obstacleOf(cart, isDigital) : t.address.first
  if (obstacle) return <p className="text-[0.9375rem] font-medium">{obstacle}</p>
  return (
    <Button look="primary" busy={isPlacing || isReckoning} className="w-full py-3 text-base" onClick={onPlace}>
      {isPlacing ? t.submitting : own ? t.submit(formatMoney(own)) : t.submitWishes(wishCount)}
    </Button>
  )
}

/** Why it cannot be ordered as it stands; null when it can. */
function obstacleOf({ lines, totals, isOrderable }: Cart, isDigital: boolean): string | null {
  if (lines.some(({ changes }) => changes.length > 0)) return t.acceptFirst
  if (totals?.kind === 'refused') return t.noDelivery
  if (isDigital && totals?.isEstimate) return t.tax.postalCode
  return isOrderable ? null : t.acceptFirst
}

/** What went wrong when ordering. An answer that got lost is no failure: pressing again continues the same order. */
export function PlaceError({ error, onOpenEarlier }: { error: unknown; onOpenEarlier: (() => void) | null }) {
  const { kind, sentence, refusal, requestId } = toTrouble(error)
  if (refusal === keyReused && onOpenEarlier) {
    return (
      <Notice tone="caution" announce action={<Button onClick={onOpenEarlier}>{t.openEarlier}</Button>}>
        {t.keyUsed}
      </Notice>
    )
  }
  if (refusal === 'checkout.cart_changed')
    return (
      <Notice tone="caution" announce>
        {t.changed}
      </Notice>
    )
  return (
    <Notice tone="danger" announce>
      {mayBePlaced(error) && kind !== 'offline' ? t.unheard : sentence}
      {requestId && kind === 'fault' && <span className="block text-sm text-soft">{texts.requestId(requestId)}</span>}
    </Notice>
  )
}
