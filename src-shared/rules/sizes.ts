/** What a setting in MB stands for, in bytes: powers of 1000, as every screen says sizes. */
export const megabyte = 1_000_000
