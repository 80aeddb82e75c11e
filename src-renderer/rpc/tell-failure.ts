import { notifications } from '@mantine/notifications'
import { errorSentence } from './errors.ts'

/** Says what went wrong where there is no form to say it in. Stays until it is read. */
export function tellFailure(error: unknown): void {
  notifications.show({
    color: 'red',
    title: 'That did not work',
    message: errorSentence(error),
    autoClose: false,
  })
}
