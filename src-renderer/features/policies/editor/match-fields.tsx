import { Group, MultiSelect, NumberInput, TagsInput, TextInput } from '@mantine/core'
import { roomStatuses } from '../../../../src-shared/contract/enums.ts'
import { issueOf } from '../../../ui/issues.ts'
import { statusLooks } from '../../../ui/status.ts'
import type { MatchDraft } from './draft.ts'
import type { FieldsProps } from './facts-fields.tsx'
import { FieldSet } from './field-set.tsx'

/** Which rooms of the scope the set is for; what is left empty does not narrow it. */
export function MatchFields({ draft, issues, readOnly, onChange }: FieldsProps) {
  const { match } = draft
  const set = (part: Partial<MatchDraft>) => onChange({ match: { ...match, ...part } })
  return (
    <FieldSet
      title="Which rooms"
      help="All of the scope that fit every condition. A room that is assigned by hand needs none of them."
    >
      <MultiSelect
        label="Status"
        placeholder={match.statuses.length === 0 ? 'Any open status' : ''}
        readOnly={readOnly}
        clearable
        clearButtonProps={{ 'aria-label': 'Any open status' }}
        data={roomStatuses.map((value) => ({ value, label: statusLooks.room[value].word }))}
        value={match.statuses}
        error={issueOf(issues, 'match', 'statuses')}
        onChange={(chosen) =>
          set({ statuses: roomStatuses.filter((status) => chosen.includes(status)) })
        }
      />
      <Group grow align="flex-start" gap="sm">
        <TextInput
          label="Title begins with"
          readOnly={readOnly}
          value={match.title_prefix}
          error={issueOf(issues, 'match', 'title_prefix')}
          onChange={(event) => set({ title_prefix: event.currentTarget.value })}
        />
        <TextInput
          label="Title contains"
          readOnly={readOnly}
          value={match.title_contains}
          error={issueOf(issues, 'match', 'title_contains')}
          onChange={(event) => set({ title_contains: event.currentTarget.value })}
        />
      </Group>
      <Group grow align="flex-start" gap="sm">
        <TagsInput
          label="Cargo is one of"
          placeholder={match.cargo_types.length === 0 ? 'Any; Enter adds one' : ''}
          readOnly={readOnly}
          value={match.cargo_types}
          error={issueOf(issues, 'match', 'cargo_types')}
          onChange={(cargo_types) => set({ cargo_types })}
        />
        <TagsInput
          label="Has all of these tags"
          placeholder={match.tags.length === 0 ? 'Any; Enter adds one' : ''}
          readOnly={readOnly}
          value={match.tags}
          error={issueOf(issues, 'match', 'tags')}
          onChange={(tags) => set({ tags })}
        />
      </Group>
      <Group grow align="flex-start" gap="sm">
        <NumberInput
          label="ETA from"
          description="Hours from now; negative when it has passed."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          readOnly={readOnly}
          value={match.eta_hours_from}
          error={issueOf(issues, 'match', 'eta_hours_from')}
          onChange={(eta_hours_from) => set({ eta_hours_from })}
        />
        <NumberInput
          label="ETA to"
          description="Hours from now."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          readOnly={readOnly}
          value={match.eta_hours_to}
          error={issueOf(issues, 'match', 'eta_hours_to')}
          onChange={(eta_hours_to) => set({ eta_hours_to })}
        />
      </Group>
    </FieldSet>
  )
}
