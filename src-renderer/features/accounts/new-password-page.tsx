import { useRouter } from '@tanstack/react-router'
import { ChangePasswordForm } from './change-password.tsx'
import { DoorPage } from './door-page.tsx'

/** After a sign-in with a password that somebody else has made. */
export function NewPasswordPage() {
  const router = useRouter()
  return (
    <DoorPage
      title="Choose a new password"
      text="The one you signed in with was made for you. Replace it with one that only you know."
    >
      <ChangePasswordForm onDone={() => void router.navigate({ to: '/overview', replace: true })} />
    </DoorPage>
  )
}
