/** One wrong field of a request, as google.rpc.BadRequest says it. */
export interface Violation {
  /** `profile.currencies[1]` */
  field: string
  description: string
}

/** Gathers everything that is wrong with a request, so that it is said at once. */
export interface Violations {
  readonly found: readonly Violation[]
  /** Notes that `field` is wrong unless `isRight`; returns `isRight`. */
  check(isRight: boolean, field: string, description: string): boolean
  add(field: string, description: string): void
}

/** None yet. */
export function noViolations(): Violations {
  const found: Violation[] = []
  const add = (field: string, description: string) => void found.push({ field, description })
  return {
    found,
    add,
    check(isRight, field, description) {
      if (!isRight) add(field, description)
      return isRight
    },
  }
}
