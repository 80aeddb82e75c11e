import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { silentLog } from '../../../src-main/platform/log/index.ts'
import { createSecretFile, type KeyStore } from '../../../src-main/platform/secrets/index.ts'
import { temporaryDirectory } from '../../fixtures/world.ts'

const keyStore = (available: boolean): KeyStore => ({
  isAvailable: async () => available,
  seal: async (text) => Buffer.from(text).reverse(),
  open: async (sealed) => Buffer.from(sealed).reverse().toString(),
})
const secretIn = (directory: string, store: KeyStore | undefined) =>
  createSecretFile({ directory, name: 'a-key', keyStore: store, log: silentLog })

test('without a key store a secret is in a file that only its owner may read', async () => {
  await using directory = await temporaryDirectory()
  const secret = secretIn(directory.path, undefined)
  expect(await secret.read()).toBeUndefined()
  expect(await secret.write('text')).toBe('file')
  expect(await secret.read()).toEqual({ text: 'text', kept_in: 'file' })
  expect((await stat(join(directory.path, 'a-key'))).mode & 0o777).toBe(0o600)
})

test('a key store seals it; one that only pretends is passed over', async () => {
  await using directory = await temporaryDirectory()
  expect(await secretIn(directory.path, keyStore(false)).write('plain')).toBe('file')
  const secret = secretIn(directory.path, keyStore(true))
  expect(await secret.read()).toEqual({ text: 'plain', kept_in: 'file' })
  expect(await secret.write('sealed')).toBe('key_store')
  expect(await secret.read()).toEqual({ text: 'sealed', kept_in: 'key_store' })
  expect((await readdir(directory.path)).sort()).toEqual(['a-key', 'a-key.sealed'])
})

test('a secret that the key store does not open is as good as none', async () => {
  await using directory = await temporaryDirectory()
  await writeFile(join(directory.path, 'a-key.sealed'), 'of somebody else')
  const broken = { ...keyStore(true), open: () => Promise.reject(new Error('not yours')) }
  expect(await secretIn(directory.path, broken).read()).toBeUndefined()
})
