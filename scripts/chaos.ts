// `npm run chaos -- [--json] [--seed n] [--purchases n] [--part crash-points|kills]`: chaos/README.md says what it does.
import '../chaos/main.ts'
