import '../features/rooms/index.ts'
