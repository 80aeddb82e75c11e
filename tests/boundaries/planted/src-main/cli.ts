import './features/snapshots/index.ts'
