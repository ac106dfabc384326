// Whether a document is what OPDS says it is: by our own schema, and by the published ones where they are at hand. Those are not in the repository: the drafts of
// OPDS come without a licence. Clone https://github.com/opds-community/drafts as `drafts` and https://github.com/readium/webpub-manifest as
// `webpub-manifest` into the folder `opds-schemas` of the shared data (QUIRE_SHARED_DATA).
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { ownSchemas } from './opds-schema.ts'

export type Kind = 'authentication' | 'feed' | 'profile' | 'publication'

const shared = process.env['QUIRE_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data')
/** Where the published schemas would be. */
export const publishedFolder = join(shared, 'opds-schemas')

/** Null where they are not at hand. */
const published = openPublished()
export const hasPublished = published !== null

const own = createAjv()
own.addSchema(ownSchemas)

/** What is wrong with a document, by whose schema; nothing: it is as it should be. */
export function complaintsAbout(kind: Kind, document: unknown): string[] {
  return [
    ...complain('ours', own.getSchema(`urn:quire:opds#/definitions/${kind}`), document),
    ...(published
      ? complain('published', published.getSchema(`https://drafts.opds.io/schema/${kind}.schema.json`), document)
      : []),
  ]
}

function complain(whose: string, validate: ValidateFunction | undefined, document: unknown): string[] {
  if (!validate) throw new Error(`there is no such schema of ${whose}`)
  if (validate(document) === true) return []
  return (validate.errors ?? []).map(({ instancePath, message = '', params }) => {
    return `${whose}: ${instancePath || 'the document'} ${message} (${JSON.stringify(params)})`
  })
}

function createAjv(): Ajv {
  const ajv = new Ajv({ allErrors: true, strict: false }) // the published ones give formats to arrays and types twice
  formats.default(ajv)
  return ajv
}

function openPublished(): Ajv | null {
  const folders = ['drafts', 'webpub-manifest'].map((name) => join(publishedFolder, name, 'schema'))
  if (!folders.every((folder) => existsSync(folder))) return null
  const ajv = createAjv()
  for (const folder of folders)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.json')) ajv.addSchema(JSON.parse(readFileSync(join(folder, name), 'utf8')) as object)
  return ajv
}
