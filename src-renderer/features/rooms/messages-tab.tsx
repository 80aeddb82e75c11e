import { Group, Select, Textarea } from '@mantine/core'
import { IconMessage2, IconSend } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { useMayChange } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { inWords } from '../../ui/words.ts'
import { LoadOlder } from './load-older.tsx'
import classes from './stream.module.css'

const pageSize = 30

/** What the parties write to each other, newest first. */
export function MessagesTab({ roomId }: { roomId: string }) {
  const list = useInfiniteQuery(
    api.messages.list.infiniteOptions({
      input: (offset: number) => ({ room_id: roomId, limit: pageSize, offset }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => {
        const seen = pages.reduce((sum, page) => sum + page.body.length, 0)
        return seen < Number(last.headers['x-total-count']) ? seen : undefined
      },
    }),
  )
  const messages = list.data?.pages.flatMap((page) => page.body)
  return (
    <div className={classes.stream}>
      <Composer roomId={roomId} />
      {messages === undefined && list.error !== null && (
        <ErrorState message={errorSentence(list.error)} onRetry={() => void list.refetch()} />
      )}
      {messages === undefined && list.error === null && <WaitingLines count={6} />}
      {messages?.length === 0 && (
        <EmptyState
          icon={IconMessage2}
          title="No messages yet"
          text="What is written here is seen by every party of the room."
        />
      )}
      {messages !== undefined && messages.length > 0 && (
        <ol className={classes.list} aria-label="Messages, newest first">
          {messages.map((message) => (
            <li key={message.id}>
              <div className={classes.head}>
                <strong>{message.sender_name}</strong>
                {message.sender_role !== null && <span>{inWords(message.sender_role)}</span>}
                {message.vessel_name !== null && <span>{`about ${message.vessel_name}`}</span>}
                <TimeText at={message.created_at} />
              </div>
              <p className={classes.body}>{message.body}</p>
            </li>
          ))}
        </ol>
      )}
      <LoadOlder list={list} label="Load older messages" />
    </div>
  )
}

function Composer({ roomId }: { roomId: string }) {
  const [body, setBody] = useState('')
  const [vessel, setVessel] = useState<string | null>(null)
  const vessels = useQuery(api.roomVessels.list.queryOptions({ input: { room_id: roomId } })).data
  const allowed = useMayChange(roomId)('messages.create')
  const send = useMutation(
    api.messages.create.mutationOptions({
      onSuccess: async () => {
        setBody('')
        await roomChanged(roomId)
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (body.trim() === '' || !allowed.allowed || send.isPending) return
    send.mutate({ room_id: roomId, body, ...(vessel === null ? {} : { vessel_id: vessel }) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
  }
  return (
    <form onSubmit={submit} className={classes.composer}>
      <FormError message={send.error === null ? undefined : errorSentence(send.error)} />
      <Textarea
        label="Write a message"
        description="Ctrl or Cmd and Enter sends it."
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4000}
        disabled={!allowed.allowed}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Group gap="xs" mt="xs">
        <Select
          aria-label="About which vessel"
          placeholder="About the room"
          clearable
          clearButtonProps={{ 'aria-label': 'About the room' }}
          w={220}
          disabled={!allowed.allowed}
          data={(vessels ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={vessel}
          onChange={setVessel}
        />
        <AllowedButton
          type="submit"
          variant="default"
          allowed={body.trim() === '' && allowed.allowed ? nothingWritten : allowed}
          loading={send.isPending}
          leftSection={<IconSend size={16} aria-hidden />}
        >
          Send
        </AllowedButton>
      </Group>
    </form>
  )
}

const nothingWritten = { allowed: false, reason: 'There is nothing written yet.' }
