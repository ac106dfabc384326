// Runs before each test file: one seed for every property test (fast-check). FC_SEED=n chooses another, FC_SEED=random one at random.
import fc from 'fast-check'

const seed = process.env['FC_SEED'] ?? '20261121'
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) })
