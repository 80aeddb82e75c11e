import type { NoticeKind } from '../src-shared/contract/enums.ts'
import type {
  DesktopNotice,
  OpenDesktopServices,
  OpenFailure,
  WorkspaceState,
} from './electron/services.ts'
import { createApi } from './http/app.ts'
import { errorResponse, json } from './http/envelope.ts'
import { setupOptions } from './http/serving.ts'
import { createSetup } from './http/setup.ts'
import { serveStatic } from './http/static.ts'
import { initWorkspace } from './init.ts'
import { placesOf } from './places.ts'
import { DomainError } from './platform/domain-error.ts'
import { createPortHandler } from './rpc/transports.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

const stateOf: Partial<Record<DomainError['code'], WorkspaceState>> = {
  WORKSPACE_DAMAGED: 'damaged',
  WORKSPACE_NEWER: 'newer',
  WORKSPACE_BUSY: 'locked',
}

const noticeTitles: Record<NoticeKind, string> = {
  failed: 'Snapshots failed',
  blocked: 'Snapshots were blocked',
  overdue: 'Rooms are overdue',
  damaged: 'A stored file is damaged',
  paused: 'A pause comes to its end',
}

/** Opens the workspace for the desktop door: the same router and screens as behind the loopback door. */
export const openDesktopServices: OpenDesktopServices = async ({
  workspaceDir: dir,
  entryUrl,
  keyStore,
}) => {
  let open:
    | {
        workspace: Workspace
        api: ReturnType<typeof createApi>
        port: ReturnType<typeof createPortHandler>
      }
    | undefined
  /** Windows that were open before there was a workspace: the set-up screen's. */
  const waiting: (() => void)[] = []
  const listeners = new Set<(notice: DesktopNotice) => void>()
  const start = async () => {
    const workspace = await openWorkspace({ dir, entryUrl, keyStore, automate: true })
    open = { workspace, api: createApi(workspace), port: createPortHandler(workspace.router) }
    for (const connect of waiting.splice(0)) connect()
    workspace.services.events.subscribe((event) => {
      if (event.kind !== 'notice') return
      const notice = { title: noticeTitles[event.notice.kind], body: event.notice.text }
      for (const tell of listeners) tell(notice)
    })
    workspace.warm().catch((error: unknown) => workspace.log.warn({ err: error }, 'warming failed'))
  }
  try {
    await start()
  } catch (error) {
    const failure = failureState(error)
    if (failure !== undefined) return failure
    if (!(error instanceof DomainError && error.code === 'WORKSPACE_UNUSABLE')) throw error
  }
  const { screens } = placesOf(entryUrl)
  const setup = createSetup(async (input) => {
    await initWorkspace({ dir, entryUrl, ...setupOptions(input) })
    await start()
  })

  return {
    fetch: async (request, origin) => {
      const { pathname } = new URL(request.url)
      if (pathname === '/api/v1/setup') {
        if (request.method === 'GET') return json({ needed: open === undefined })
        return open === undefined
          ? setup(request)
          : errorResponse('CONFLICT', 'The workspace is set up already.')
      }
      if (!pathname.startsWith('/api/')) return serveStatic(screens, request)
      if (open === undefined)
        return errorResponse('WORKSPACE_UNUSABLE', 'There is no workspace yet: set one up first.')
      return open.api(request, origin)
    },
    connectPort: (port, origin) => {
      if (open === undefined) waiting.push(() => open?.port(port, origin))
      else open.port(port, origin)
    },
    onNotice: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    wake: () => open?.workspace.automation.wake(),
    stop: async () => {
      await open?.workspace.close()
    },
  }
}

function failureState(error: unknown): OpenFailure | undefined {
  if (!(error instanceof DomainError)) return undefined
  const state = stateOf[error.code]
  return state === undefined ? undefined : { state, message: error.message }
}
