import { Link } from '@tanstack/react-router'
import classes from './policies.module.css'

const places = [
  { to: '/policies/sets', label: 'Policy sets' },
  { to: '/policies/assignments', label: 'Assignments' },
  { to: '/policies/exclusions', label: 'Exclusions' },
  { to: '/policies/runs', label: 'Runs' },
  { to: '/policies/coverage', label: 'Coverage' },
] as const

/** The sides of the policies: each a page of its own, with an address of its own. */
export function PolicyNav() {
  return (
    <nav className={classes.nav} aria-label="Policies">
      {places.map(({ to, label }) => (
        <Link key={to} to={to} className={classes.place}>
          {label}
        </Link>
      ))}
    </nav>
  )
}
