import { Button, SegmentedControl, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import classes from './preview.module.css'

/** A JSON snapshot as a tree that folds, or as formatted text. */
export function JsonView({ bytes, title }: { bytes: Uint8Array<ArrayBuffer>; title: string }) {
  const [mode, setMode] = useState<'tree' | 'text'>('tree')
  const [unfolded, setUnfolded] = useState({ all: false, turn: 0 })
  const read = useMemo(() => readJson(bytes), [bytes])
  if (!read.ok) {
    return (
      <Text role="alert">
        This file could not be read as JSON. Save it to look at it elsewhere.
      </Text>
    )
  }
  const turn = (all: boolean) => setUnfolded((before) => ({ all, turn: before.turn + 1 }))
  return (
    <div className={classes.frame}>
      <div className={classes.toolbar} role="toolbar" aria-label="How the JSON is shown">
        <SegmentedControl
          size="xs"
          aria-label="View"
          value={mode}
          onChange={(value) => setMode(value === 'text' ? 'text' : 'tree')}
          data={[
            { value: 'tree', label: 'Tree' },
            { value: 'text', label: 'Text' },
          ]}
        />
        {mode === 'tree' ? (
          <>
            <Button size="xs" variant="default" ml="auto" onClick={() => turn(true)}>
              Unfold all
            </Button>
            <Button size="xs" variant="default" onClick={() => turn(false)}>
              Fold all
            </Button>
          </>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroller} tabIndex={0} aria-label={`${title}, JSON`}>
        {mode === 'text' ? (
          <pre className={classes.plain}>{JSON.stringify(read.value, null, 2)}</pre>
        ) : (
          <div className={classes.tree}>
            <Branch
              key={unfolded.turn}
              name={null}
              value={read.value}
              depth={0}
              unfold={unfolded.all}
            />
          </div>
        )}
      </section>
    </div>
  )
}

type Read = { ok: true; value: unknown } | { ok: false }

function readJson(bytes: Uint8Array<ArrayBuffer>): Read {
  try {
    return { ok: true, value: JSON.parse(new TextDecoder().decode(bytes)) }
  } catch {
    return { ok: false }
  }
}

function Branch(props: { name: string | null; value: unknown; depth: number; unfold: boolean }) {
  const { name, value, depth, unfold } = props
  const [open, setOpen] = useState(unfold || depth < 1)
  const children = childrenOf(value)
  if (children === undefined) {
    return (
      <div>
        <Name name={name} />
        <Leaf value={value} />
      </div>
    )
  }
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Name name={name} />
        <span className={classes.quiet}>{sizeInWords(value, children.length)}</span>
      </summary>
      {/* What is folded is not built: a long activity costs nothing until it is looked at. */}
      {open ? (
        <ul>
          {children.map(([key, child]) => (
            <li key={key}>
              <Branch name={key} value={child} depth={depth + 1} unfold={unfold} />
            </li>
          ))}
        </ul>
      ) : null}
    </details>
  )
}

const Name = ({ name }: { name: string | null }) =>
  name === null ? null : (
    <>
      <span className={classes.key}>{name}</span>
      <span className={classes.quiet}>: </span>
    </>
  )

const Leaf = ({ value }: { value: unknown }) =>
  value === null || typeof value === 'boolean' ? (
    <span className={classes.quiet}>{String(value)}</span>
  ) : (
    <span>{typeof value === 'string' ? value : JSON.stringify(value)}</span>
  )

function childrenOf(value: unknown): [string, unknown][] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value)
}

function sizeInWords(value: unknown, count: number): string {
  if (Array.isArray(value)) return count === 1 ? '1 item' : `${count} items`
  return count === 1 ? '1 field' : `${count} fields`
}
