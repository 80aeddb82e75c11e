import { UnstyledButton } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import classes from './chart-figure.module.css'
import type { ChartTone } from './chart-scale.ts'

interface ChartFigureProps {
  title: string
  /** What the colours stand for, where the chart does not say it itself. */
  legend?: readonly { tone: ChartTone; text: string }[]
  /** The same as the chart shows, to be read: the first column names the row. */
  columns: readonly string[]
  rows: readonly { key: string; cells: readonly string[] }[]
  /** The chart; without rows the sentence that nothing was measured stands there. */
  children: ReactNode
}

/** A chart under its name, and behind a button the same figures as a table. */
export function ChartFigure({ title, legend, columns, rows, children }: ChartFigureProps) {
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  return (
    <section className={classes.figure} aria-labelledby={id}>
      <div className={classes.head}>
        <h3 id={id}>{title}</h3>
        {rows.length > 0 && (
          <UnstyledButton
            className={classes.switch}
            aria-pressed={asTable}
            aria-label={`${title} as a table`}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? 'Chart' : 'Table'}
          </UnstyledButton>
        )}
      </div>
      {rows.length === 0 ? (
        <p className={classes.nothing}>Nothing was measured in this time.</p>
      ) : asTable ? (
        <Figures title={title} columns={columns} rows={rows} />
      ) : (
        <>
          {legend !== undefined && (
            <p className={classes.legend}>
              {legend.map(({ tone, text }) => (
                <span key={text} className={classes.key} data-tone={tone}>
                  {text}
                </span>
              ))}
            </p>
          )}
          {children}
        </>
      )}
    </section>
  )
}

function Figures({ title, columns, rows }: Pick<ChartFigureProps, 'title' | 'columns' | 'rows'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={`${title}, table`} tabIndex={0}>
      <table className={classes.table} aria-label={title}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...values] }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {values.map((value, at) => (
                <td key={columns[at + 1]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
