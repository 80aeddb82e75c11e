import { IconPencil, IconTrash, IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Party } from '../../../src-shared/contract/rooms.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { type Allowed, useMayChange } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { useMe } from '../../rpc/session.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { AllowedIcon } from '../../ui/allowed-icon.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { counted, inWords } from '../../ui/words.ts'
import { AddPartyDialog } from './add-party-dialog.tsx'
import { EditPartyDialog } from './edit-party-dialog.tsx'
import { RemovePartyDialog } from './remove-party-dialog.tsx'
import classes from './tab.module.css'

/** Who is in the room, and as what. */
export function PartiesTab({ roomId }: { roomId: string }) {
  const list = useQuery(api.parties.list.queryOptions({ input: { room_id: roomId } }))
  const may = useMayChange(roomId)
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const [editing, setEditing] = useState<Party>()
  const [removing, setRemoving] = useState<Party>()
  const choice = useColumnChoice('parties')
  const manage = may('rooms.manage_parties')
  const owners = list.data?.filter((party) => party.role === 'owner').length ?? 0

  /** The rules of the room, in the words of the server that keeps them. */
  const mayRemove = (party: Party): Allowed => {
    if (!manage.allowed) return manage
    if (party.email === me?.account.email) {
      return { allowed: false, reason: 'Nobody removes themselves from a room; ask somebody else.' }
    }
    return party.role === 'owner' && owners === 1
      ? {
          allowed: false,
          reason: 'The last owner of a room cannot be removed; add another one first.',
        }
      : manage
  }
  const addButton = (
    <AllowedButton
      variant="default"
      allowed={manage}
      leftSection={<IconUserPlus size={16} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      Add a party
    </AllowedButton>
  )
  return (
    <>
      <DataTable
        label="Parties"
        columns={[...columns, actionsColumn({ manage, mayRemove, setEditing, setRemoving })]}
        rows={list.data}
        rowId={(party) => party.id}
        error={
          list.error === null
            ? undefined
            : { message: errorSentence(list.error), retry: () => void list.refetch() }
        }
        empty={
          <EmptyState
            icon={IconUsers}
            title="Nobody is in this room yet"
            text="Add the owner first, then brokers, charterers, sellers and buyers."
            action={addButton}
          />
        }
        toolbar={
          <>
            <span className={classes.count}>
              {list.data === undefined ? '' : counted(list.data.length, 'party', 'parties')}
            </span>
            {addButton}
          </>
        }
        {...choice}
      />
      <AddPartyDialog roomId={roomId} opened={adding} onClose={() => setAdding(false)} />
      {editing !== undefined && (
        <EditPartyDialog party={editing} onClose={() => setEditing(undefined)} />
      )}
      {removing !== undefined && (
        <RemovePartyDialog party={removing} onClose={() => setRemoving(undefined)} />
      )}
    </>
  )
}

const columns: readonly DataColumn<Party>[] = [
  {
    id: 'name',
    header: 'Name',
    sort: (party) => party.name,
    always: true,
    cell: (party) => party.name,
  },
  {
    id: 'role',
    header: 'Role',
    sort: (party) => party.role,
    width: '140px',
    cell: (party) => inWords(party.role),
  },
  { id: 'email', header: 'E-mail', sort: (party) => party.email, cell: (party) => party.email },
  {
    id: 'organization',
    header: 'Organization',
    sort: (party) => party.organization,
    cell: (party) => party.organization ?? '–',
  },
  {
    id: 'created_at',
    header: 'Added',
    sort: (party) => party.created_at,
    width: '160px',
    cell: (party) => <TimeText at={party.created_at} />,
  },
]

interface PartyActions {
  manage: Allowed
  mayRemove(party: Party): Allowed
  setEditing(party: Party): void
  setRemoving(party: Party): void
}

function actionsColumn(actions: PartyActions): DataColumn<Party> {
  const { manage, mayRemove, setEditing, setRemoving } = actions
  return {
    id: 'actions',
    header: 'Edit and remove',
    quietHeader: true,
    always: true,
    width: '76px',
    align: 'end',
    cell: (party) => (
      <span className={classes.actions}>
        <AllowedIcon
          icon={IconPencil}
          label={`Edit ${party.name}`}
          allowed={manage}
          onClick={() => setEditing(party)}
        />
        <AllowedIcon
          icon={IconTrash}
          label={`Remove ${party.name}`}
          allowed={mayRemove(party)}
          onClick={() => setRemoving(party)}
        />
      </span>
    ),
  }
}
