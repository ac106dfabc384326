// A problem that the person at the terminal can do something about: one clear sentence, no stack.

/** Thrown with a sentence that says what is wrong and what to do; anything else that is thrown is a fault of ours. */
export class Problem extends Error {
  override name = 'Problem'
}

const sentences: Record<string, (path: string) => string> = {
  ENOSPC: (path) => `The disk is full: nothing more can be written to ${path}. Free some space and start again.`,
  EDQUOT: (path) =>
    `Your disk quota is used up: nothing more can be written to ${path}. Free some space and start again.`,
  EACCES: (path) => `Quire may not use ${path}. Give this user the right to read and write it, or set QUIRE_DATA_DIR.`,
  EPERM: (path) => `Quire may not use ${path}. Give this user the right to read and write it, or set QUIRE_DATA_DIR.`,
  EROFS: (path) => `${path} is on a disk that can only be read. Set QUIRE_DATA_DIR to a folder that can be written to.`,
  ENOENT: (path) => `${path} could not be made. Set QUIRE_DATA_DIR to a folder that can be written to.`, // mkdir -p on a read-only disk
  ENOTDIR: (path) =>
    `${path} is a file where a folder is needed. Move it away, or set QUIRE_DATA_DIR to another place.`,
  EEXIST: (path) => `${path} is a file where a folder is needed. Move it away, or set QUIRE_DATA_DIR to another place.`,
}

/** The problem behind a file system error at `path`, or the error itself when there is no sentence for it. */
export function fileProblem(error: unknown, path: string): unknown {
  const say = sentences[errorCode(error) ?? '']
  return say ? new Problem(say(path), { cause: error }) : error
}

/** Runs `work` on `path` and turns a file system error into its sentence. */
export function onFile<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw fileProblem(error, path)
  }
}

export function errorCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null)?.code
  return typeof code === 'string' ? code : undefined
}

/** Prints what went wrong, as a sentence where there is one, and ends the process with 1. */
export function failWith(error: unknown): never {
  if (error instanceof Problem) process.stderr.write(`\n${error.message}\n`)
  else process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
}
