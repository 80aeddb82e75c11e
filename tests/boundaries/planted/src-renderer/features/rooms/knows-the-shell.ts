import '../../app/shell.ts'
