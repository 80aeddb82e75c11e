import 'electron'
import '../src-shared/rules/clean.ts'
