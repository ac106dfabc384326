import { cartTexts } from '../../texts/cart.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

const t = cartTexts

/** Stands above the lines while some of them are not as the shopper accepted them. */
export function CartChanges({ isBusy, onAccept }: { isBusy: boolean; onAccept: () => void }) {
  return (
    <Notice
      announce
      action={
        <Button busy={isBusy} onClick={onAccept}>
          {t.accept}
        </Button>
      }
    >
      <p className="font-medium">{t.changesTitle}</p>
      <p className="text-sm text-soft">{t.changesText}</p>
    </Notice>
  )
}
