// Faults of the queue: a job is a nudge and never the truth, so that losing all of them, or having each ten times, may cost time only.
import type { Fault } from './fault.ts'

const copies = 10
const withinS = 6 // they come in any order

export const jobFaults: readonly Fault[] = [
  {
    id: 'F15',
    name: 'all jobs lost',
    weight: 2,
    async strike({ db }) {
      const client = await db.connect()
      try {
        await client.query("begin; set local lock_timeout = '2s'; truncate pgboss.job; commit")
        return 1
      } catch (error) {
        await client.query('rollback')
        throw error
      } finally {
        client.release()
      }
    },
  },
  {
    id: 'F16',
    name: 'wake-up job doubled ten times, in any order',
    weight: 6,
    async strike({ db }) {
      const { rowCount } = await db.query(multiplySql, [copies, withinS])
      return (rowCount ?? 0) / copies
    },
  },
]

const multiplySql = `
  insert into pgboss.job (name, data, start_after, expire_seconds, retry_limit, policy)
  select name, data, now() + random() * $2 * interval '1 second', expire_seconds, retry_limit, policy
    from (select * from pgboss.job where name in ('buying.drivePurchase', 'payments.paymentChanged', 'payments.webhookReceived') and state = 'created'
          order by random() limit 8) waiting, generate_series(1, $1)`
