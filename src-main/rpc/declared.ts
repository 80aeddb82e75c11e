import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract'
import { z } from 'zod'
import { type ProcedureMeta, procedureMetaSchema } from '../../src-shared/contract/procedure.ts'

/** Every procedure of a contract with its dotted name. */
export function proceduresOf(tree: object, prefix = ''): [string, AnyContractProcedure][] {
  return Object.entries(tree).flatMap(([name, node]): [string, AnyContractProcedure][] => {
    const path = prefix === '' ? name : `${prefix}.${name}`
    if (isContractProcedure(node)) return [[path, node]]
    return typeof node === 'object' && node !== null ? proceduresOf(node, path) : []
  })
}

/** How a procedure is called over REST, by its dotted name: `GET /api/v1/rooms`. */
export function routesOf(contract: object): (name: string) => string {
  const routes = new Map(
    proceduresOf(contract).map(([name, one]) => {
      const { method, path } = one['~orpc'].route
      return [name, `${method ?? 'POST'} ${path ?? name}`]
    }),
  )
  return (name) => routes.get(name) ?? name
}

/** What a procedure declares to the gate. @throws naming the procedure and what it lacks */
export function metaOf(name: string, procedure: AnyContractProcedure): ProcedureMeta {
  const { meta, route, inputSchema } = procedure['~orpc']
  const parsed = procedureMetaSchema.safeParse(meta)
  if (!parsed.success) {
    const lacking = parsed.error.issues.map((issue) => issue.path.join('.') || 'meta').join(', ')
    throw new Error(`The procedure ${name} does not declare: ${lacking}.`)
  }
  if (route.path === undefined) throw new Error(`The procedure ${name} declares no REST route.`)
  const field = parsed.data.room
  if (typeof field === 'string') {
    const shape = inputSchema instanceof z.ZodObject ? inputSchema.shape : {}
    if (!(field in shape)) {
      throw new Error(`The procedure ${name} is about a room, but its input has no ${field}.`)
    }
  }
  if (parsed.data.anonymous === true && typeof parsed.data.permission === 'string') {
    throw new Error(`The procedure ${name} asks for a permission of people who are not signed in.`)
  }
  return parsed.data
}

/** The declarations of a whole contract; the program does not start when one is lacking. */
export function declarations(contract: object): Map<string, ProcedureMeta> {
  return new Map(proceduresOf(contract).map(([name, one]) => [name, metaOf(name, one)]))
}
