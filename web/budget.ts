// What the first visit to the search page downloads as script, compressed, against the budget. `npm run budget` after a build.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'

/** 150 kB of compressed script: about a second on a slow phone's connection (design: web, "How it behaves"). */
export const budgetBytes = 150_000

interface Chunk {
  file: string
  isEntry?: boolean
  imports?: string[]
}

/** The scripts that the entry page needs before it can run, each with its gzip size in bytes. `dist` is Vite's output folder. */
export function firstLoad(dist: string): { file: string; bytes: number }[] {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  const entries = Object.values(manifest).filter(({ isEntry }) => isEntry)
  if (entries.length === 0) throw new Error(`${dist} has no entry in its manifest: was it built with build.manifest?`)
  const needed = new Set<string>()
  function visit({ file, imports = [] }: Chunk): void {
    if (needed.has(file)) return
    needed.add(file)
    for (const name of imports) {
      const chunk = manifest[name]
      if (!chunk) throw new Error(`${file} imports ${name}, which the manifest does not know`)
      visit(chunk)
    }
  }
  entries.forEach(visit)
  return [...needed].map((file) => ({ file, bytes: gzipSync(readFileSync(join(dist, file))).length }))
}

export function totalBytes(files: readonly { bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  const files = firstLoad(join(import.meta.dirname, 'dist'))
  for (const { file, bytes } of files) console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file}`)
  const total = totalBytes(files)
  console.log(`${(total / 1000).toFixed(1).padStart(8)} kB  of ${budgetBytes / 1000} kB`)
  if (total > budgetBytes) process.exitCode = 1
}
