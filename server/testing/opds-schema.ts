// What we send to reading apps, as JSON Schema (draft 7) of our own, written after the specifications: OPDS 2.0, Authentication for OPDS 1.0, OPDS User
// Profile 1.0 and the Readium Web Publication Manifest. It asks for more than the published schemas do where a specification says "must" or
// "should", and knows only the members that we send, so that a misspelt one is noticed.

const anything = (properties: object, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const listOf = (items: object) => ({ type: 'array', items, minItems: 1, uniqueItems: true }) // §5.2: no blank values
const text = { type: 'string', minLength: 1 }
const count = { type: 'integer', minimum: 0 }
const time = { type: 'string', format: 'date-time' }
const address = { type: 'string', format: 'uri', pattern: '^https?://' }
const mediaType = { type: 'string', pattern: '^[a-z]+/[a-z0-9.+-]+$' }
const rel = { type: 'string', pattern: '^([a-z]+|https?://.+)$' } // registered ones are words, others addresses
const ref = (name: string) => ({ $ref: `#/definitions/${name}` })

const link = anything(
  {
    rel: { anyOf: [rel, listOf(rel)] },
    href: { type: 'string', pattern: '^https?://' },
    type: mediaType,
    title: text,
    templated: { const: true },
    properties: ref('properties'),
  },
  ['href', 'type'],
)

const properties = anything(
  {
    numberOfItems: count,
    authenticate: address,
    price: anything(
      { value: { type: 'number', exclusiveMinimum: 0 }, currency: { type: 'string', pattern: '^[A-Z]{3}$' } },
      ['value', 'currency'],
    ),
    availability: anything(
      { state: { enum: ['available', 'unavailable', 'reserved', 'ready'] }, since: time, until: time },
      ['state'],
    ),
    copies: anything({ total: count, available: count }, ['total', 'available']),
    holds: anything({ total: count, position: { type: 'integer', minimum: 1 } }, ['total']),
    cancellable: { type: 'boolean' },
    indirectAcquisition: listOf(ref('acquired')),
    lcp_hashed_passphrase: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$' }, // SHA-256 in Base 64
  },
  [],
)

const metadata = anything(
  {
    '@type': { const: 'http://schema.org/EBook' },
    identifier: { type: 'string', pattern: '^urn:isbn:97[89][0-9]{10}$' },
    title: text,
    subtitle: text,
    author: listOf(anything({ name: text }, ['name'])),
    language: { type: 'string', pattern: '^[a-z]{2,3}$' },
    publisher: text,
    published: { type: 'string', format: 'date' },
    modified: time,
    subject: listOf(anything({ name: text, links: listOf(ref('link')) }, ['name', 'links'])),
    description: text,
    numberOfPages: { type: 'integer', minimum: 1 },
    belongsTo: anything({ series: anything({ name: text, position: { type: 'number' } }, ['name']) }, ['series']),
    layout: { enum: ['fixed', 'reflowable'] },
    accessibility: {
      ...anything(
        {
          conformsTo: listOf(address),
          certification: anything({ certifiedBy: text }, ['certifiedBy']),
          summary: text,
          accessMode: listOf(text),
          accessModeSufficient: listOf({ anyOf: [text, listOf(text)] }),
          feature: listOf(text),
          hazard: listOf(text),
        },
        [],
      ),
      minProperties: 1,
    },
  },
  ['@type', 'identifier', 'title', 'language', 'modified'],
)

const withRel = (wanted: string) => ({ properties: { rel: { const: wanted } }, required: ['rel'] })
const acquisitions = ['', '/borrow', '/buy'].map((kind) => withRel(`http://opds-spec.org/acquisition${kind}`))

const publication = anything(
  {
    metadata: ref('metadata'),
    links: { ...listOf(ref('link')), allOf: [{ contains: withRel('self') }, { contains: { anyOf: acquisitions } }] },
    images: {
      ...listOf(ref('link')),
      contains: {
        properties: { type: { enum: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'] } },
      },
    },
  },
  ['metadata', 'links'],
)

const search = {
  properties: { rel: { const: 'search' }, templated: { const: true }, href: { pattern: '\\{\\?query\\}$' } },
  required: ['rel', 'templated'],
}
const feedLinks = {
  ...listOf(ref('link')),
  allOf: [withRel('self'), withRel('start'), withRel('http://opds-spec.org/shelf'), search].map((contains) => ({
    contains,
  })),
}
const feedMetadata = anything(
  {
    title: text,
    numberOfItems: count,
    itemsPerPage: { type: 'integer', minimum: 1 },
    currentPage: { type: 'integer', minimum: 1 },
  },
  ['title'],
)
const titled = { allOf: [ref('link'), { required: ['title'] }] } // §2.1
const group = anything(
  { metadata: ref('feedMetadata'), links: listOf(ref('link')), publications: listOf(ref('publication')) },
  ['metadata', 'publications'],
)
const feed = {
  ...anything(
    {
      metadata: ref('feedMetadata'),
      links: feedLinks,
      navigation: listOf(titled),
      publications: listOf(ref('publication')),
      groups: listOf(group),
    },
    ['metadata', 'links'],
  ),
  anyOf: ['navigation', 'publications', 'groups'].map((role) => ({ required: [role] })), // §1.1
}

const labels = anything({ login: text, password: text }, ['login', 'password'])
const flow = anything({ type: address, labels, links: listOf(ref('link')) }, ['type', 'labels'])
const authentication = anything(
  {
    id: address,
    title: text,
    description: text,
    links: { ...listOf(ref('link')), contains: withRel('http://opds-spec.org/shelf') },
    authentication: {
      ...listOf({
        allOf: [flow],
        anyOf: [
          { properties: { type: { const: 'http://opds-spec.org/auth/basic' } } },
          { required: ['links'], properties: { links: { contains: withRel('authenticate') } } }, // OAuth's: §3.4.6
        ],
      }),
      contains: { properties: { type: { const: 'http://opds-spec.org/auth/basic' } } },
    },
  },
  ['id', 'title', 'links', 'authentication'],
)

const limit = anything({ total: count, available: count }, ['total', 'available'])
const profile = anything(
  { name: text, email: { type: 'string', format: 'email' }, links: listOf(ref('link')), loans: limit, holds: limit },
  ['name', 'loans', 'holds'],
)

const acquired = anything({ type: mediaType, child: listOf(ref('acquired')) }, ['type'])

/** One document kind by its name. */
export const ownSchemas = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'urn:quire:opds',
  definitions: { acquired, authentication, feed, feedMetadata, link, metadata, profile, properties, publication },
}
