import type { Entry } from './entries.tsx'
import classes from './palette.module.css'

/** The palette's lines under the names of their groups. */
export function EntryList(props: {
  id: string
  entries: readonly Entry[]
  chosen: number
  optionId: (index: number) => string
  onChoose: (index: number) => void
  onRun: (entry: Entry) => void
}) {
  const { id, entries, chosen, optionId, onChoose, onRun } = props
  const groups = [...new Set(entries.map((entry) => entry.group))]
  return (
    <div id={id} role="listbox" aria-label="What was found" className={classes.list}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is not allowed inside a list box
        <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
          <div id={`${id}-${group}`} className={classes.group} role="presentation">
            {group}
          </div>
          {entries.map((entry, index) =>
            entry.group === group ? (
              <Line
                key={entry.id}
                id={optionId(index)}
                entry={entry}
                chosen={index === chosen}
                onChoose={() => onChoose(index)}
                onRun={() => onRun(entry)}
              />
            ) : null,
          )}
        </div>
      ))}
    </div>
  )
}

function Line(props: {
  id: string
  entry: Entry
  chosen: boolean
  onChoose: () => void
  onRun: () => void
}) {
  const { id, entry, chosen, onChoose, onRun } = props
  const refused = entry.allowed?.allowed === false ? entry.allowed.reason : undefined
  const description = refused ?? entry.description
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the field names it by aria-activedescendant
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-disabled={refused !== undefined}
      className={classes.line}
      onMouseMove={onChoose}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onRun}
    >
      <entry.icon size={18} aria-hidden className={classes.icon} />
      <span className={classes.words}>
        <span className={classes.label}>
          {entry.code === undefined ? null : <span className={classes.code}>{entry.code}</span>}
          {entry.label}
        </span>
        {description === undefined ? null : (
          <span className={classes.description}>{description}</span>
        )}
      </span>
    </div>
  )
}
