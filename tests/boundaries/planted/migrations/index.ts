import './0001_reaches_out.ts'
import '../src-shared/rules/clean.ts'
