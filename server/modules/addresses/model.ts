// Where people have their books sent: an address book of their own.
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import type { PostalAddress } from '#sellers'

export interface AddressesDeps {
  readonly db: Db
  readonly clock: Clock
}

export interface Address extends PostalAddress {
  readonly id: string
  /** One of a person's addresses is, as soon as there is any. */
  readonly isDefault: boolean
}

/** A family, an office and some friends; beyond that it is a mailing list. */
export const addressesMax = 20

/** How postal codes look where a parcel goes astray without one. Elsewhere they may be left out. */
const postalCodes: Readonly<Record<string, { pattern: RegExp; example: string }>> = {
  US: { pattern: /^\d{5}(-\d{4})?$/, example: '10001' },
  GB: { pattern: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i, example: 'SW1A 1AA' },
  DE: { pattern: /^\d{5}$/, example: '10115' },
  FR: { pattern: /^\d{5}$/, example: '75001' },
  JP: { pattern: /^\d{3}-?\d{4}$/, example: '100-0001' },
}

const text = (max: number) => z.string().trim().max(max, `must be at most ${max} characters`)
const required = (max: number) => text(max).min(1, 'must not be empty')

export const AddressInput = z
  .strictObject({
    recipient: required(100),
    lines: z.array(required(100)).min(1, 'must have at least one line').max(3, 'must be at most 3 lines'),
    city: required(100),
    region: text(100).default(''),
    postalCode: text(12).default(''),
    country: z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as US'),
  })
  .superRefine(({ country, postalCode }, ctx) => {
    const rule = postalCodes[country]
    if (rule && !rule.pattern.test(postalCode))
      ctx.addIssue({ code: 'custom', path: ['postalCode'], message: `must look like ${rule.example} there` })
  })
export type AddressInput = z.infer<typeof AddressInput>

export const AddressView = z.strictObject({
  id: z.uuid(),
  recipient: z.string(),
  lines: z.array(z.string()),
  city: z.string(),
  region: z.string(),
  postalCode: z.string(),
  country: z.string(),
  isDefault: z.boolean(),
})
export type AddressView = z.infer<typeof AddressView>

export const refuse = defineRefusals('addresses', {
  not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that address in your address book.' },
  full: { trpc: 'CONFLICT', say: `An address book holds ${addressesMax} addresses. Please delete one first.` },
})
