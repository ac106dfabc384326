// Dates as both standards write them: CCYYMMDD, and CCYYMMDDHHMMSS, in UTC.

/** 14 digits. */
export function toStamp(at: Date): string {
  return at.toISOString().replaceAll(/\D/g, '').slice(0, 14)
}

/** 8 or 14 digits → a date; null for what is none. */
export function readStamp(text: string): Date | null {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?$/.exec(text) ?? []
  if (year === undefined) return null
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) || at.toISOString() !== iso ? null : at // 30 February is none
}
