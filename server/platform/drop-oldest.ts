/**
 * Drops the oldest entries of a map that holds more than `max`, down to fifteen sixteenths of it. Not one for each that comes: V8's maps keep the
 * places of deleted entries until they grow, and whoever looks for the first entry walks over all of them.
 */
export function dropOldest<K>(map: Map<K, unknown>, max: number): void {
  if (map.size <= max) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    if (map.size <= (max * 15) / 16) return
  }
}
