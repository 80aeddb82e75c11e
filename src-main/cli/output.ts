/** How a command says what it found: a value for programs, lines for people. */
export interface Answer {
  value: unknown
  lines: readonly string[]
  /** False when what was found is a failure (a broken chain, an unknown file): exit status 1. */
  ok?: boolean
  /** The result itself went to standard output already. */
  silent?: boolean
}

/** Prints an answer on standard output, nothing else. */
export function print(answer: Answer, asJson: boolean): void {
  if (answer.silent === true) return
  process.stdout.write(
    asJson
      ? `${JSON.stringify(answer.value, null, 2)}\n`
      : answer.lines.map((line) => `${line}\n`).join(''),
  )
}

/** Rows under their headings, columns as wide as their widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(headings), ...rows.map(line)]
}
