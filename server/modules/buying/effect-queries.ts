// SQL of the remote calls that could change something outside: their intents and how they ended — owns purchaseEffect.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Json } from '#platform/db.gen'
import { toJson } from '#platform/json'

const own = (db: Db) => db.$pickTables<'purchaseEffect'>()

export type EffectKind = 'authorize' | 'place' | 'cancelOrder' | 'capture' | 'void'
export type EffectState = 'INTENDED' | 'UNKNOWN' | 'SUCCEEDED' | 'FAILED' | 'COMPENSATED'

/** Commits the intent of a remote call, or one more try of it; the request of the first try stays. One that failed is open again. */
export async function intendEffect(
  tx: Tx,
  effect: { key: string; purchaseId: string; kind: EffectKind; request: object; at: Date },
): Promise<void> {
  await own(tx)
    .insertInto('purchaseEffect')
    .values({ ...effect, request: sql<Json>`${toJson(effect.request)}::jsonb`, tries: 1, firstSentAt: effect.at })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        tries: sql<number>`purchase_effect.tries + 1`,
        state: sql<EffectState>`case purchase_effect.state when 'FAILED' then 'INTENDED' else purchase_effect.state end`,
      }),
    )
    .execute()
}

/** How the call ended. What has succeeded or failed stays so, unless it is undone. */
export async function settleEffect(tx: Tx, key: string, state: EffectState): Promise<void> {
  await own(tx)
    .updateTable('purchaseEffect')
    .set({ state })
    .where('key', '=', key)
    .where((where) => where.or([where('state', 'in', ['INTENDED', 'UNKNOWN']), where.val(state === 'COMPENSATED')]))
    .execute()
}
