/**
 * Every enumeration of the domain, once. Contract schemas, CHECK constraints, and screens read
 * these lists; nobody retypes them. Source: the domain description, sections 3, 5, 6, 7 and 9.
 */
export const organizationKinds = [
  'trading_company',
  'shipowner',
  'charterer',
  'broker',
  'terminal_operator',
  'inspector',
  'other',
] as const
export const consoleRoles = ['viewer', 'operator', 'admin', 'superadmin'] as const
export const partyRoles = ['owner', 'broker', 'charterer', 'seller', 'buyer', 'viewer'] as const
export const vesselRoles = ['mother', 'daughter', 'supply', 'support'] as const
export const roomStatuses = [
  'pending',
  'ready',
  'active',
  'on_hold',
  'completed',
  'cancelled',
] as const
export const cargoUnits = ['bbl', 'mt', 'm3'] as const
export const documentCategories = [
  'vessel',
  'technical',
  'operations',
  'insurance',
  'sanctions',
  'crew',
  'cargo',
] as const
export const criticalities = ['high', 'med', 'low'] as const
export const documentStatuses = ['missing', 'under_review', 'approved', 'rejected'] as const
export const documentPriorities = ['low', 'normal', 'high', 'urgent'] as const
export const expiryStates = ['none', 'valid', 'expiring_soon', 'expired'] as const
export const approvalStatuses = ['pending', 'approved', 'rejected'] as const
export const snapshotFormats = ['pdf', 'json', 'csv'] as const
export const snapshotStatuses = ['generating', 'completed', 'failed', 'deleted'] as const
export const snapshotTriggers = [
  'manual',
  'scheduled',
  'catch_up',
  'on_demand',
  'event',
  'import',
] as const
export const taskStatuses = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const
export const taskKinds = [
  'generate_snapshot',
  'verify_audit',
  'export_audit',
  'check_storage',
] as const
export const metricSpans = ['minute', 'hour'] as const
/** What is measured; what the names of each are stands where it is measured. */
export const metricKinds = [
  'procedure',
  'status',
  'snapshot',
  'cache',
  'task_wait',
  'task_run',
  'gauge',
] as const
export const auditSources = [
  'desktop',
  'browser',
  'rest',
  'cli',
  'scheduler',
  'import',
  'system',
] as const
export const importKinds = ['sts_clearance', 'policy_rules', 'exclusions_csv'] as const
/** What was done with a row of an import that has an issue: `noted` rows are taken as they are. */
export const importActions = ['changed', 'refused', 'noted'] as const
export const exclusionScopes = ['room', 'vessel', 'terminal', 'organization'] as const
export const policyScopes = ['global', 'organization', 'terminal'] as const
export const scheduleEvents = ['room_status_changed', 'all_approved', 'before_eta'] as const
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export const coverageStatuses = [
  'compliant',
  'overdue',
  'pending',
  'blocked',
  'excluded',
  'unprotected',
] as const
/** Why a room has no policy set that decides about it, or that it has one. */
export const policyVerdicts = [
  'applies',
  'excluded',
  'room_closed',
  'auto_snapshot_off',
  'unprotected',
] as const
/** How a room has come to the policy set that decides about it. */
export const policySources = ['assigned', 'matched'] as const
export const runTriggers = ['scheduled', 'catch_up', 'on_demand', 'event'] as const
export const runStatuses = [
  'queued',
  'running',
  'completed',
  'partial',
  'failed',
  'cancelled',
  'skipped',
] as const
export const recordActions = ['created', 'deleted', 'failed', 'skipped', 'blocked'] as const
export const recordReasons = [
  'scheduled',
  'covered_by_catch_up',
  'already_in_period',
  'excluded',
  'room_closed',
  'budget_count',
  'budget_bytes',
  'disk_low',
  'limit_reached',
  'mass_deletion',
  'retention',
  'dry_run',
  'cancelled',
  'interrupted',
  'error',
] as const
export const noticeKinds = ['failed', 'blocked', 'overdue', 'damaged', 'paused'] as const
export const noticeChannels = ['webhook', 'folder'] as const
export const deliveryStatuses = ['pending', 'delivered', 'dead'] as const
export const auditOutcomes = ['success', 'denied', 'failed'] as const
export const auditCountKinds = ['action', 'actor'] as const
export const keyPlaces = ['key_store', 'file'] as const
export const documentMimes = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
] as const

export type OrganizationKind = (typeof organizationKinds)[number]
export type ConsoleRole = (typeof consoleRoles)[number]
export type PartyRole = (typeof partyRoles)[number]
export type VesselRole = (typeof vesselRoles)[number]
export type RoomStatus = (typeof roomStatuses)[number]
export type CargoUnit = (typeof cargoUnits)[number]
export type DocumentCategory = (typeof documentCategories)[number]
export type Criticality = (typeof criticalities)[number]
export type DocumentStatus = (typeof documentStatuses)[number]
export type DocumentPriority = (typeof documentPriorities)[number]
export type ExpiryState = (typeof expiryStates)[number]
export type ApprovalStatus = (typeof approvalStatuses)[number]
export type SnapshotFormat = (typeof snapshotFormats)[number]
export type SnapshotStatus = (typeof snapshotStatuses)[number]
export type SnapshotTrigger = (typeof snapshotTriggers)[number]
export type TaskStatus = (typeof taskStatuses)[number]
export type TaskKind = (typeof taskKinds)[number]
export type MetricSpan = (typeof metricSpans)[number]
export type MetricKind = (typeof metricKinds)[number]
export type NoticeKind = (typeof noticeKinds)[number]
export type NoticeChannel = (typeof noticeChannels)[number]
export type DeliveryStatus = (typeof deliveryStatuses)[number]
export type AuditSource = (typeof auditSources)[number]
export type AuditOutcome = (typeof auditOutcomes)[number]
export type AuditCountKind = (typeof auditCountKinds)[number]
export type KeyPlace = (typeof keyPlaces)[number]
export type ImportKind = (typeof importKinds)[number]
export type ImportAction = (typeof importActions)[number]
export type ExclusionScope = (typeof exclusionScopes)[number]
export type PolicyScope = (typeof policyScopes)[number]
export type ScheduleEvent = (typeof scheduleEvents)[number]
export type Weekday = (typeof weekdays)[number]
export type CoverageStatus = (typeof coverageStatuses)[number]
export type PolicyVerdict = (typeof policyVerdicts)[number]
export type RunTrigger = (typeof runTriggers)[number]
export type RunStatus = (typeof runStatuses)[number]
export type RecordAction = (typeof recordActions)[number]
export type RecordReason = (typeof recordReasons)[number]
