export const gate = true
