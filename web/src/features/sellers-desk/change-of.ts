import type { SellerConnection, SellerProfile } from '../../api/shapes.ts'
import { type SellerInput, toDraft, toInput } from './seller-draft.ts'

/** What differs between a registered seller and the form; null when nothing does. A secret that was typed is a change, one left empty is not. */
export function changeOf(
  seller: { profile: SellerProfile; connection: SellerConnection | null },
  { profile, connection }: SellerInput,
): Partial<SellerInput> | null {
  const before = toInput(toDraft(seller)) // through the same form, so that only what a person changed differs
  const was = before.ok ? before.input : null
  const change = {
    ...(!isSame(was?.profile, profile) && { profile }),
    ...(!isSame(was?.connection, connection) && { connection }),
  }
  return Object.keys(change).length > 0 ? change : null
}

/** Both are made by the same code, so that their fields come in the same order. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
