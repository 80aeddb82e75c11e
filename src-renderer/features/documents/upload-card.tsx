import { CloseButton, type ComboboxItemGroup, Select, TextInput } from '@mantine/core'
import { IconCircleCheck, IconFile } from '@tabler/icons-react'
import { BytesText } from '../../ui/bytes-text.tsx'
import { issueOf } from '../../ui/issues.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import classes from './upload.module.css'
import { isSendable, type UploadFields, type UploadItem } from './upload-queue.ts'

interface UploadCardProps {
  item: UploadItem
  targets: ComboboxItemGroup<{ value: string; label: string }>[]
  vessels: readonly { id: string; name: string }[]
  /** Whether sending was tried: what is not chosen yet is wrong from then on. */
  tried: boolean
  onChange(part: Partial<UploadFields>): void
  onRemove(): void
}

/** One file: what it is, until when it holds, and how far it has come. */
export function UploadCard(props: UploadCardProps) {
  const { item, targets, vessels, tried, onChange, onRemove } = props
  const { file, state, issues } = item
  const closed = state === 'sending' || state === 'done'
  return (
    <li className={classes.card} aria-label={file.name}>
      <div className={classes.head}>
        {state === 'done' ? (
          <IconCircleCheck size={18} color="var(--sts-green)" aria-hidden />
        ) : (
          <IconFile size={18} color="var(--sts-quiet)" aria-hidden />
        )}
        <span className={classes.name}>{file.name}</span>
        <span className={classes.quiet}>
          <BytesText bytes={file.size} />
        </span>
        {state === 'done' && <span className={classes.done}>Uploaded</span>}
        {state === 'sending' && (
          <ProgressBar value={item.percent} label={`Upload of ${file.name}`} width={96} />
        )}
        {!closed && <CloseButton aria-label={`Leave out ${file.name}`} onClick={onRemove} />}
      </div>
      {item.problem !== undefined && (
        <p className={classes.problem} role="alert">
          {item.problem}
        </p>
      )}
      {state !== 'done' && isSendable(item) && (
        <div className={classes.fields}>
          <Select
            label="Document"
            placeholder="What it is"
            required
            searchable
            nothingFoundMessage="No document of that name"
            disabled={closed}
            data={targets}
            value={item.target}
            error={
              tried && item.target === null ? 'Choose what it is.' : issueOf(issues, 'type_id')
            }
            onChange={(target) => onChange({ target })}
          />
          <TextInput
            label="Expires on"
            type="date"
            disabled={closed}
            value={item.expires_on}
            error={issueOf(issues, 'expires_on')}
            onChange={(event) => onChange({ expires_on: event.currentTarget.value })}
          />
          {item.target?.startsWith('type:') === true && (
            <Select
              label="Vessel"
              placeholder="The room"
              clearable
              disabled={closed}
              clearButtonProps={{ 'aria-label': 'The room' }}
              data={vessels.map(({ id, name }) => ({ value: id, label: name }))}
              value={item.vessel_id}
              error={issueOf(issues, 'vessel_id')}
              onChange={(vessel_id) => onChange({ vessel_id })}
            />
          )}
          <TextInput
            label="Notes"
            maxLength={2000}
            disabled={closed}
            value={item.notes}
            error={issueOf(issues, 'notes')}
            className={item.target?.startsWith('type:') === true ? undefined : classes.wide}
            onChange={(event) => onChange({ notes: event.currentTarget.value })}
          />
        </div>
      )}
    </li>
  )
}
