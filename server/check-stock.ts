// Process: compares the stock's counters with its movements and held reservations, and with --repair sets them right. Ends with 1 when
// something differs that is not mended.
import { checkStock, repairStock } from '#stock'
import type { Drift } from '#stock'
import { createDb, createPool } from '#platform/db'

const url = process.env['DATABASE_URL']
if (!url) throw new Error('DATABASE_URL is not set')
const isRepair = process.argv.includes('--repair')
const db = createDb(createPool({ url, name: 'quire-check-stock', max: 1 }))
try {
  const drifts = await checkStock(db)
  for (const drift of drifts) say(describe(drift))
  const open = isRepair ? await repairStock(db, drifts) : drifts
  if (drifts.length === 0) say('stock agrees with its movements and reservations')
  else if (open.length === 0) say(`${drifts.length} mended`)
  else {
    say(isRepair ? `${open.length} need a person; see docs/runbook.md` : 'run with --repair to set them right')
    process.exitCode = 1
  }
} finally {
  await db.destroy()
}

function describe({ isbn13, condition, onHand, moved, reserved, held }: Drift): string {
  return `${isbn13} ${condition}: ${onHand} on hand, movements say ${moved}; ${reserved} reserved, reservations say ${held}`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
