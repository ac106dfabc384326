// The status document of a licence (LSD 1.0 §2): its state now, what may still be done about it, and what was.
import { licencePathOf, licenceType, statusType } from './to-licence-document.ts'
import type { Addresses } from './to-licence-document.ts'
import type { LicenceEvent, LicenceState } from './machine.ts'
import type { Licence, LicenceStep } from './model.ts'

/** `state` is the licence's at the moment of asking, which may be later than any step. */
export function toStatusDocument(
  licence: Licence,
  state: LicenceState,
  { steps, addresses }: { steps: readonly LicenceStep[]; addresses: Addresses },
) {
  const { id, rights, renewableUntil, updatedAt, statusAt } = licence
  const isLive = state === 'READY' || state === 'ACTIVE'
  const isLoan = rights.end !== null
  const canRenew = isLive && rights.end !== null && renewableUntil !== null && renewableUntil > rights.end
  const address = `${addresses.publicUrl}${licencePathOf(id)}`
  const templated = (rel: string, parameters: string) => {
    return { rel, href: `${address}/${rel}{?${parameters}}`, type: statusType, templated: true }
  }
  return {
    id,
    status: state.toLowerCase(),
    message: messages[state],
    updated: {
      license: updatedAt.toISOString(),
      status: (state === licence.state ? statusAt : (rights.end ?? statusAt)).toISOString(),
    },
    links: [
      { rel: 'license', href: address, type: licenceType, profile: addresses.profile },
      ...(isLive ? [templated('register', 'id,name')] : []),
      ...(isLive && isLoan ? [templated('return', 'id,name')] : []),
      ...(canRenew ? [templated('renew', 'end,id,name')] : []),
    ],
    ...(canRenew ? { potential_rights: { end: renewableUntil.toISOString() } } : {}),
    events: steps.flatMap(({ event, to, device, at }) => {
      const type = typeOf(event, to)
      return type === null
        ? []
        : [{ type, timestamp: at.toISOString(), ...(device ? { id: device.id, name: device.name } : {}) }]
    }),
  }
}

const messages: Readonly<Record<LicenceState, string>> = {
  READY: 'This licence is ready to be opened.',
  ACTIVE: 'This licence is in use.',
  RETURNED: 'You have given this ebook back.',
  CANCELLED: 'This licence was given back before it was used.',
  REVOKED: 'This licence was withdrawn. Your library on our site says why.',
  EXPIRED: 'This licence has ended.',
}

const types: Readonly<Record<LicenceEvent, string | null>> = {
  registered: 'register',
  renewed: 'renew',
  returned: 'return',
  revoked: 'revoke',
  expired: null, // the specification has no such event: the end of the rights says it
}

function typeOf(event: LicenceEvent, to: LicenceState): string | null {
  return to === 'CANCELLED' ? 'cancel' : types[event]
}
