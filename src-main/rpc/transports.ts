import { SmartCoercionPlugin } from '@orpc/json-schema'
import { OpenAPIGenerator } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { RPCHandler as PortHandler } from '@orpc/server/message-port'
import { RPCHandler as SocketHandler } from '@orpc/server/ws'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '../../src-shared/contract/index.ts'
import type { DoorContext } from './context.ts'
import type { Router } from './router.ts'

const schemaConverters = [new ZodToJsonSchemaConverter()]

/** The router over HTTP, as the REST description has it. `undefined` for a path that is none of its own. */
export function createRestHandler(
  router: Router,
): (request: Request, context: DoorContext) => Promise<Response | undefined> {
  const options: ConstructorParameters<typeof OpenAPIHandler<DoorContext>>[1] = {
    customErrorResponseBodyEncoder: ({ code, status, message, data }) => ({
      code,
      status,
      message,
      data: data ?? {},
    }),
  }
  // Query strings carry text only: numbers and booleans are read as what the schema wants. In a
  // body a text is a text, and one where a number belongs is refused.
  const byQuery = new OpenAPIHandler(router, {
    ...options,
    plugins: [new SmartCoercionPlugin({ schemaConverters })],
  })
  const byBody = new OpenAPIHandler(router, options)
  return async (request, context) => {
    const handler = request.method === 'GET' ? byQuery : byBody
    const { matched, response } = await handler.handle(request, { context })
    return matched ? response : undefined
  }
}

/** The router over one WebSocket of the browser door. */
export function createSocketHandler(router: Router) {
  const handler = new SocketHandler(router)
  return (socket: Parameters<typeof handler.upgrade>[0], context: DoorContext): void => {
    void handler.upgrade(socket, { context })
  }
}

/** The router over one message port of a desktop window. */
export function createPortHandler(router: Router) {
  const handler = new PortHandler(router)
  return (port: Parameters<typeof handler.upgrade>[0], context: DoorContext): void => {
    handler.upgrade(port, { context })
  }
}

/** The OpenAPI 3.1 description of every procedure, made from the contract. */
export function describeRest(version: string): Promise<object> {
  return new OpenAPIGenerator({ schemaConverters }).generate(contract, {
    info: {
      title: 'STS Clearance Desktop',
      version,
      description:
        'Rooms, snapshots, permissions, and the audit trail of a workspace, on the loopback address.',
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
    security: [{ bearer: [] }],
  })
}
