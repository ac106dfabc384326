// What the jsonb columns hold, read with the suspicion that everything stored longer than a release deserves.
import { z } from 'zod'
import type { Connection, Profile } from '../onboarding/model.ts'

const StoredMoney = z.object({ currency: z.string(), minor: z.string().transform((digits) => BigInt(digits)) })

const StoredProfile = z.object({
  name: z.string(),
  contactEmail: z.string(),
  currency: z.string(),
  currencies: z.array(z.string()),
  requestsPerSecond: z.number(),
  concurrentCalls: z.number(),
  quoteTimeoutMs: z.number(),
  orderTimeoutMs: z.number(),
  notFoundFinalAfterMs: z.number().nullable(),
  testIsbn13s: z.array(z.string()),
  certificateFingerprints: z.array(z.string()),
  shippingZones: z.array(
    z.object({
      countries: z.array(z.string()),
      shipping: StoredMoney,
      deliveryDays: z.object({ min: z.number(), max: z.number() }),
    }),
  ),
})

const StoredConnection = z.discriminatedUnion('protocol', [
  z.object({
    protocol: z.literal('grpc'),
    address: z.string(),
    contractVersion: z.string(),
    plaintext: z.boolean(),
  }),
  z.object({ protocol: z.literal('rest'), baseUrl: z.string(), mapping: z.string() }),
])

/** Throws a ZodError when the column holds something else. */
export function readProfile(json: unknown): Profile {
  return StoredProfile.parse(json)
}

/** Throws a ZodError when the column holds something else. */
export function readConnection(json: unknown): Connection {
  return StoredConnection.parse(json)
}

/** A value for a jsonb column; amounts as text, since JSON has no integers of 64 bits. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part))
}
