import 'better-sqlite3'
import 'kysely'
