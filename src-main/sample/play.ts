import { systemCall } from '../features/audit/index.ts'
import type { SettableClock } from '../platform/clock/index.ts'
import { createLocalClient, type LocalClient } from '../rpc/local-client.ts'
import type { Workspace } from '../workspace.ts'
import { sampleFile } from './files.ts'
import type { DocumentRef, Step } from './story.ts'

/**
 * Lets the people of a story do what they did, at the times they did it, through the gate like
 * anybody: so the sample's revisions, activity, and audit chain are real ones.
 */
export async function playStory(
  workspace: Workspace,
  story: readonly Step[],
  clock: SettableClock,
  password: string,
): Promise<void> {
  const scene = createScene(workspace, password)
  for (const step of story) {
    clock.set(step.at)
    await scene(step)
  }
}

function createScene(workspace: Workspace, password: string): (step: Step) => Promise<void> {
  const { services, router } = workspace
  const { accounts, access, documents, registry } = services
  const clients = new Map<string, LocalClient>()
  const rooms = new Map<string, string>()
  const organizations = new Map<string, string>()
  const terminals = new Map<string, string>()
  const vessels = new Map<string, string>()

  const clientOf = async (email: string): Promise<LocalClient> => {
    const there = clients.get(email)
    if (there !== undefined) return there
    const client = createLocalClient(router, await accounts.actor(email), 'desktop')
    clients.set(email, client)
    return client
  }
  /** Registry and accounts are set up through the services: their procedures need a superadmin. */
  const callOf = async (by: string) =>
    by === 'system' ? systemCall() : { ...systemCall('desktop'), actor: await accounts.actor(by) }
  const roomCall = async (by: string, room_id: string) => {
    const call = await callOf(by)
    return { ...call, room: (await access.place(call.actor, room_id)) ?? null }
  }
  const idOf = (map: Map<string, string>, key: string): string => {
    const id = map.get(key)
    if (id === undefined) throw new Error(`The story names “${key}” before it is there.`)
    return id
  }
  const documentOf = async (client: LocalClient, ref: DocumentRef) => {
    const room_id = idOf(rooms, ref.room)
    const vessel_id = ref.imo === null ? null : idOf(vessels, ref.imo)
    const found = (await client.documents.list({ room_id })).find(
      (one) => one.type_code === ref.type && one.vessel_id === vessel_id,
    )
    if (found === undefined) throw new Error(`${ref.room} has no document ${ref.type}.`)
    return { room_id, document_id: found.id }
  }

  return async (step) => {
    switch (step.do) {
      case 'organization': {
        const made = await registry.organizations.create(step, await callOf(step.by))
        organizations.set(step.name, made.id)
        return
      }
      case 'terminal': {
        const made = await registry.terminals.create(
          { name: step.name, unlocode: step.unlocode, organization_id: null },
          await callOf(step.by),
        )
        terminals.set(step.unlocode, made.id)
        return
      }
      case 'vessel': {
        const { do: _, at: __, by, ...facts } = step
        vessels.set(step.imo, (await registry.vessels.create(facts, await callOf(by))).id)
        return
      }
      case 'account':
        await accounts.create(
          {
            email: step.email,
            name: step.name,
            console_role: step.console_role,
            organization_id:
              step.organization === null ? null : idOf(organizations, step.organization),
            password,
          },
          await callOf(step.by),
        )
        return
      case 'add_document':
        await documents.ask(
          {
            document_type: step.type,
            vessel_id: step.imo === null ? null : idOf(vessels, step.imo),
          },
          await roomCall(step.by, idOf(rooms, step.room)),
        )
        return
      default:
        return inRoom(await clientOf(step.by), step)
    }
  }

  async function inRoom(
    client: LocalClient,
    step: Exclude<
      Step,
      { do: 'organization' | 'terminal' | 'vessel' | 'account' | 'add_document' }
    >,
  ): Promise<void> {
    switch (step.do) {
      case 'room': {
        const { do: _, at: __, by: ___, room, organization, terminal, ...facts } = step
        const made = await client.rooms.create({
          ...facts,
          organization_id: idOf(organizations, organization),
          terminal_id: idOf(terminals, terminal),
        })
        rooms.set(room, made.id)
        return
      }
      case 'add_vessel':
        await client.roomVessels.add({
          room_id: idOf(rooms, step.room),
          imo: step.imo,
          role: step.role,
        })
        return
      case 'upload': {
        const bytes = sampleFile(step.file.kind, step.file)
        await client.documents.upload({
          room_id: idOf(rooms, step.room),
          file: new File([Buffer.from(bytes)], step.file_name),
          document_type: step.type,
          ...(step.imo === null ? {} : { vessel_id: idOf(vessels, step.imo) }),
          ...(step.expires_on === null ? {} : { expires_on: step.expires_on }),
          ...(step.notes === null ? {} : { notes: step.notes }),
        })
        return
      }
      case 'approve':
        await client.documents.approve(await documentOf(client, step))
        return
      case 'reject':
        await client.documents.reject({ ...(await documentOf(client, step)), note: step.note })
        return
      case 'update_document':
        await client.documents.update({ ...(await documentOf(client, step)), ...step.set })
        return
      case 'request_approval': {
        const room_id = idOf(rooms, step.room)
        const party = (await client.parties.list({ room_id })).find(
          (one) => one.email === step.party,
        )
        await client.approvals.create({
          room_id,
          party_id: party?.id ?? '',
          vessel_id: step.imo === null ? null : idOf(vessels, step.imo),
        })
        return
      }
      case 'decide_approval': {
        const room_id = idOf(rooms, step.room)
        const party = (await client.parties.list({ room_id })).find(
          (one) => one.email === step.party,
        )
        const vessel_id = step.imo === null ? null : idOf(vessels, step.imo)
        const approval = (await client.approvals.list({ room_id })).find(
          (one) => one.party_id === party?.id && one.vessel_id === vessel_id,
        )
        await client.approvals.update({
          room_id,
          approval_id: approval?.id ?? '',
          status: step.status,
          ...(step.comment === null ? {} : { comment: step.comment }),
        })
        return
      }
      case 'message':
        await client.messages.create({
          room_id: idOf(rooms, step.room),
          body: step.body,
          vessel_id: step.imo === null ? null : idOf(vessels, step.imo),
        })
        return
      case 'transition':
        await client.rooms.transition({
          room_id: idOf(rooms, step.room),
          new_status: step.to,
          reason: step.reason,
        })
        return
      case 'update_room':
        await client.rooms.update({ room_id: idOf(rooms, step.room), ...step.set })
        return
    }
  }
}
