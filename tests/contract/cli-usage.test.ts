import { describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { sts } from '../fixtures/processes.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

test('--version is the version on stdout, and nothing else', async () => {
  expect(await sts(['--version'])).toEqual({
    code: 0,
    signal: null,
    stdout: `${packageJson.version}\n`,
    stderr: '',
  })
})

test('--help names every command, on stdout', async () => {
  const { code, stdout, stderr } = await sts(['--help'])
  expect([code, stderr]).toEqual([0, ''])
  for (const name of ['init', 'demo', 'snapshot', 'audit', 'db', 'doctor', 'serve']) {
    expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
  }
})

test.for([
  ['init'],
  ['demo'],
  ['snapshot', 'create'],
  ['snapshot', 'list'],
  ['snapshot', 'export'],
  ['snapshot', 'verify'],
  ['audit', 'verify'],
  ['db', 'status'],
  ['db', 'migrate'],
  ['doctor'],
  ['serve'],
])('%s has a help of its own that names --workspace', async (command) => {
  const { code, stdout, stderr } = await sts([...command, '--help'])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain(`Usage: sts ${command.join(' ')}`)
  expect(stdout).toContain('--workspace <dir>')
})

const wrong: [string, string[], RegExp][] = [
  ['no command', [], /^Usage: sts/],
  ['no command of a group', ['snapshot'], /^Usage: sts snapshot/],
  ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
  ['an unknown command of a group', ['snapshot', 'paint'], /unknown command 'paint'/],
  ['an unknown option', ['doctor', '--fast'], /unknown option '--fast'/],
  ['an argument too many', ['doctor', 'today'], /too many arguments/],
  ['a required option missing', ['snapshot', 'create'], /required option '--room <code>'/],
  ['an argument missing', ['snapshot', 'export'], /missing required argument 'id'/],
  [
    'a format that is none',
    ['snapshot', 'create', '--room', 'X', '--format', 'docx'],
    /Allowed choices are pdf, json, csv/,
  ],
  [
    'a number that is none',
    ['snapshot', 'create', '--room', 'X', '--activity-limit', 'all'],
    /must be a whole number/,
  ],
  ['a port that is none', ['serve', '--port', '70000'], /A port is a number up to 65535/],
]

describe('wrong usage exits 2, and says what is wrong on stderr', () => {
  test.for(wrong)('%s', async ([, args, says]) => {
    const { code, stdout, stderr } = await sts(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(says)
  })

  test('as JSON where JSON was asked for', async () => {
    const { code, stdout, stderr } = await sts(['snapshot', 'create', '--json'])
    expect([code, stdout]).toEqual([2, ''])
    expect(JSON.parse(stderr)).toEqual({
      code: 'BAD_REQUEST',
      message: "required option '--room <code>' not specified",
    })
  })

  test('an input that the contract refuses', async () => {
    await using directory = await temporaryDirectory()
    const dir = `${directory.path}/workspace`
    copySample(dir)
    const { code, stdout, stderr } = await sts([
      'audit',
      'verify',
      '--from',
      '0',
      '--json',
      '--workspace',
      dir,
    ])
    expect([code, stdout]).toEqual([2, ''])
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'BAD_REQUEST',
      data: { issues: [{ path: ['from_seq'] }] },
    })
  })
})

test('the workspace may be named by STS_WORKSPACE; the option goes before it', async () => {
  await using directory = await temporaryDirectory()
  const dir = `${directory.path}/workspace`
  copySample(dir)
  const elsewhere = { STS_WORKSPACE: `${directory.path}/elsewhere` }
  expect(await sts(['db', 'status'], { env: { STS_WORKSPACE: dir } })).toMatchObject({ code: 0 })
  expect(await sts(['db', 'status'], { env: elsewhere })).toMatchObject({ code: 1 })
  expect(await sts(['db', 'status', '--workspace', dir], { env: elsewhere })).toMatchObject({
    code: 0,
  })
})
