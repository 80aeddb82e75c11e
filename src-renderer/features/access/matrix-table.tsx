import { Tooltip } from '@mantine/core'
import { IconCheck, IconLock } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { Matrix, MatrixCell } from '../../../src-shared/contract/access.ts'
import { consoleRoles, partyRoles } from '../../../src-shared/contract/enums.ts'
import { whyFixed } from '../../../src-shared/rules/matrix.ts'
import { inWords } from '../../ui/words.ts'
import classes from './matrix.module.css'

type Row = Matrix['permissions'][number]
type Switch = (
  permission: MatrixCell['permission'],
  axis: MatrixCell['axis'],
  role: MatrixCell['role'],
) => void

interface MatrixTableProps {
  matrix: Matrix
  /** The one in force: cells that differ from it are marked. */
  before: Matrix
  q: string | undefined
  /** Switches a cell; without it the table is only read. */
  onSwitch: Switch | undefined
}

const columns = [
  ...consoleRoles.map((role) => ({ axis: 'console' as const, role })),
  ...partyRoles.map((role) => ({ axis: 'party' as const, role })),
]

/** Permissions by resource down, both axes of roles across, under a head that stays. */
export function MatrixTable({ matrix, before, q, onSwitch }: MatrixTableProps) {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const rows = matrix.permissions.filter(({ permission, note }) =>
    words.every((word) => `${permission} ${note}`.toLowerCase().includes(word)),
  )
  const groups = Map.groupBy(rows, ({ permission }) => permission.split('.')[0] ?? '')
  const old = new Map(before.permissions.map((row) => [row.permission, row]))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label="Permission matrix" tabIndex={0}>
      <table className={classes.matrix} aria-label="Permission matrix">
        <thead>
          <tr>
            <th scope="col" rowSpan={2} className={classes.corner}>
              Permission
            </th>
            <th scope="colgroup" colSpan={consoleRoles.length} className={classes.axis}>
              Console role, everywhere
            </th>
            <th scope="colgroup" colSpan={partyRoles.length} className={classes.axis}>
              Party role, in its room
            </th>
          </tr>
          <tr>
            {columns.map(({ axis, role }) => (
              <th key={`${axis} ${role}`} scope="col" data-first={isFirst(axis, role) || undefined}>
                {inWords(role)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...groups].map(([resource, members]) => (
            <Fragment key={resource}>
              <tr>
                <th scope="rowgroup" colSpan={columns.length + 1} className={classes.heading}>
                  {inWords(resource)}
                </th>
              </tr>
              {members.map((row) => (
                <MatrixRow
                  key={row.permission}
                  row={row}
                  before={old.get(row.permission)}
                  onSwitch={onSwitch}
                />
              ))}
            </Fragment>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length + 1} className={classes.none}>
                No permission fits the search.
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  )
}

const isFirst = (axis: string, role: string) => axis === 'party' && role === partyRoles[0]
const holds = (row: Row | undefined, axis: 'console' | 'party', role: string): boolean =>
  row?.[axis].some((one) => one === role) ?? false

function MatrixRow(props: { row: Row; before: Row | undefined; onSwitch: Switch | undefined }) {
  const { row, before, onSwitch } = props
  return (
    <tr>
      <th scope="row">
        <span className={classes.permission}>{row.permission}</span>
        {row.note !== '' && <span className={classes.note}>{row.note}</span>}
      </th>
      {columns.map(({ axis, role }) => {
        const granted = holds(row, axis, role)
        const fixed = whyFixed(row, axis, role)
        return (
          <td
            key={`${axis} ${role}`}
            data-first={isFirst(axis, role) || undefined}
            data-changed={granted !== holds(before, axis, role) || undefined}
          >
            {onSwitch === undefined ? (
              <Mark granted={granted} />
            ) : fixed === undefined ? (
              <input
                type="checkbox"
                className={classes.box}
                aria-label={`${row.permission} for ${axis} role ${role}`}
                checked={granted}
                onChange={() => onSwitch(row.permission, axis, role)}
              />
            ) : (
              <Fixed granted={granted} why={fixed} />
            )}
          </td>
        )
      })}
    </tr>
  )
}

function Mark({ granted }: { granted: boolean }) {
  return granted ? (
    <IconCheck size={16} role="img" aria-label="Granted" className={classes.granted} />
  ) : (
    <span className={classes.denied}>–</span>
  )
}

function Fixed({ granted, why }: { granted: boolean; why: string }) {
  return (
    <Tooltip label={why}>
      <span className={classes.fixed}>
        {granted ? (
          <IconLock size={14} role="img" aria-label={`Granted. ${why}`} />
        ) : (
          <span role="img" aria-label={`Denied. ${why}`}>
            –
          </span>
        )}
      </span>
    </Tooltip>
  )
}
