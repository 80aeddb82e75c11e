export const shell = true
