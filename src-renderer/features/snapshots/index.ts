export { PreviewDialog } from './preview/preview-dialog.tsx'
export { RoomSnapshotsTab } from './room-snapshots-tab.tsx'
export { TakeSnapshotButton } from './take-snapshot-button.tsx'
export { TakeSnapshotDialog } from './take-snapshot-dialog.tsx'
