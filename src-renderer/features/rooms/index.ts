export { RoomPage } from './room-page.tsx'
export { RoomsPage } from './rooms-page.tsx'
