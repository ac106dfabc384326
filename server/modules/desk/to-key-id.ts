/** The part of `qsk_<key id>_<secret>` that names it; null when this is no key. */
export function toKeyId(apiKey: string): string | null {
  return /^qsk_([A-Za-z0-9-]{1,64})_[\w-]{16,200}$/.exec(apiKey)?.[1] ?? null
}
