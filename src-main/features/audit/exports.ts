import type { AuditFilter, ExportFormat, ExportTicket } from '../../../src-shared/contract/audit.ts'
import { fileStamp } from '../../../src-shared/rules/times.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { FlowingExports } from '../../platform/exports/index.ts'
import type { Call } from './call.ts'
import type { Audit } from './service.ts'
import type { TrailReader } from './trail-reader.ts'

/** Exports of the trail that are handed out while they are read. */
export interface AuditExports {
  /** Begins one and leaves its entry, before the first byte. @throws AUDIT_UNAVAILABLE */
  prepare(input: AuditFilter & { format: ExportFormat }, call: Call): Promise<ExportTicket>
}

/** `audit-20261125-140000Z.csv`. */
export const exportName = (clock: Clock, format: ExportFormat): string =>
  `audit-${fileStamp(clock.iso())}Z.${format}`

/** What an entry says of an export: who reads it sees what left the house. */
export const exportDetail = (filter: object, format: ExportFormat, count: number) => ({
  format,
  count,
  filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
})

export function createAuditExports(options: {
  audit: Audit
  clock: Clock
  exports: FlowingExports
  reader: TrailReader
}): AuditExports {
  const { audit, clock, exports, reader } = options
  return {
    prepare: ({ format, ...filter }, call) =>
      exports.begin({
        format,
        file_name: exportName(clock, format),
        read: (read) => reader.export({ filter, format, file: null }, read),
        note: (count) =>
          audit.record(call, {
            action: 'audit.exported',
            resource_type: 'audit',
            resource_id: null,
            detail: exportDetail(filter, format, count),
          }),
      }),
  }
}
