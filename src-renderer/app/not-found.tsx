import { Button } from '@mantine/core'
import { IconMapQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../ui/empty-state.tsx'

/** For an address that names nothing. */
export function NotFound() {
  return (
    <EmptyState
      icon={IconMapQuestion}
      level={1}
      title="There is nothing at this address"
      text="It may have been mistyped, or what was here may be gone."
      action={
        <Button component={Link} to="/rooms">
          Go to the rooms
        </Button>
      }
    />
  )
}

/** The same outside of the shell, where no landmark is around it. */
export function NotFoundPage() {
  return (
    <main>
      <NotFound />
    </main>
  )
}
