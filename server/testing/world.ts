export { useDatabase } from '../../scripts/postgres/test-database.ts'
