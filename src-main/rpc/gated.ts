import { implement } from '@orpc/server'
import { contract } from '../../src-shared/contract/index.ts'
import { DomainError } from '../platform/domain-error.ts'
import type { DoorContext } from './context.ts'
import { declarations, proceduresOf } from './declared.ts'
import { Denial, envelope, inputError, passGate, recordDenial } from './gate.ts'
import type { Services } from './services.ts'

/**
 * The contract with the gate before every procedure of it; only handlers are lacking.
 * @throws at once when a procedure declares no permission, room scope, audit action, or route
 */
export function createGated(services: Services) {
  const declared = declarations(contract)
  const successes = new Map(
    proceduresOf(contract).map(([name, one]) => [name, one['~orpc'].route.successStatus]),
  )

  /** Runs around every procedure, before its input is looked at and after its answer is there. */
  const gated = implement(contract)
    .$context<DoorContext>()
    .use(async ({ context, path, next }, input) => {
      const name = path.join('.')
      const meta = declared.get(name)
      if (meta === undefined) throw envelope(new DomainError('NOT_FOUND', 'There is no such call.'))
      const since = performance.now()
      try {
        const call = await passGate(services, context, name, meta, input)
        const answer = await callNext(call, () => next({ context: { call } }))
        measure(name, since, successes.get(name) ?? 200, false)
        return answer
      } catch (error) {
        const answer = await answerTo(error, name)
        measure(name, since, answer.status, true)
        throw answer
      }
    })

  const measure = (name: string, since: number, status: number, isError: boolean) => {
    services.meter.observe('procedure', name, performance.now() - since, isError)
    services.meter.count('status', String(status))
  }

  /** A denial inside the call (level 4) belongs in the trail like those at the gate. */
  const callNext = async <Result>(
    call: Denial['call'],
    next: () => PromiseLike<Result> | Result,
  ) => {
    try {
      return await next()
    } catch (error) {
      if (error instanceof DomainError && error.data.level !== undefined)
        throw new Denial(call, error)
      throw error
    }
  }

  const answerTo = async (error: unknown, procedure: string) => {
    if (error instanceof Denial) {
      try {
        await recordDenial(services, error)
      } catch (failure) {
        return failure instanceof DomainError ? envelope(failure) : unexpected(failure, procedure)
      }
      return envelope(error.error)
    }
    const expected = error instanceof DomainError ? error : inputError(error)
    return expected === undefined ? unexpected(error, procedure) : envelope(expected)
  }

  /** A bug: logged whole under an id; the caller is told the id and nothing else. */
  const unexpected = (error: unknown, procedure: string) => {
    const error_id = services.newErrorId()
    services.log.error({ err: error, error_id, procedure }, 'unexpected error')
    return envelope(
      new DomainError('INTERNAL_SERVER_ERROR', `Something went wrong (${error_id}).`, { error_id }),
    )
  }

  return gated
}

export type Gated = ReturnType<typeof createGated>
