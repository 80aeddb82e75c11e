import '../platform/db/index.ts'
