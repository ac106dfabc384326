// Ebooks for sale, without their files: what a shop knows of them.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#platform/db'

const at = new Date('2026-11-22T12:00:00Z')

/** Forgets every ebook and who owns one. */
export async function clearEbooks(db: Db): Promise<void> {
  await sql`truncate ebook, ebook_offer, owned_ebook, drm_publication cascade`.execute(db)
}

/** Sells the edition as an ebook, for so many cents. */
export async function sellEbook(db: Db, isbn13: string, minor: number): Promise<void> {
  const publicationId = randomUUID()
  await sql`insert into drm_publication (id, scheme, title, sha256, bytes, wrapped_key, key_id, created_by, created_at)
    values (${publicationId}, 'LCP', 'Book', ${Buffer.alloc(32)}, 1, ${Buffer.alloc(1)}, 'k', 'test', ${at})`.execute(
    db,
  )
  await db.insertInto('ebook').values({ isbn13, publicationId, changedAt: at, createdAt: at }).execute()
  await repriceEbook(db, isbn13, minor)
}

/** Null: it is not sold any more. */
export async function repriceEbook(db: Db, isbn13: string, minor: number | null): Promise<void> {
  await db.deleteFrom('ebookOffer').where('isbn13', '=', isbn13).execute()
  if (minor === null) return
  const offer = { isbn13, currency: 'USD', minor: BigInt(minor), updatedAt: at }
  await db.insertInto('ebookOffer').values(offer).execute()
}
