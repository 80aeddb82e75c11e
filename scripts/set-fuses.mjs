import { join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

/**
 * electron-builder's `afterPack`: sets every fuse of the packed Electron, before it is signed.
 * `strictlyRequireAllFuses` stops the packaging when a newer Electron has one that is not named.
 *
 * @param {import('electron-builder').AfterPackContext} context
 */
export async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo
  const programs = {
    darwin: `${productFilename}.app`,
    win32: `${productFilename}.exe`,
    linux: packager.executableName,
  }
  await flipFuses(join(appOutDir, programs[electronPlatformName]), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
    // The program is no Node: neither by environment, nor by arguments, nor by a debugger.
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    // It runs the archive that was packed, unaltered, and nothing beside it.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Pages come from app://, never from file://.
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  })
}
