import type { DoorContext } from '../rpc/context.ts'
import { createRestHandler, describeRest } from '../rpc/transports.ts'
import type { Workspace } from '../workspace.ts'
import { programVersion } from '../workspace.ts'
import { fileResponse, isDownload } from './downloads.ts'
import { apiHeaders, errorResponse, json } from './envelope.ts'
import { exportResponse, isExport } from './exports.ts'
import { restPage } from './rest-page.ts'

/** Answers every request below `/api`: the procedures over REST, files, and their description. */
export type Api = (request: Request, context: DoorContext) => Promise<Response>

export function createApi(workspace: Workspace): Api {
  const rest = createRestHandler(workspace.router)
  let description: Promise<object> | undefined
  const describe = () => {
    description ??= describeRest(programVersion)
    return description
  }

  return async (request, context) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/api/openapi.json') return json(await describe())
    if (pathname === '/api/docs') return restPage(await describe())
    const isHead = request.method === 'HEAD'
    const asked = withQueryAsBody(isHead ? new Request(request, { method: 'GET' }) : request)
    const answer = await rest(asked, context)
    if (answer === undefined) {
      return errorResponse('NOT_FOUND', 'There is no such call; /api/docs lists those that are.')
    }
    if (isExport(asked) && answer.ok) {
      return exportResponse(answer, request, workspace.services.exports.take)
    }
    if (isDownload(asked) && answer.ok) {
      const { auditBackground } = workspace.services
      return fileResponse(
        answer,
        request,
        (sha256) =>
          auditBackground.pathOf(sha256) ??
          workspace.artefacts.held(sha256) ??
          workspace.blobs.path(sha256),
      )
    }
    const headers = new Headers(answer.headers)
    for (const [name, value] of Object.entries(apiHeaders)) headers.set(name, value)
    return new Response(isHead ? null : answer.body, { status: answer.status, headers })
  }
}

/** By the headers: Node's server gives every request but GET and HEAD a body stream, empty or not. */
function hasBody({ headers }: Request): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0
}

/** `DELETE …?reason=…` says the same as the reason in a body, which many clients cannot send. */
function withQueryAsBody(request: Request): Request {
  const { searchParams } = new URL(request.url)
  if (request.method !== 'DELETE' || searchParams.size === 0 || hasBody(request)) return request
  return new Request(request, {
    headers: { ...Object.fromEntries(request.headers), 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(searchParams)),
  })
}
