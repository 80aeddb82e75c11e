export const desktopDoor = true
