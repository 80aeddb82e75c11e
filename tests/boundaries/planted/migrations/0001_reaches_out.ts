import '../src-shared/rules/clean.ts'
