/** Paths from the clone's root, and what each file should hold. */
export type Files = Record<string, string>
