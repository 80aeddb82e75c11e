export const list = true
