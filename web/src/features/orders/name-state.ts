import type { OrderState } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { careTexts } from '../../texts/care.ts'

/** An order's state in words; ebooks arrive nowhere. */
export function nameState(state: OrderState, isDigital: boolean): string {
  return isDigital && state === 'DELIVERED' ? careTexts.inLibrary : texts.orders.states[state]
}

/** Of ebooks these are passed in the moment in which they are paid: nobody packs and nobody sends them. */
export function isTold(state: OrderState, isDigital: boolean): boolean {
  return !isDigital || (state !== 'PROCESSING' && state !== 'SHIPPED')
}
