import { NumberInput, Stack, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  type SettingName,
  settingSpecs,
  type WorkspaceSettings,
} from '../../../src-shared/contract/settings.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { grouped } from '../../ui/words.ts'
import classes from './settings.module.css'

const names = Object.keys(settingSpecs).filter((name): name is SettingName => name in settingSpecs)
const groups = [...new Set(names.map((name) => settingSpecs[name].group))]

/** What the workspace's people can set. */
export function SettingsPage() {
  const found = useQuery(api.settings.get.queryOptions())
  return (
    <>
      <PageHeader title="Settings" />
      {found.error !== null ? (
        <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <WaitingLines count={6} />
      ) : (
        <SettingsForm key={JSON.stringify(found.data)} settings={found.data} />
      )}
    </>
  )
}

function SettingsForm({ settings }: { settings: WorkspaceSettings }) {
  const [form, setForm] = useState<Record<SettingName, string | number>>(settings)
  const may = useMay()('settings.update')
  const changed = names.filter((name) => form[name] !== settings[name])
  const update = useMutation(
    api.settings.update.mutationOptions({
      onSuccess: async () => {
        notifications.show({ message: 'Settings saved.' })
        await queryClient.invalidateQueries({ queryKey: api.settings.key() })
        await queryClient.invalidateQueries({ queryKey: api.auth.key() })
        await queryClient.invalidateQueries({ queryKey: api.system.about.key() })
      },
    }),
  )
  const issues = errorIssues(update.error)
  const formElement = useFocusFirstError(update.error)
  const save = (event: FormEvent) => {
    event.preventDefault()
    // A field that was emptied holds a text: the contract says what is right.
    const part = Object.fromEntries(changed.map((name) => [name, form[name]]))
    update.mutate(part)
  }
  const set = (name: SettingName, value: string | number) =>
    setForm((old) => ({ ...old, [name]: value }))
  const unchanged = { allowed: false, reason: 'Nothing is changed yet.' }
  return (
    <form ref={formElement} onSubmit={save} noValidate className={classes.form}>
      <Stack gap="lg">
        <FormError
          message={
            update.error === null || issues.length > 0 ? undefined : errorSentence(update.error)
          }
        />
        {groups.map((group) => (
          <Stack key={group} component="section" gap="sm">
            <Title order={2}>{group}</Title>
            {names
              .filter((name) => settingSpecs[name].group === group)
              .map((name) => (
                <Field
                  key={name}
                  name={name}
                  value={form[name]}
                  readOnly={!may.allowed}
                  error={issueOf(issues, name)}
                  onChange={(value) => set(name, value)}
                />
              ))}
          </Stack>
        ))}
      </Stack>
      <div className={classes.foot}>
        <AllowedButton
          type="submit"
          allowed={may.allowed && changed.length === 0 ? unchanged : may}
          loading={update.isPending}
        >
          Save settings
        </AllowedButton>
        {changed.length > 0 && (
          <AllowedButton variant="default" onClick={() => setForm(settings)}>
            Discard
          </AllowedButton>
        )}
      </div>
    </form>
  )
}

function Field(props: {
  name: SettingName
  value: string | number
  readOnly: boolean
  error: string | undefined
  onChange(value: string | number): void
}) {
  const { name, value, readOnly, error, onChange } = props
  const { label, help, unit, bounds, default: usual } = settingSpecs[name]
  if (bounds === null) {
    return (
      <TextInput
        label={label}
        description={help}
        readOnly={readOnly}
        value={String(value)}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  return (
    <NumberInput
      label={label}
      description={`${help} ${figure(bounds.min)} to ${figure(bounds.max)} ${unit}; ${figure(usual)} unless set.`}
      suffix={` ${unit}`}
      thousandSeparator=","
      styles={{ wrapper: { maxWidth: 240 } }}
      allowDecimal={false}
      readOnly={readOnly}
      value={value}
      error={error}
      onChange={onChange}
    />
  )
}

const figure = (value: number): string => grouped(String(value))
