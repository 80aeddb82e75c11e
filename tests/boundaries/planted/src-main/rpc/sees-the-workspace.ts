import '../workspace.ts'
