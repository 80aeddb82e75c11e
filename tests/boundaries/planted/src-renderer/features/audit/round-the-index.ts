import '../rooms/list.ts'
