export const fixture = true
