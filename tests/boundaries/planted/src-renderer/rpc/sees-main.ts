import '../../src-main/platform/clean.ts'
