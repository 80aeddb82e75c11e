export { AccountsPage } from './accounts-page.tsx'
export { NewPasswordPage } from './new-password-page.tsx'
export { SetUpPage } from './set-up-page.tsx'
export { SignInPage } from './sign-in-page.tsx'
