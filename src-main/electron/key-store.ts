import type { SafeStorage } from 'electron'
import type { KeyStore } from '../platform/secrets/index.ts'

/**
 * The operating system's key store. On Linux without one Electron would seal with a password that
 * everybody knows (`basic_text`): that is refused, and the caller falls back and says so.
 * @param platform as `process.platform`
 */
export function osKeyStore(
  storage: Pick<
    SafeStorage,
    | 'isAsyncEncryptionAvailable'
    | 'encryptStringAsync'
    | 'decryptStringAsync'
    | 'getSelectedStorageBackend'
  >,
  platform: string,
): KeyStore {
  return {
    isAvailable: async () => {
      if (platform === 'linux') {
        const backend = storage.getSelectedStorageBackend()
        if (backend === 'basic_text' || backend === 'unknown') return false
      }
      return storage.isAsyncEncryptionAvailable()
    },
    seal: (text) => storage.encryptStringAsync(text),
    open: async (sealed) => (await storage.decryptStringAsync(Buffer.from(sealed))).result,
  }
}
