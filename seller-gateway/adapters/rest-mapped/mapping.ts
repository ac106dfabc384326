// The mapping of one REST seller: what is sent, and what each answer means, as data. docs/rest-mapping.md explains every field.
// Refuses what would make money unsafe: a "no" that nothing in the answer says, an order without our reference or the quoted total.
import { z } from 'zod'
import {
  ConditionField,
  ConditionOn,
  CountField,
  DateField,
  ListPath,
  MoneyField,
  StateField,
  TextField,
} from './readers.ts'
import { headersSchema, requestSchema, variablesIn } from './request.ts'
import type { Known } from './request.ts'
import { oneOrMore } from './schemas.ts'

const byReference = { reference: 'text' } satisfies Known

/** The variables of each operation's request. */
const variables = {
  quotes: { isbn13: 'text', country: 'text', postalCode: 'text', currency: 'text' },
  place: {
    ...byReference,
    ref: 'text',
    isbn13: 'text',
    'limit.decimal': 'text',
    'limit.minor': 'number',
    'limit.currency': 'text',
    'shipTo.recipient': 'text',
    'shipTo.lines': 'list',
    'shipTo.line1': 'text',
    'shipTo.line2': 'text',
    'shipTo.line3': 'text',
    'shipTo.city': 'text',
    'shipTo.region': 'text',
    'shipTo.postalCode': 'text',
    'shipTo.country': 'text',
  },
  find: byReference,
  cancel: byReference,
} as const satisfies Record<string, Known>

const refusals = [
  'SOLD_OUT',
  'PRICE_CHANGED',
  'QUOTE_EXPIRED',
  'ORDER_CANCELLED',
  'REJECTED',
  'REQUEST_ID_REUSED',
] as const
/** Refused at the door: nothing was done. They need no condition, since any answer of that status says it. */
const doors = ['NOT_AUTHORIZED', 'THROTTLED'] as const

const meanings = {
  quotes: ['offers', 'none', ...doors],
  place: ['order', ...refusals, ...doors],
  find: ['order', 'none', ...doors],
  cancel: ['order', 'CANNOT_CANCEL', ...doors],
} as const

/** Meanings that claim that something certainly did not happen. */
const denials: ReadonlySet<string> = new Set([...refusals, 'none', 'CANNOT_CANCEL'])

const Status = z.int().min(200).max(499, 'a 5xx proves nothing, so it has no meaning')

/** One line of the table from answers to meanings; the first that fits counts. */
function ruleSchema<const M extends string>(known: readonly [M, ...M[]]) {
  return z
    .strictObject({
      status: oneOrMore(Status, 50),
      when: oneOrMore(ConditionOn, 10).optional(),
      means: z.enum(known),
    })
    .refine(({ when = [], means }) => !denials.has(means) || when.some(({ is, exists }) => is ?? exists), {
      path: ['when'],
      message:
        'must name something in the answer: a status may come from anything in between, and a "no" must be the seller\'s own',
    })
}

const answers = <const M extends string>(known: readonly [M, ...M[]], needed: M) =>
  z
    .array(ruleSchema(known))
    .min(1)
    .max(50)
    .superRefine((rules, context) => {
      if (!rules.some(({ means }) => means === needed))
        context.addIssue({ code: 'custom', message: `nothing in it means ${JSON.stringify(needed)}` })
      for (const [at, { status }] of rules.entries()) {
        const shadow = rules.findIndex((one) => one.when === undefined && status.every((s) => one.status.includes(s)))
        if (shadow !== -1 && shadow < at)
          context.addIssue({
            code: 'custom',
            path: [at],
            message: `is never reached: [${shadow}] fits every such answer`,
          })
      }
    })

const Quote = z.strictObject({
  /** What the seller wants back with an order. */
  ref: TextField,
  /** Offers of another book are left out; without it all are taken to be of the book that was asked for. */
  isbn13: TextField.optional(),
  condition: ConditionField,
  item: MoneyField,
  shipping: MoneyField.optional(),
  tax: MoneyField.optional(),
  /** An offer of 0 copies is left out. */
  quantity: CountField.optional(),
  shipsFrom: TextField.optional(),
  deliveryDays: z.strictObject({ min: CountField, max: CountField }).optional(),
  expiresAt: DateField.optional(),
})

const OrderFields = z.strictObject({
  reference: TextField.optional(),
  sellerOrderId: TextField,
  state: StateField,
  isbn13: TextField.optional(),
  condition: ConditionField.optional(),
  total: MoneyField,
  createdAt: DateField.optional(),
})

/** The schema of a mapping whose templates may use these secrets. */
function mappingSchema(secretNames: readonly string[]) {
  const secrets = Object.fromEntries(secretNames.map((name) => [`secret.${name}`, 'text' as const]))
  const request = (operation: keyof typeof variables, needed: readonly string[][]) =>
    requestSchema(variables[operation], secretNames).superRefine((parsed, context) => {
      const used = variablesIn(parsed)
      for (const choice of needed)
        if (!choice.some((name) => used.has(name)))
          context.addIssue({ code: 'custom', message: `must send ${choice.map((name) => `{${name}}`).join(' or ')}` })
    })
  return z.strictObject({
    version: z.literal(1),
    /** Sent with every request. */
    headers: headersSchema(secrets),
    quotes: z.strictObject({
      request: request('quotes', [['isbn13']]),
      answers: answers(meanings.quotes, 'offers'),
      /** The list whose elements are offers. */
      each: ListPath,
      /** Only elements of which all of these hold: no auctions, no ebooks. */
      only: z.array(ConditionOn).max(10).default([]),
      quote: Quote,
    }),
    /** Without it, the seller is shown and never bought from. */
    orders: z
      .strictObject({
        /** How an order is read, in every answer that means one. */
        fields: OrderFields,
        place: z.strictObject({
          request: request('place', [['reference'], ['ref', 'isbn13'], ['limit.decimal', 'limit.minor']]),
          answers: answers(meanings.place, 'order'),
          /** The total it would take now, in an answer that means PRICE_CHANGED. */
          newTotal: MoneyField.optional(),
          /** True when the seller answers the same {reference} again with the same order. */
          replays: z.boolean(),
        }),
        find: z
          .strictObject({ request: request('find', [['reference']]), answers: answers(meanings.find, 'order') })
          .optional(),
        cancel: z
          .strictObject({ request: request('cancel', [['reference']]), answers: answers(meanings.cancel, 'order') })
          .optional(),
      })
      .optional(),
  })
}
export type RestMapping = z.infer<ReturnType<typeof mappingSchema>>
export type OrderMapping = NonNullable<RestMapping['orders']>

/** One thing that is wrong with a mapping. */
export interface MappingIssue {
  /** The field, such as `orders.place.answers[2].when`. */
  field: string
  description: string
}

/** A mapping that is not right; says everything that is wrong with it. */
export class InvalidMapping extends Error {
  override readonly name = 'InvalidMapping'
  readonly issues: readonly MappingIssue[]

  constructor(issues: readonly MappingIssue[]) {
    super(issues.map(({ field, description }) => `${field}: ${description}`).join('\n'))
    this.issues = issues
  }
}

/** Checks and compiles a mapping. Throws InvalidMapping, which names every field that is wrong. */
export function parseMapping(mapping: unknown, secretNames: readonly string[]): RestMapping {
  const parsed = mappingSchema(secretNames).safeParse(mapping)
  if (parsed.success) return parsed.data
  throw new InvalidMapping(parsed.error.issues.flatMap(toIssues))
}

function toIssues(issue: z.core.$ZodIssue): MappingIssue[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: fieldOf([...issue.path, key]), description: 'is not known' }))
  const description = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
  return [{ field: fieldOf(issue.path), description }]
}

function fieldOf(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (before, part) => before + (typeof part === 'number' ? `[${part}]` : `.${String(part)}`),
    '',
  )
  return text.replace(/^\./, '') || 'mapping'
}
