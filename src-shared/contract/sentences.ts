import { z } from 'zod'

const words: Partial<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  file: 'a file',
}
const counted = (origin: string): string =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : ''

/**
 * What every schema of the contract says of a wrong input, where it has no sentence of its own: what
 * would be right, in words for people. The name of the field is put in front by whoever shows it.
 */
z.config({
  customError: (issue) => {
    switch (issue.code) {
      case 'invalid_type':
        if (issue.input === undefined) return 'is needed'
        return `must be ${words[issue.expected] ?? issue.expected}`
      case 'invalid_value':
        return `${issue.input === undefined ? 'is needed: one of' : 'must be one of'} ${issue.values.map(String).join(', ')}`
      case 'unrecognized_keys':
        return `has what this call does not take: ${issue.keys.join(', ')}`
      case 'too_small':
        return `must ${counted(issue.origin) === '' ? 'be' : 'have'} ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${counted(issue.origin)}`
      case 'too_big':
        return `must ${counted(issue.origin) === '' ? 'be' : 'have'} ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${counted(issue.origin)}`
      default:
        return undefined
    }
  },
})
