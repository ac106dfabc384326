import { listLibrary } from '#ebooks'
import type { LibraryView } from '#ebooks'
import type { Mine, OpdsDeps } from './model.ts'

/** What somebody has of ebooks, by ISBN, in the order of a shelf: loans, copies to pick up, places in queues, what they own. */
export async function findMine(
  deps: Pick<OpdsDeps, 'db' | 'clock'>,
  accountId: string,
): Promise<ReadonlyMap<string, Mine>> {
  const { owned, loans, holds } = await listLibrary(deps, accountId)
  const found = new Map<string, Mine>()
  for (const { isbn13, id, since } of owned) found.set(isbn13, { kind: 'OWNED', licenceId: id, since })
  const borrowed = [...loans.flatMap(toBorrowed), ...holds.map(toHeld)].filter(([isbn13]) => !found.has(isbn13))
  return new Map([...borrowed, ...found])
}

function toBorrowed(loan: LibraryView['loans'][number]): (readonly [string, Mine])[] {
  const { id, isbn13, state, dueAt = null, pickUpBy = null, renewable, history } = loan
  const since = history.find(({ event }) => event === 'pickedUp')?.at ?? null
  if (state === 'ACTIVE')
    return [[isbn13, { kind: 'LOAN', licenceId: id, since, until: dueAt, isRenewable: renewable }]]
  return state === 'READY' ? [[isbn13, { kind: 'KEPT', loanId: id, until: pickUpBy }]] : []
}

function toHeld(hold: LibraryView['holds'][number]): readonly [string, Mine] {
  const { id, isbn13, place = 1, since, expectedAt = null } = hold
  return [isbn13, { kind: 'HOLD', holdId: id, place, since, expectedAt }]
}
