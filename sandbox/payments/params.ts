// What each endpoint accepts. Strict as Stripe is: an unknown parameter is an error, not a shrug.
import { z } from 'zod'
import { toInvalidRequest } from './errors.ts'
import { decodeForm, toList } from './form.ts'

const Whole = z
  .string()
  .regex(/^\d{1,10}$/, 'must be a whole number')
  .transform(Number)
const Positive = Whole.refine((value) => value > 0, 'must be at least 1')
// Stripe takes up to eight digits.
const Amount = Positive.refine((value) => value <= 99_999_999, 'must be no more than 99999999')
const Flag = z.enum(['true', 'false']).transform((text) => text === 'true')
// Stripe's limits: 50 keys, 40 characters of name, 500 of value.
const Metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((pairs) => Object.keys(pairs).length <= 50, 'has more than 50 keys')
  .default({})
const List = z.preprocess(toList, z.array(z.string()))
const Expand = { expand: List.optional() }
const Currency = z
  .string()
  .regex(/^[a-zA-Z]{3}$/, 'must be a three-letter currency')
  .transform((text) => text.toLowerCase())
const ReturnUrl = z.url({ protocol: /^https?$/ })

export const CreateIntent = z.strictObject({
  ...Expand,
  amount: Amount,
  currency: Currency,
  capture_method: z.enum(['manual', 'automatic', 'automatic_async']).default('automatic'),
  confirm: Flag.default(false),
  customer: z.string().optional(),
  payment_method: z.string().optional(),
  allowed_payment_method_types: List.optional(),
  payment_method_types: List.optional(), // its name before API version 2026-10
  automatic_payment_methods: z.record(z.string(), z.string()).optional(),
  metadata: Metadata,
  description: z.string().max(1000).optional(),
  off_session: Flag.default(false),
  return_url: ReturnUrl.optional(),
})
export type CreateIntent = z.infer<typeof CreateIntent>

export const ConfirmIntent = z.strictObject({
  ...Expand,
  payment_method: z.string().optional(),
  off_session: Flag.default(false),
  return_url: ReturnUrl.optional(),
})
export type ConfirmIntent = z.infer<typeof ConfirmIntent>

export const CaptureIntent = z.strictObject({
  ...Expand,
  amount_to_capture: Amount.optional(),
  final_capture: z.literal('true', 'only a final capture is possible here').optional(),
  metadata: Metadata.optional(),
})
export type CaptureIntent = z.infer<typeof CaptureIntent>

export const CancelIntent = z.strictObject({
  ...Expand,
  cancellation_reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']).optional(),
})
export type CancelIntent = z.infer<typeof CancelIntent>

export const CreateCustomer = z.strictObject({ ...Expand, metadata: Metadata })

export const CreateSetup = z.strictObject({
  ...Expand,
  allowed_payment_method_types: List.optional(),
  confirm: Flag.default(false),
  customer: z.string().optional(),
  description: z.string().max(1000).optional(),
  metadata: Metadata,
  payment_method: z.string().optional(),
  return_url: ReturnUrl.optional(),
  usage: z.enum(['off_session', 'on_session']).default('off_session'),
})
export type CreateSetup = z.infer<typeof CreateSetup>

export const ConfirmSetup = z.strictObject({
  ...Expand,
  payment_method: z.string().optional(),
  return_url: ReturnUrl.optional(),
})
export type ConfirmSetup = z.infer<typeof ConfirmSetup>

export const CancelSetup = z.strictObject({
  ...Expand,
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'requested_by_customer']).optional(),
})
export type CancelSetup = z.infer<typeof CancelSetup>

export const CreateRefund = z.strictObject({
  ...Expand,
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: Amount.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: Metadata,
})
export type CreateRefund = z.infer<typeof CreateRefund>

export const Retrieve = z.strictObject({ ...Expand, client_secret: z.string().optional() })

const PageSize = Positive.refine((value) => value <= 100, 'must be at most 100').default(10)

export const ListRefunds = z.strictObject({ ...Expand, payment_intent: z.string(), limit: PageSize })

export const ListIntents = z.strictObject({
  ...Expand,
  limit: PageSize,
  starting_after: z.string().optional(),
  created: z.partialRecord(z.enum(['gt', 'gte', 'lt', 'lte']), Whole).default({}),
})
export type ListIntents = z.infer<typeof ListIntents>

export const ListSetups = z.strictObject({
  ...Expand,
  limit: PageSize,
  starting_after: z.string().optional(),
  customer: z.string().optional(),
  created: z.partialRecord(z.enum(['gte']), Whole).default({}),
})
export type ListSetups = z.infer<typeof ListSetups>

export const SearchIntents = z.strictObject({
  ...Expand,
  query: z.string().min(1),
  limit: PageSize,
  page: z.string().optional(),
})
export type SearchIntents = z.infer<typeof SearchIntents>

/** Decodes and checks a form. Throws StripeError naming the parameter. */
export function readParams<T>(schema: z.ZodType<T>, form: string): T {
  const read = schema.safeParse(decodeForm(form), { reportInput: true })
  if (read.success) return read.data
  throw toInvalidRequest(read.error)
}
