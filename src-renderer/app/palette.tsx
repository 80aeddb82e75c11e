import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight, useSpotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { TakeSnapshotDialog } from '../features/snapshots/index.ts'
import { usePanels } from '../state/panels.ts'
import { type Entry, useEntries } from './palette/entries.tsx'
import { EntryList } from './palette/entry-list.tsx'
import classes from './palette/palette.module.css'

const [store, palette] = createSpotlight()

/** Go to, do, find: everything by its words, from the keyboard. Opens by Ctrl/Cmd+K. */
export function Palette() {
  const { paletteOpen, setPaletteOpen } = usePanels()
  const [snapshotOf, setSnapshotOf] = useState<string | null>(null)

  const [opening, setOpening] = useState(0)

  useEffect(() => {
    if (paletteOpen) {
      // It may open again before it has faded out: every opening begins with an empty field.
      store.updateState((state) => ({ ...state, query: '' }))
      setOpening((count) => count + 1)
      palette.open()
    } else palette.close()
  }, [paletteOpen])

  return (
    <>
      <Spotlight.Root
        store={store}
        // The shell listens for the keys, because it is there before this is loaded.
        shortcut={null}
        onSpotlightClose={() => setPaletteOpen(false)}
        transitionProps={{ duration: 120, transition: 'fade' }}
        overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
        attributes={{ content: { 'aria-label': 'Go to, do, find' } }}
      >
        <Chooser key={opening} onTakeSnapshot={setSnapshotOf} />
      </Spotlight.Root>
      {snapshotOf === null ? null : (
        <TakeSnapshotDialog roomId={snapshotOf} opened onClose={() => setSnapshotOf(null)} />
      )}
    </>
  )
}

/** The field and the list under it: a combobox whose options the arrows choose. */
function Chooser({ onTakeSnapshot }: { onTakeSnapshot: (roomId: string) => void }) {
  const { query } = useSpotlight(store)
  const [settled] = useDebouncedValue(query, 180)
  const { entries, searching } = useEntries(query, settled, onTakeSnapshot)
  const [chosen, setChosen] = useState(0)
  const listId = useId()
  const optionId = (index: number) => `${listId}-${index}`
  // The list shrinks while one types; the choice stays inside it.
  const current = Math.min(chosen, entries.length - 1)

  const run = (entry: Entry | undefined) => {
    if (entry === undefined || entry.allowed?.allowed === false) return
    palette.close()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || entries.length === 0) return
    const last = entries.length - 1
    const target = {
      ArrowDown: current >= last ? 0 : current + 1,
      ArrowUp: current <= 0 ? last : current - 1,
      PageDown: Math.min(last, current + 5),
      PageUp: Math.max(0, current - 5),
    }[event.key]
    if (target !== undefined) {
      event.preventDefault()
      setChosen(target)
      document.getElementById(optionId(target))?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(entries[current])
    }
  }

  return (
    <>
      <Spotlight.Search
        placeholder="Go to, do, or find a room by code, title or vessel"
        aria-label="Go to, do, or find"
        role="combobox"
        aria-expanded={entries.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={entries.length > 0 ? optionId(current) : undefined}
        leftSection={<IconSearch size={18} aria-hidden />}
        onChange={() => setChosen(0)}
        onKeyDown={onKeyDown}
      />
      <EntryList
        id={listId}
        entries={entries}
        chosen={current}
        optionId={optionId}
        onChoose={setChosen}
        onRun={run}
      />
      {entries.length === 0 ? (
        <Text className={classes.nothing} role="status">
          {searching ? 'Searching…' : 'Nothing found. Try a room’s code, its title, or a vessel.'}
        </Text>
      ) : null}
      <div className={classes.foot} aria-hidden="true">
        <span>↑ ↓ choose</span>
        <span>↵ open</span>
        <span>Esc close</span>
      </div>
    </>
  )
}
