import type { Tx } from '#platform/db'
import { workRoles } from './check-record.ts'
import type { BookRecord, Role } from './check-record.ts'
import type { Placed } from './choose-targets.ts'
import type { ImportDeps } from './model.ts'
import { ensureNames, saveLinks } from './save-queries.ts'

const isOfWork = ({ role }: { role: Role }) => (workRoles as readonly string[]).includes(role)

/** Saves who made these works and editions, what they are about and their series. Of the works `leading` it replaces what was said before. */
export async function saveLinksOf(
  { ids }: ImportDeps,
  tx: Tx,
  groups: readonly (readonly Placed[])[],
  leading: ReadonlySet<string>,
): Promise<void> {
  const records = groups.flat().map(({ record }) => record)
  // Sorted, so that two transactions that need the same names take them in the same order.
  const withIds = (names: readonly string[]) => [...new Set(names)].sort().map((name) => ({ id: ids.next(), name }))
  const named = (of: (record: BookRecord) => readonly string[]) => withIds(records.flatMap(of))
  const contributors = await ensureNames(
    tx,
    'contributor',
    named(({ authors }) => authors.map(({ name }) => name)),
  )
  const subjects = await ensureNames(
    tx,
    'subject',
    named((record) => record.subjects),
  )
  const series = await ensureNames(
    tx,
    'series',
    named((record) => record.series.map(({ name }) => name)),
  )
  const editions = [...new Map(groups.flat().map(({ record }) => [record.isbn13, record])).values()]
  await saveLinks(
    tx,
    {
      contributors: groups.flatMap((group) =>
        firstSaid(group, (record) => record.authors.filter(isOfWork)).map(({ name, role }, position) => ({
          work_id: idOf(group),
          contributor_id: contributors.get(name) ?? missing(name),
          position,
          role,
        })),
      ),
      editionContributors: editions.flatMap(({ isbn13, authors }) =>
        authors
          .filter((one) => !isOfWork(one))
          .map(({ name, role }, position) => ({
            isbn13,
            contributor_id: contributors.get(name) ?? missing(name),
            position,
            role,
          })),
      ),
      series: groups.flatMap((group) =>
        firstSaid(group, (record) => record.series).map(({ name, number }, position) => ({
          work_id: idOf(group),
          series_id: series.get(name) ?? missing(name),
          number,
          position,
        })),
      ),
      subjects: groups.flatMap((group) =>
        distinct(group.flatMap(({ record }) => record.subjects)).map((name) => ({
          work_id: idOf(group),
          subject_id: subjects.get(name) ?? missing(name),
        })),
      ),
      codes: groups.flatMap((group) =>
        group.flatMap(({ record }) => record.codes.map((code) => ({ work_id: idOf(group), ...code }))),
      ),
    },
    leading,
  )
}

/** What the first record of a work says that says anything. */
function firstSaid<T>(group: readonly Placed[], of: (record: BookRecord) => readonly T[]): readonly T[] {
  return group.map(({ record }) => of(record)).find((said) => said.length > 0) ?? []
}

const distinct = (names: readonly string[]) => [...new Set(names)]

function idOf([first]: readonly Placed[]): string {
  return first?.target.id ?? missing('a work')
}

function missing(name: string): never {
  throw new Error(`${name} was saved and has no id`)
}
