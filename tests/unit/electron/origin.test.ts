import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createOwnOrigin, devServerUrl } from '../../../src-main/electron/origin.ts'
import { builtPaths, workspaceDir } from '../../../src-main/electron/paths.ts'

describe('the dev server', () => {
  const env = { ELECTRON_RENDERER_URL: 'http://localhost:4242' }

  it('is believed when the program is not packaged', () => {
    expect(devServerUrl(env, false)?.href).toBe('http://localhost:4242/')
  })

  it('is never looked at by a packaged program', () => {
    expect(devServerUrl(env, true)).toBeUndefined()
  })

  it.each(['http://example.com:4242', 'https://localhost:4242', 'file:///x', 'nonsense', ''])(
    'is not %s',
    (url) => expect(devServerUrl({ ELECTRON_RENDERER_URL: url }, false)).toBeUndefined(),
  )
})

describe('our own origin', () => {
  it('starts at app://sts, or at the dev server', () => {
    expect(createOwnOrigin().startUrl).toBe('app://sts/')
    expect(createOwnOrigin(new URL('http://localhost:4242')).startUrl).toBe(
      'http://localhost:4242/',
    )
  })

  it('has no dev server unless there is one', () => {
    expect(createOwnOrigin().ownsOrigin('http://localhost:4242')).toBe(false)
    expect(createOwnOrigin().ownsSocket('ws://localhost:4242/')).toBe(false)
  })

  it('has no port', () => {
    expect(createOwnOrigin().ownsUrl('app://sts:8080/')).toBe(false)
  })
})

describe('the workspace to open', () => {
  const data = path.resolve('/data')

  it.each([
    [['sts', '--workspace', 'here'], {}, path.resolve('/work', 'here')],
    [['sts', '--workspace=here'], {}, path.resolve('/work', 'here')],
    [['sts', '--workspace=/there'], { STS_WORKSPACE: '/other' }, path.resolve('/there')],
    [['sts'], { STS_WORKSPACE: '/other' }, path.resolve('/other')],
    [['sts'], {}, path.join(data, 'workspace')],
    [['sts'], { STS_WORKSPACE: '' }, path.join(data, 'workspace')],
    [['sts', '--workspace', '--no-sandbox'], {}, path.join(data, 'workspace')],
    [['sts', '--workspace'], {}, path.join(data, 'workspace')],
  ])('with %j and %j is %s', (argv, env, expected) => {
    expect(workspaceDir(argv, env, path.resolve('/work'), data)).toBe(expected)
  })
})

describe('the files beside the built entry', () => {
  it('are found relative to it', () => {
    const files = builtPaths('file:///opt/my%20app/out/main/index.js')
    expect(files.preload).toBe('/opt/my app/out/preload/index.cjs')
    expect(files.icon(32)).toBe('/opt/my app/resources/icons/32x32.png')
  })
})
