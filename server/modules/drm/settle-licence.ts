// What happens to a licence after it was issued: a device registers, it is renewed, it ends (LSD 1.0 §3).
import type { Tx } from '#platform/db'
import { licenceMachine } from './machine.ts'
import type { LicenceEvent, LicenceState } from './machine.ts'
import { refuse } from './model.ts'
import type { Device, EndLicence, Licence, RenewLicence } from './model.ts'
import { getStoredLicence, listStepsOf, lockLicence, recordStep } from './queries.ts'

/** Registrations are a hint of how many apps open it, and anybody who has the licence can make one: more are not counted. */
const devicesMax = 64
const deviceTextMax = 255

/** What a licence is at a moment: one that nobody has settled is over at its end all the same. */
export function stateAt({ state, rights: { end } }: Licence, now: Date): LicenceState {
  return end !== null && end <= now && !licenceMachine.isTerminal(state) ? 'EXPIRED' : state
}

/** Ends a licence now: its end becomes `at` unless it is already earlier. One that is over stays as it is. */
export async function endLicence(tx: Tx, { licenceId, how, device, at }: EndLicence): Promise<Licence> {
  const licence = await lockLicence(tx, licenceId)
  const to = licenceMachine.next(licence.state, how)
  if (to === null) return licence
  const { start, end } = licence.rights
  if (how === 'expired' && !(end !== null && end <= at)) throw new Error(`licence ${licenceId} has not expired yet`)
  const now = later(at, licence)
  const earliest = start > now ? start : now
  await recordStep(tx, licence, {
    event: how,
    to,
    device,
    at: now,
    end: end !== null && end < earliest ? end : earliest,
  })
  return await getStoredLicence(tx, licenceId)
}

/** Moves the end of a live licence. */
export async function renewLicence(tx: Tx, { licenceId, end, device, at }: RenewLicence): Promise<Licence> {
  const licence = await lockLicence(tx, licenceId)
  const to = next(licence, 'renewed', at)
  const { rights, renewableUntil } = licence
  if (rights.end?.getTime() === end.getTime()) return licence
  if (rights.end === null || renewableUntil === null || end < rights.end || end > renewableUntil)
    throw refuse('renewal_invalid', { end, renewableUntil }, { end: sayLimit(renewableUntil) })
  await recordStep(tx, licence, { event: 'renewed', to, device, at: later(at, licence), end })
  return await getStoredLicence(tx, licenceId)
}

/** Notes that a device opens the licence, once a device. Refuses `licence_over` and `device_invalid`. */
export async function registerDevice(
  tx: Tx,
  { licenceId, device, at }: { licenceId: string; device: Device; at: Date },
): Promise<void> {
  for (const [field, text] of Object.entries(device))
    if (text.trim() === '' || text.length > deviceTextMax || !text.isWellFormed() || /\p{Cc}/u.test(text))
      throw refuse('device_invalid', { field }, { [field]: `must have 1 to ${deviceTextMax} characters` })
  const licence = await lockLicence(tx, licenceId)
  const to = next(licence, 'registered', at)
  const registered = (await listStepsOf(tx, licenceId)).filter(({ event }) => event === 'registered')
  if (registered.some(({ device: known }) => known?.id === device.id)) return
  if (registered.length >= devicesMax) throw refuse('device_invalid', { registered: registered.length })
  await recordStep(tx, licence, { event: 'registered', to, device, at: later(at, licence) })
}

function next(licence: Licence, event: LicenceEvent, at: Date): LicenceState {
  const state = stateAt(licence, at)
  const to = licenceMachine.next(state, event)
  if (to === null) throw refuse('licence_over', { state })
  return to
}

/**
 * Each step is later than the one before, though clocks of two servers differ by a little: a reading app asks for the licence again only when
 * its time is after that of the copy it has.
 */
function later(at: Date, { statusAt }: Licence): Date {
  return at > statusAt ? at : new Date(statusAt.getTime() + 1)
}

function sayLimit(until: Date | null): string {
  return until === null ? 'this licence is not renewed' : `must be at most ${until.toISOString()}`
}
