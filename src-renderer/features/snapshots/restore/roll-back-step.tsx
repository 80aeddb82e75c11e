import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RestorePreview, Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { safetyTitleOf } from '../../../../src-shared/rules/safety-title.ts'
import { errorCode, errorSentence } from '../../../rpc/errors.ts'
import type { Allowed } from '../../../rpc/permissions.ts'
import { api } from '../../../rpc/queries.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { Mono } from '../../../ui/mono.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { countsInWords, countsOf, sectionWords } from '../compare/change-words.ts'
import { type ChangeWords, SectionChanges } from '../compare/section-changes.tsx'
import classes from './restore.module.css'
import { Step } from './step.tsx'
import type { useRestore } from './use-restore.ts'

const words: ChangeWords = {
  sides: ['Now', 'After'],
  kinds: { added: 'Comes back', removed: 'Goes', changed: 'Set back' },
  counts: { added: 'back', removed: 'gone', changed: 'set back' },
  there: 'There',
  absent: 'Not there',
}

/** What a roll-back changes and what stays; nothing happens before the room's code is typed. */
export function RollBackStep(props: {
  snapshot: Snapshot
  restore: ReturnType<typeof useRestore>
  onBack: () => void
}) {
  const { snapshot, restore, onBack } = props
  const [typed, setTyped] = useState('')
  const input = { room_id: snapshot.room_id, snapshot_id: snapshot.id }
  const preview = useQuery(
    api.snapshots.restorePreview.queryOptions({ input, staleTime: 0, gcTime: 0 }),
  )
  const allowed = mayRollBack(snapshot, typed, preview.data)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (preview.data === undefined || !allowed.allowed) return
    restore.mutate(
      { ...input, mode: 'roll_back', preview_token: preview.data.preview_token },
      {
        // It was shown too long ago, or the room has changed: it is shown anew, and asked anew.
        onError: (error) => {
          if (errorCode(error) !== 'PREVIEW_NEEDED') return
          setTyped('')
          void preview.refetch()
        },
      },
    )
  }
  const error = restore.error ?? preview.error
  return (
    <Step>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormError message={error === null ? undefined : errorSentence(error)} />
          {preview.data !== undefined ? (
            <WhatChanges snapshot={snapshot} preview={preview.data} />
          ) : (
            preview.error === null && <WaitingLines count={7} />
          )}
          <Group align="flex-end" justify="space-between" gap="md">
            <TextInput
              label={
                <>
                  Type <Mono text={snapshot.room_code} /> to confirm
                </>
              }
              w={280}
              autoComplete="off"
              spellCheck={false}
              disabled={preview.data === undefined || preview.data.equal}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Group gap="xs">
              <Button variant="default" disabled={restore.isPending} onClick={onBack}>
                Back
              </Button>
              <AllowedButton
                type="submit"
                color="red.9"
                loading={restore.isPending}
                allowed={allowed}
              >
                Roll the room back
              </AllowedButton>
            </Group>
          </Group>
        </Stack>
      </form>
    </Step>
  )
}

function mayRollBack(snapshot: Snapshot, typed: string, preview?: RestorePreview): Allowed {
  if (preview === undefined) {
    return { allowed: false, reason: 'What the roll-back changes is not known yet.' }
  }
  if (preview.equal) {
    return { allowed: false, reason: 'The room is as the snapshot has it: nothing would change.' }
  }
  return typed.trim().toUpperCase() === snapshot.room_code
    ? { allowed: true, reason: '' }
    : { allowed: false, reason: 'Type the code of the room first.' }
}

function WhatChanges({ snapshot, preview }: { snapshot: Snapshot; preview: RestorePreview }) {
  const sections = preview.sections.filter(
    ({ added, removed, changed }) => added.length + removed.length + changed.length > 0,
  )
  const without = preview.sections.filter(({ not_compared }) => not_compared !== null)
  return (
    <>
      {preview.equal ? (
        <Notice tone="blue" title="Nothing would change">
          The room is as the snapshot has it.
        </Notice>
      ) : (
        <section>
          <Group justify="space-between" gap="md">
            <h3>{`What changes: ${countsInWords(countsOf(preview.sections), words.counts)}`}</h3>
            <Text size="xs" c="dimmed">
              Holds until <TimeText at={preview.expires_at} />, or until the room changes
            </Text>
          </Group>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must do so by the keyboard */}
          <section className={classes.changes} aria-label="What changes" tabIndex={0}>
            {sections.map((section) => (
              <SectionChanges key={section.section} section={section} words={words} level={4} />
            ))}
          </section>
        </section>
      )}
      <section>
        <h3>What stays</h3>
        <ul className={classes.list}>
          <li>{preview.stays}</li>
          <li>A document or vessel that has files and was not there then stays with them.</li>
          {without.map(({ section }) => (
            <li key={section}>
              {`${sectionWords[section]}: the snapshot was made without, so they stay.`}
            </li>
          ))}
          {preview.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </section>
      <Text size="sm">
        Before anything changes, the whole room is kept as{' '}
        <Text component="strong" inherit fw={600}>
          {safetyTitleOf(snapshot.title)}
        </Text>
        , a JSON snapshot that it can be rolled back to again.
      </Text>
    </>
  )
}
