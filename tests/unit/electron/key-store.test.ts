import { expect, test, vi } from 'vitest'
import { osKeyStore } from '../../../src-main/electron/key-store.ts'

type Storage = Parameters<typeof osKeyStore>[0]

const storage = (backend: ReturnType<Storage['getSelectedStorageBackend']>): Storage => ({
  getSelectedStorageBackend: () => backend,
  isAsyncEncryptionAvailable: vi.fn(async () => true),
  encryptStringAsync: async (text) => Buffer.from(`sealed ${text}`),
  decryptStringAsync: async (sealed) => ({
    result: sealed.toString().replace('sealed ', ''),
    shouldReEncrypt: false,
  }),
})

test.each([
  ['linux', 'basic_text', false],
  ['linux', 'unknown', false],
  ['linux', 'gnome_libsecret', true],
  ['darwin', 'unknown', true],
  ['win32', 'unknown', true],
] as const)('on %s with %s a key store is taken: %s', async (platform, backend, taken) => {
  expect(await osKeyStore(storage(backend), platform).isAvailable()).toBe(taken)
})

test('what was sealed is opened again', async () => {
  const store = osKeyStore(storage('kwallet6'), 'linux')
  expect(await store.open(await store.seal('a key'))).toBe('a key')
})
