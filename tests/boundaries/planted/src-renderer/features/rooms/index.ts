export const rooms = true
