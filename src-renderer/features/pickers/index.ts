export { RoomPicker } from './room-picker.tsx'
export { VesselPicker } from './vessel-picker.tsx'
