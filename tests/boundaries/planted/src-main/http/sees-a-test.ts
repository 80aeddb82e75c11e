import '../../tests/fixture.ts'
