export const clean = true
