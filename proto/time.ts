// Durations and instants between milliseconds, Date and google.protobuf.

/** Milliseconds → google.protobuf.Duration. */
export function toDuration(ms: number): { seconds: string; nanos: number } {
  return { seconds: Math.trunc(ms / 1000).toString(), nanos: Math.round((ms % 1000) * 1_000_000) }
}

/** google.protobuf.Duration → milliseconds. */
export function fromDuration(duration: { seconds: string; nanos: number }): number {
  return Number(duration.seconds) * 1000 + duration.nanos / 1_000_000
}

/** Date → google.protobuf.Timestamp. */
export function toTimestamp(date: Date): { seconds: string; nanos: number } {
  const ms = date.getTime()
  const seconds = Math.floor(ms / 1000)
  return { seconds: seconds.toString(), nanos: (ms - seconds * 1000) * 1_000_000 }
}

/** google.protobuf.Timestamp → Date. */
export function fromTimestamp(timestamp: { seconds: string; nanos: number }): Date {
  return new Date(Number(timestamp.seconds) * 1000 + Math.floor(timestamp.nanos / 1_000_000))
}
