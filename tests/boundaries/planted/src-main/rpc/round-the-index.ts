import '../features/rooms/store.ts'
