// A card made ready for charges with its owner away. What is true of it is what the provider says, whenever it is asked.
import { ok } from '#platform/outcome'
import type { Outcome } from '#platform/outcome'
import type { CardSetup, ProcessorDeps, Reply, SaveCard, SendOptions } from './model.ts'
import { onOk, settleCall } from './settle-call.ts'

/** The provider keeps `method` for `customer`, and may charge it with nobody there. */
export interface CardSaved {
  readonly kind: 'saved'
  readonly ref: string
  readonly method: string
  readonly customer: string
}

/** The bank wants the shopper at `actionUrl` first. */
export interface CardAsked {
  readonly kind: 'actionRequired'
  readonly ref: string
  readonly actionUrl: string
}

type Saving = CardSaved | CardAsked

/** Asks the provider to save the card. `refused(reason)`: the bank said no, `customer_missing`: the customer is not there any more. */
export async function saveCard(deps: ProcessorDeps, request: SaveCard, options: SendOptions): Promise<Outcome<Saving>> {
  const { processor } = deps
  const { signal } = options
  return settleCall(deps, options, {
    look: () => findCard(deps, request, options),
    send: async (key) => onOk(await processor.createSetup(request, { key, signal }), readSetup),
    isOnceByNature: true, // not quite: there may be two of them, which does no harm, as no money moves
  })
}

/** What became of it, as far as the provider's list goes back to the first try. `ok(null)`: nothing is there. */
export async function findCard(
  { processor }: ProcessorDeps,
  { reference, customer }: Pick<SaveCard, 'reference' | 'customer'>,
  { signal, firstSentAt: since }: Pick<SendOptions, 'signal' | 'firstSentAt'>,
): Promise<Reply<Saving | null>> {
  const found = await processor.findSetup({ reference, customer, since }, signal)
  return onOk(found, (setup): Reply<Saving | null> => (setup === null ? ok(null) : readSetup(setup)))
}

/** Looks whether the shopper has satisfied the bank. `refused`: the bank said no, or it was called off. */
export async function checkCard(
  { processor }: ProcessorDeps,
  ref: string,
  signal: AbortSignal,
): Promise<Reply<Saving>> {
  return onOk(await processor.getSetup(ref, signal), readSetup)
}

/** Calls it off. `refused('canceled')` when that is done; `ok(saved)` when the shopper was quicker. */
export async function giveUpCard(deps: ProcessorDeps, ref: string, options: SendOptions): Promise<Outcome<Saving>> {
  const { processor } = deps
  const { signal } = options
  return settleCall(deps, options, {
    look: async () =>
      onOk(await processor.getSetup(ref, signal), (setup): Reply<Saving | null> =>
        isOpen(setup) ? ok(null) : readSetup(setup),
      ),
    send: async (key) => onOk(await processor.cancelSetup(ref, { key, signal }), readSetup),
    isOnceByNature: true,
  })
}

const isOpen = ({ status }: CardSetup) => status === 'actionRequired' || status === 'processing'

function readSetup({ ref, status, method, customer, actionUrl, declineReason }: CardSetup): Reply<Saving> {
  switch (status) {
    case 'saved':
      if (method === null || customer === null) throw new Error(`${ref} succeeded without a card and its customer`)
      return ok({ kind: 'saved', ref, method, customer })
    case 'actionRequired':
      if (actionUrl === null) throw new Error(`${ref} needs the shopper, and says not where`)
      return ok({ kind: 'actionRequired', ref, actionUrl })
    case 'declined':
      return { kind: 'refused', reason: declineReason ?? 'card_declined' }
    case 'canceled':
      return { kind: 'refused', reason: 'canceled' }
    case 'processing':
      return { kind: 'unknown', detail: 'setup is processing' }
  }
}
