import type { Issue } from '../../src-shared/contract/errors.ts'

/** The sentence for one field of a form, from the server's issues; undefined when it is right. */
export function issueOf(
  issues: readonly Issue[],
  ...path: (string | number)[]
): string | undefined {
  const found = issues.find(
    (issue) =>
      issue.path.length === path.length && issue.path.every((part, at) => part === path[at]),
  )
  return found === undefined ? undefined : capital(found.message)
}

/** Issues that belong to none of the form's fields: shown above it. */
export function otherIssues(issues: readonly Issue[], fields: readonly string[]): string[] {
  return issues
    .filter((issue) => !fields.includes(String(issue.path[0] ?? '')))
    .map((issue) => capital([issue.path.join('.'), issue.message].filter(Boolean).join(' ')))
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
