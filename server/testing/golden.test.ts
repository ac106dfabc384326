import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { removeFolder, temporaryFolder } from '../../scripts/temporary.ts'
import { goldenQueries } from './golden.ts'

const folder = temporaryFolder('golden')
afterAll(() => removeFolder(folder))
writeFileSync(
  join(folder, 'queries.golden.sql'),
  `-- findAccount
select "id"
  from "account"
  where "email" = $1;

-- renameFound
select "id"
  from "account"
  where "email" = $1;
update "account"
  set "name" = $1
  where "id" = $2;
`,
)

goldenQueries(folder, {
  findAccount: { run: (tx) => tx.selectFrom('account').select('id').where('email', '=', 'a@b').execute() },
  renameFound: {
    answers: [[{ id: 'x' }]],
    async run(tx) {
      const { id } = await tx.selectFrom('account').select('id').where('email', '=', 'a@b').executeTakeFirstOrThrow()
      await tx.updateTable('account').set({ name: 'c' }).where('id', '=', id).execute()
    },
  },
})
