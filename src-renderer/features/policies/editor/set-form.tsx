import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Issue } from '../../../../src-shared/contract/errors.ts'
import type { CreatePolicySetInput } from '../../../../src-shared/contract/policy-sets.ts'
import { errorIssues, errorSentence } from '../../../rpc/errors.ts'
import type { Allowed } from '../../../rpc/permissions.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { useFocusFirstError } from '../../../ui/use-focus-first-error.ts'
import { counted } from '../../../ui/words.ts'
import { CadenceList } from './cadence-list.tsx'
import { readDraft, type SetDraft, sameDraft } from './draft.ts'
import classes from './editor.module.css'
import { FactsFields } from './facts-fields.tsx'
import { MatchFields } from './match-fields.tsx'
import { NextTimes } from './next-times.tsx'
import { OutputFields, PauseField } from './output-fields.tsx'
import { RetentionView } from './retention-view.tsx'

interface SetFormProps {
  /** As it is saved, or as a new one begins. */
  standing: SetDraft
  /** Undefined for a new one. */
  setId: string | undefined
  /** Where it may not be saved, the button says why, and the fields are to be read. */
  allowed: Allowed
  error: Error | null
  isPending: boolean
  /** The whole set, and the comment of its version. */
  onSave(input: CreatePolicySetInput): void
}

/** The editor of a policy set, with what it would do beside it. */
export function SetForm({ standing, setId, allowed, error, isPending, onSave }: SetFormProps) {
  const [draft, setDraft] = useState(standing)
  const [comment, setComment] = useState('')
  const [found, setFound] = useState<readonly Issue[]>([])
  const [shown, setShown] = useState(standing.cadences[0]?.key)
  const change = (part: Partial<SetDraft>) => setDraft((old) => ({ ...old, ...part }))
  const form = useFocusFirstError(found.length > 0 ? found : error)
  // What has been put right since is no longer held against the form.
  const issues = found.length > 0 ? stillWrong(found, draft) : errorIssues(error)
  const isNew = setId === undefined
  const isChanged = isNew || !sameDraft(draft, standing)
  const readOnly = !allowed.allowed
  const cadence = draft.cadences.find(({ key }) => key === shown) ?? draft.cadences[0]
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!allowed.allowed || !isChanged) return
    const read = readDraft(draft)
    setFound('issues' in read ? read.issues : [])
    if ('input' in read) {
      onSave({ ...read.input, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) })
    }
  }
  const fields = { draft, issues, readOnly, onChange: change }
  return (
    <form ref={form} onSubmit={save} noValidate className={classes.form}>
      <div className={classes.columns}>
        <div>
          <FormError message={problemOf(issues, error)} />
          <FactsFields {...fields} isNew={isNew} />
          <CadenceList {...fields} shown={cadence?.key} onShow={setShown} />
          <MatchFields {...fields} />
          <OutputFields {...fields} />
          <PauseField {...fields} />
        </div>
        {cadence !== undefined && (
          <div className={classes.beside}>
            <div className={classes.previews}>
              <section aria-labelledby="next-times">
                <h2 id="next-times">{`Next ten times of ${cadence.name || 'the cadence'}`}</h2>
                <NextTimes cadence={cadence} />
              </section>
              <section aria-labelledby="what-stays">
                <h2 id="what-stays">{`What stays of ${cadence.name || 'the cadence'}`}</h2>
                <RetentionView key={cadence.key} draft={draft} cadence={cadence} setId={setId} />
              </section>
            </div>
          </div>
        )}
      </div>
      <div className={classes.foot}>
        <AllowedButton
          type="submit"
          allowed={
            allowed.allowed && !isChanged
              ? { allowed: false, reason: 'Nothing is changed yet.' }
              : allowed
          }
          loading={isPending}
        >
          {isNew ? 'Make the policy set' : 'Save as a new version'}
        </AllowedButton>
        {!readOnly && isChanged && (
          <>
            <TextInput
              aria-label="Comment of the version"
              placeholder="Why? It stands in the list of versions"
              w={320}
              maxLength={500}
              value={comment}
              onChange={(event) => setComment(event.currentTarget.value)}
            />
            {!isNew && (
              <Button
                variant="default"
                onClick={() => {
                  setDraft(standing)
                  setFound([])
                }}
              >
                Discard
              </Button>
            )}
          </>
        )}
      </div>
    </form>
  )
}

/** Those of the issues that the draft, as it is now, still has. */
function stillWrong(found: readonly Issue[], draft: SetDraft): readonly Issue[] {
  const read = readDraft(draft)
  const now = 'issues' in read ? read.issues.map(({ path }) => path.join('.')) : []
  return found.filter(({ path }) => now.includes(path.join('.')))
}

/** What is said above the form: a refusal as a whole, or how many fields are wrong. */
function problemOf(issues: readonly Issue[], error: Error | null): string | undefined {
  if (issues.length > 0) return `${counted(issues.length, 'field')} cannot be taken yet; see below.`
  return error === null ? undefined : errorSentence(error)
}
