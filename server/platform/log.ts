// Structured logs. Every line of a request carries its request id; nothing here may log payment data.
import { pino } from 'pino'
import type { Logger } from 'pino'

export type Log = Logger

/** A logger for one process; level from configuration. */
export function createLog(options: { name: string; level: string }): Log {
  return pino({
    name: options.name,
    level: options.level,
    redact: { paths: ['*.password', '*.authorization', '*.cookie', '*.paymentMethod', '*.secret'], remove: true },
  })
}
