import '../../src-renderer/app/shell.ts'
