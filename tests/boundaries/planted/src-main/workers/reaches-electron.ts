import '../platform/log/asks-electron.ts'
