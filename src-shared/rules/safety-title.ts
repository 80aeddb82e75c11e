/** What the copy of a room is called that is made just before it is rolled back. */
export const safetyTitleOf = (snapshotTitle: string): string =>
  `Before the roll-back to “${snapshotTitle}”`.slice(0, 200)
