import '../rooms/store.ts'
