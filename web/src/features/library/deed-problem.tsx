import { toTrouble } from '../../api/errors.ts'

/** Why what was asked did not happen. */
export function DeedProblem({ error }: { error: Error | null | undefined }) {
  return error ? (
    <p role="alert" className="mt-2 text-[0.9375rem] text-danger">
      {toTrouble(error).sentence}
    </p>
  ) : null
}
