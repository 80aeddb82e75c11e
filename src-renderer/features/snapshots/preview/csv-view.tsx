import { NavLink, Pagination, Table, Text } from '@mantine/core'
import { unzipSync } from 'fflate'
import { useMemo, useState } from 'react'
import { readCsv } from '../../../../src-shared/rules/csv.ts'
import { counted } from '../../../ui/words.ts'
import classes from './preview.module.css'

const rowsPerPage = 100

/** A record, by its place in the file. */
interface Row {
  readonly number: number
  readonly cells: readonly string[]
}

interface Sheet {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly Row[]
}

/** The files of a CSV snapshot, each as a table, with the cells as they stand in the file. */
export function CsvView({ bytes, title }: { bytes: Uint8Array<ArrayBuffer>; title: string }) {
  const sheets = useMemo(() => readSheets(bytes), [bytes])
  const [chosen, setChosen] = useState(0)
  const sheet = sheets?.[chosen]
  if (sheets === undefined || sheet === undefined) {
    return (
      <Text role="alert">
        This file could not be read as a zip of CSV files. Save it to look at it elsewhere.
      </Text>
    )
  }
  return (
    <div className={classes.sheets}>
      <nav className={classes.files} aria-label="Files in the zip">
        {sheets.map((candidate, index) => (
          <NavLink
            key={candidate.name}
            component="button"
            label={candidate.name}
            description={counted(candidate.rows.length, 'row')}
            active={index === chosen}
            aria-current={index === chosen ? 'true' : undefined}
            onClick={() => setChosen(index)}
          />
        ))}
      </nav>
      {sheet.rows.length === 1 && sheet.header.length > 5 ? (
        <UprightRecord sheet={sheet} title={title} />
      ) : (
        <SheetTable key={sheet.name} sheet={sheet} title={title} />
      )}
    </div>
  )
}

/** A file with a single record reads better field by field than as one endless row. */
function UprightRecord({ sheet, title }: { sheet: Sheet; title: string }) {
  const cells = sheet.rows[0]?.cells ?? []
  return (
    <div className={classes.sheet}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroller} tabIndex={0} aria-label={`${title}, ${sheet.name}`}>
        <Table fz={13} verticalSpacing={6}>
          <Table.Tbody>
            {sheet.header.map((name, column) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" w={200} fw={400} c="dimmed">
                  {name}
                </Table.Th>
                <Table.Td>{cells[column]}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </div>
  )
}

function SheetTable({ sheet, title }: { sheet: Sheet; title: string }) {
  const [page, setPage] = useState(1)
  const pages = Math.ceil(sheet.rows.length / rowsPerPage)
  const first = (page - 1) * rowsPerPage
  return (
    <div className={classes.sheet}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroller} tabIndex={0} aria-label={`${title}, ${sheet.name}`}>
        <Table stickyHeader fz={13} bg="var(--mantine-color-body)">
          <Table.Thead>
            <Table.Tr>
              {sheet.header.map((name) => (
                <Table.Th key={name} scope="col" style={{ whiteSpace: 'nowrap' }}>
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sheet.rows.slice(first, first + rowsPerPage).map(({ number, cells }) => (
              <Table.Tr key={number}>
                {sheet.header.map((name, column) => (
                  <Table.Td key={name} className={classes.cell}>
                    <div>{cells[column]}</div>
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {sheet.rows.length === 0 ? (
          <Text p="md" c="dimmed">
            This section has no rows.
          </Text>
        ) : null}
      </section>
      {pages > 1 ? (
        <Pagination
          p="xs"
          size="sm"
          total={pages}
          value={page}
          onChange={setPage}
          getControlProps={(control) => ({ 'aria-label': `${control} page` })}
        />
      ) : null}
    </div>
  )
}

/** @returns undefined when the bytes are no zip, or a file in it is no CSV */
function readSheets(bytes: Uint8Array<ArrayBuffer>): Sheet[] | undefined {
  try {
    const decoder = new TextDecoder()
    return Object.entries(unzipSync(bytes)).map(([name, content]) => {
      const [header = [], ...rows] = readCsv(decoder.decode(content))
      return { name, header, rows: rows.map((cells, index) => ({ number: index + 1, cells })) }
    })
  } catch {
    return undefined
  }
}
