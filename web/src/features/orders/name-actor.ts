// Who did something, as its shopper reads it.
import { careTexts } from '../../texts/care.ts'

const t = careTexts.by

/** `by` as the server writes it: `account:<id>`, `staff`, `seller:<id>`, or the part of Quire that did it of itself. */
export function nameActor(by: string, sellerName: string): string {
  if (by.startsWith('account:')) return t.you // an order's page is its owner's
  if (by === 'staff' || by.startsWith('staff:')) return t.staff
  return by.startsWith('seller:') ? t.seller(sellerName) : t.quire
}
