import { visibleEvents } from './event-stream.ts'
import type { Gated } from './gated.ts'
import type { Services } from './services.ts'

/** What each procedure does: hand its input and its caller to the feature. No rule, no query. */
export function handlers(os: Gated, services: Services) {
  const {
    access,
    accounts,
    assignments,
    auditBackground,
    auditExports,
    auditLog,
    checkpoints,
    documents,
    exclusions,
    people,
    policyPreviews,
    policySets,
    records,
    webhooks,
    registry,
    roomDeletions,
    rooms,
    roomVessels,
    runs,
    settings,
    restores,
    snapshotCare,
    snapshots,
    snapshotTasks,
    tokens,
  } = services
  const { organizations, terminals, vessels, documentTypes } = registry
  return {
    system: {
      health: os.system.health.handler(() => ({ status: 'ok' as const })),
      about: os.system.about.handler(() => services.about()),
      events: os.system.events.handler(({ context, signal }) =>
        visibleEvents(services, context.call, signal),
      ),
    },
    auth: {
      login: os.auth.login.handler(async ({ input, context }) => {
        const signedIn = await accounts.signIn(input, context.call)
        context.session.set(signedIn.access_token)
        return { ...signedIn, token_type: 'bearer' as const }
      }),
      logout: os.auth.logout.handler(async ({ context }) => {
        await accounts.signOut(context.call)
        context.session.set(undefined)
      }),
      me: os.auth.me.handler(async ({ context: { call } }) => {
        const account = await accounts.me(call)
        return {
          account,
          console_role: account.console_role,
          permissions: await access.permissionsOf(call.actor),
          rooms: await access.roomsOf(call.actor),
          idle_lock_minutes: settings.current().idle_lock_minutes,
        }
      }),
      password: os.auth.password.handler(({ input, context }) =>
        accounts.changePassword(input, context.call),
      ),
      lock: os.auth.lock.handler(({ context }) => accounts.lock(context.call)),
      unlock: os.auth.unlock.handler(({ input, context }) => accounts.unlock(input, context.call)),
    },
    accounts: {
      list: os.accounts.list.handler(async ({ input }) => {
        const { accounts: body, total } = await accounts.list(input)
        return counted(body, total)
      }),
      create: os.accounts.create.handler(({ input, context }) =>
        accounts.create(input, context.call),
      ),
      get: os.accounts.get.handler(({ input }) => accounts.get(input.account_id)),
      update: os.accounts.update.handler(({ input, context }) =>
        accounts.update(input, context.call),
      ),
      unlock: os.accounts.unlock.handler(({ input, context }) =>
        accounts.unlockAccount(input.account_id, context.call),
      ),
      resetPassword: os.accounts.resetPassword.handler(({ input, context }) =>
        accounts.resetPassword(input, context.call),
      ),
      sessions: os.accounts.sessions.handler(({ input, context }) =>
        accounts.sessions(input.account_id, context.call),
      ),
      endSessions: os.accounts.endSessions.handler(({ input, context }) =>
        accounts.endSessions(input.account_id, context.call),
      ),
      endSession: os.accounts.endSession.handler(({ input, context }) =>
        accounts.endSession(input, context.call),
      ),
    },
    tokens: {
      list: os.tokens.list.handler(async ({ input, context }) => {
        const { tokens: body, total } = await tokens.list(input, context.call)
        return counted(body, total)
      }),
      create: os.tokens.create.handler(({ input, context }) => tokens.create(input, context.call)),
      revoke: os.tokens.revoke.handler(({ input, context }) =>
        tokens.revoke(input.token_id, context.call),
      ),
    },
    settings: {
      get: os.settings.get.handler(() => settings.current()),
      update: os.settings.update.handler(({ input, context }) =>
        settings.update(input, context.call),
      ),
    },
    access: {
      matrix: os.access.matrix.handler(() => access.matrix()),
      updateMatrix: os.access.updateMatrix.handler(({ input, context }) =>
        access.updateMatrix(input, context.call),
      ),
      versions: os.access.versions.handler(({ input }) => access.versions(input)),
      restoreMatrix: os.access.restoreMatrix.handler(({ input, context }) =>
        access.restoreMatrix(input, context.call),
      ),
      decisions: os.access.decisions.handler(async ({ input, context }) => ({
        decisions: await access.decisions(input, context.call),
      })),
      whoCan: os.access.whoCan.handler(({ input, context }) => access.whoCan(input, context.call)),
      explain: os.access.explain.handler(({ input, context }) =>
        access.explain(input, context.call),
      ),
    },
    rooms: {
      list: os.rooms.list.handler(async ({ input, context }) => {
        const { rooms: body, total } = await rooms.list(input, context.call)
        return counted(body, total)
      }),
      clearance: os.rooms.clearance.handler(({ context }) =>
        services.lookAtClearance(context.call),
      ),
      create: os.rooms.create.handler(({ input, context }) => rooms.create(input, context.call)),
      get: os.rooms.get.handler(({ context }) => rooms.get(context.call)),
      update: os.rooms.update.handler(({ input, context }) => rooms.update(input, context.call)),
      delete: os.rooms.delete.handler(({ input, context }) =>
        roomDeletions.delete(input, context.call),
      ),
      deletionPreview: os.rooms.deletionPreview.handler(({ context }) =>
        roomDeletions.preview(context.call),
      ),
      summary: os.rooms.summary.handler(({ context }) => documents.summary(context.call)),
      transition: os.rooms.transition.handler(({ input, context }) =>
        rooms.transition(input, context.call),
      ),
      activities: os.rooms.activities.handler(async ({ input, context }) => {
        const { activities, total } = await rooms.activities(input, context.call)
        return counted(activities, total)
      }),
    },
    parties: {
      list: os.parties.list.handler(({ context }) => people.parties(context.call)),
      add: os.parties.add.handler(({ input, context }) => people.addParty(input, context.call)),
      update: os.parties.update.handler(({ input: { room_id: _, ...input }, context }) =>
        people.updateParty(input, context.call),
      ),
      remove: os.parties.remove.handler(({ input, context }) =>
        people.removeParty(input.party_id, context.call),
      ),
    },
    roomVessels: {
      list: os.roomVessels.list.handler(({ context }) => roomVessels.list(context.call)),
      add: os.roomVessels.add.handler(({ input: { room_id: _, ...input }, context }) =>
        roomVessels.add(input, context.call),
      ),
      update: os.roomVessels.update.handler(({ input: { room_id: _, ...input }, context }) =>
        roomVessels.update(input, context.call),
      ),
      remove: os.roomVessels.remove.handler(({ input, context }) =>
        roomVessels.remove(input.vessel_id, context.call),
      ),
    },
    documents: {
      list: os.documents.list.handler(({ input, context }) => documents.list(input, context.call)),
      upload: os.documents.upload.handler(async ({ input: { file, ...input }, context }) =>
        documents.upload(
          { ...input, file: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } },
          context.call,
        ),
      ),
      update: os.documents.update.handler(({ input, context }) =>
        documents.update(input, context.call),
      ),
      delete: os.documents.delete.handler(({ input, context }) =>
        documents.delete(input.document_id, context.call),
      ),
      approve: os.documents.approve.handler(({ input, context }) =>
        documents.review({ ...input, status: 'approved' }, context.call),
      ),
      reject: os.documents.reject.handler(({ input, context }) =>
        documents.review({ ...input, status: 'rejected' }, context.call),
      ),
      download: os.documents.download.handler(({ input, context }) =>
        documents.download(input, context.call),
      ),
    },
    approvals: {
      list: os.approvals.list.handler(({ context }) => people.approvals(context.call)),
      create: os.approvals.create.handler(({ input, context }) =>
        people.requestApproval(input, context.call),
      ),
      update: os.approvals.update.handler(({ input, context }) =>
        people.decideApproval(input, context.call),
      ),
      revoke: os.approvals.revoke.handler(({ input, context }) =>
        people.revokeApproval(input, context.call),
      ),
      delete: os.approvals.delete.handler(({ input, context }) =>
        people.deleteApproval(input.approval_id, context.call),
      ),
    },
    messages: {
      list: os.messages.list.handler(async ({ input, context }) => {
        const { messages: body, total } = await people.messages(input, context.call)
        return counted(body, total)
      }),
      create: os.messages.create.handler(({ input, context }) =>
        people.writeMessage(input, context.call),
      ),
    },
    organizations: {
      list: os.organizations.list.handler(async ({ input }) => {
        const { organizations: body, total } = await organizations.list(input)
        return counted(body, total)
      }),
      create: os.organizations.create.handler(({ input, context }) =>
        organizations.create(input, context.call),
      ),
      update: os.organizations.update.handler(({ input, context }) =>
        organizations.update(input, context.call),
      ),
      delete: os.organizations.delete.handler(({ input, context }) =>
        organizations.delete(input.id, context.call),
      ),
    },
    terminals: {
      list: os.terminals.list.handler(async ({ input }) => {
        const { terminals: body, total } = await terminals.list(input)
        return counted(body, total)
      }),
      create: os.terminals.create.handler(({ input, context }) =>
        terminals.create(input, context.call),
      ),
      update: os.terminals.update.handler(({ input, context }) =>
        terminals.update(input, context.call),
      ),
      delete: os.terminals.delete.handler(({ input, context }) =>
        terminals.delete(input.id, context.call),
      ),
    },
    vessels: {
      list: os.vessels.list.handler(async ({ input, context }) => {
        const { vessels: body, total } = await vessels.list(input, context.call)
        return counted(body, total)
      }),
      create: os.vessels.create.handler(({ input, context }) =>
        vessels.create(input, context.call),
      ),
      get: os.vessels.get.handler(({ input, context }) => vessels.get(input.id, context.call)),
      update: os.vessels.update.handler(({ input, context }) =>
        vessels.update(input, context.call),
      ),
      delete: os.vessels.delete.handler(({ input, context }) =>
        vessels.delete(input.id, context.call),
      ),
    },
    documentTypes: {
      list: os.documentTypes.list.handler(() => documentTypes.list()),
      create: os.documentTypes.create.handler(({ input, context }) =>
        documentTypes.create(input, context.call),
      ),
      update: os.documentTypes.update.handler(({ input, context }) =>
        documentTypes.update(input, context.call),
      ),
      delete: os.documentTypes.delete.handler(({ input, context }) =>
        documentTypes.delete(input.id, context.call),
      ),
    },
    snapshots: {
      create: os.snapshots.create.handler(({ input, context }) =>
        snapshots.create(input, context.call),
      ),
      list: os.snapshots.list.handler(async ({ input, context }) => {
        const { snapshots: body, total } = await snapshots.list(input, context.call)
        return counted(body, total)
      }),
      search: os.snapshots.search.handler(async ({ input, context }) => {
        const { snapshots: body, total } = await snapshots.search(input, context.call)
        return counted(body, total)
      }),
      get: os.snapshots.get.handler(({ input, context }) =>
        snapshots.get(input.snapshot_id, context.call),
      ),
      download: os.snapshots.download.handler(({ input, context }) =>
        snapshots.download(input.snapshot_id, context.call),
      ),
      retry: os.snapshots.retry.handler(({ input, context }) =>
        snapshots.retry(input.snapshot_id, context.call),
      ),
      delete: os.snapshots.delete.handler(({ input, context }) =>
        snapshots.delete(input, context.call),
      ),
      hold: os.snapshots.hold.handler(({ input, context }) =>
        snapshotCare.hold(input, context.call),
      ),
      release: os.snapshots.release.handler(({ input, context }) =>
        snapshotCare.release(input, context.call),
      ),
      deletionPreview: os.snapshots.deletionPreview.handler(({ input, context }) =>
        snapshotCare.deletionPreview(input.snapshot_ids, context.call),
      ),
      deleteMany: os.snapshots.deleteMany.handler(({ input, context }) =>
        snapshotCare.deleteMany(input, context.call),
      ),
      compare: os.snapshots.compare.handler(({ input, context }) =>
        snapshots.compare(input, context.call),
      ),
      restorePreview: os.snapshots.restorePreview.handler(({ input, context }) =>
        restores.preview(input.snapshot_id, context.call),
      ),
      restore: os.snapshots.restore.handler(({ input, context }) =>
        restores.restore(input, context.call),
      ),
      openFile: os.snapshots.openFile.handler(({ input, context }) =>
        restores.openFile(input, context.call),
      ),
      batch: os.snapshots.batch.handler(({ input, context }) =>
        snapshots.batch(input, context.call),
      ),
      manifest: os.snapshots.manifest.handler(({ input, context }) =>
        snapshots.manifest(input.snapshot_id, context.call),
      ),
      verify: os.snapshots.verify.handler(async ({ input, context }) =>
        snapshots.verify(
          'sha256' in input
            ? input
            : { bytes: new Uint8Array(await ('file' in input ? input.file : input).arrayBuffer()) },
          context.call,
        ),
      ),
    },
    tasks: {
      list: os.tasks.list.handler(async ({ input, context }) => {
        const { tasks: body, total } = await snapshotTasks.list(input, context.call)
        return counted(body, total)
      }),
      get: os.tasks.get.handler(({ input }) => snapshotTasks.get(input.task_id)),
      cancel: os.tasks.cancel.handler(({ input, context }) =>
        snapshotTasks.cancel(input.task_id, context.call),
      ),
    },
    metrics: {
      summary: os.metrics.summary.handler(({ input }) => services.metrics.summary(input)),
      report: os.metrics.report.handler(({ input }) => services.metrics.report(input)),
    },
    storage: {
      forecast: os.storage.forecast.handler(() => services.storage.forecast()),
      figures: os.storage.figures.handler(({ input }) => services.storage.figures(input)),
      check: os.storage.check.handler(({ context }) => services.storage.startCheck(context.call)),
    },
    policies: {
      retentionPreview: os.policies.retentionPreview.handler(({ input }) =>
        policyPreviews.retention(input),
      ),
      schedulePreview: os.policies.schedulePreview.handler(({ input }) =>
        policyPreviews.schedule(input),
      ),
      coverage: os.policies.coverage.handler(async ({ input, context }) =>
        withTotal(await services.lookAtCoverage(input, context.call)),
      ),
      compliance: os.policies.compliance.handler(async ({ input, context }) =>
        withTotal(await services.lookAtCoverage(input, context.call)),
      ),
      effective: os.policies.effective.handler(({ context }) =>
        services.explainPolicy(context.call),
      ),
      ofRooms: os.policies.ofRooms.handler(async ({ input, context }) => ({
        rooms: await services.policiesOfRooms(input.room_ids, context.call),
      })),
      retentionOfRoom: os.policies.retentionOfRoom.handler(({ input, context }) =>
        services.retentionOfRoom(input, context.call),
      ),
    },
    policySets: {
      list: os.policySets.list.handler(async ({ input }) =>
        withTotal(await policySets.list(input)),
      ),
      global: os.policySets.global.handler(async ({ input }) =>
        withTotal(await policySets.list({ ...input, scope: 'global' })),
      ),
      tenant: os.policySets.tenant.handler(async ({ input: { tenant_id, ...page } }) =>
        withTotal(await policySets.list({ ...page, scope: 'organization', scope_id: tenant_id })),
      ),
      search: os.policySets.search.handler(async ({ input }) =>
        withTotal(await policySets.list(input)),
      ),
      create: os.policySets.create.handler(({ input, context }) =>
        policySets.create(input, context.call),
      ),
      get: os.policySets.get.handler(({ input }) => policySets.get(input.policy_set_id)),
      preview: os.policySets.preview.handler(({ input }) => policySets.preview(input)),
      update: os.policySets.update.handler(({ input, context }) =>
        policySets.update(input, context.call),
      ),
      delete: os.policySets.delete.handler(({ input, context }) =>
        policySets.delete(input, context.call),
      ),
      versions: os.policySets.versions.handler(({ input }) =>
        policySets.versions(input.policy_set_id),
      ),
      compare: os.policySets.compare.handler(({ input }) => policySets.compare(input)),
      rollback: os.policySets.rollback.handler(({ input, context }) =>
        policySets.rollback(input, context.call),
      ),
    },
    assignments: {
      list: os.assignments.list.handler(async ({ input, context }) =>
        withTotal(await assignments.list(input, context.call)),
      ),
      tenant: os.assignments.tenant.handler(async ({ input: { tenant_id, ...page }, context }) =>
        withTotal(await assignments.list({ ...page, organization_id: tenant_id }, context.call)),
      ),
      search: os.assignments.search.handler(async ({ input, context }) =>
        withTotal(await assignments.list(input, context.call)),
      ),
      get: os.assignments.get.handler(({ context }) => assignments.get(context.call)),
      create: os.assignments.create.handler(({ input, context }) =>
        assignments.create(input, context.call),
      ),
      update: os.assignments.update.handler(({ input, context }) =>
        assignments.update(input, context.call),
      ),
      delete: os.assignments.delete.handler(({ context }) => assignments.delete(context.call)),
      bulk: os.assignments.bulk.handler(({ input, context }) =>
        assignments.bulk(input, context.call),
      ),
    },
    exclusions: {
      list: os.exclusions.list.handler(async ({ input, context }) =>
        withTotal(await exclusions.list(input, context.call)),
      ),
      search: os.exclusions.search.handler(async ({ input, context }) =>
        withTotal(await exclusions.list(input, context.call)),
      ),
      get: os.exclusions.get.handler(({ input, context }) =>
        exclusions.get(input.exclusion_id, context.call),
      ),
      create: os.exclusions.create.handler(({ input, context }) =>
        exclusions.create(input, context.call),
      ),
      update: os.exclusions.update.handler(({ input, context }) =>
        exclusions.update(input, context.call),
      ),
      delete: os.exclusions.delete.handler(({ input, context }) =>
        exclusions.end(input, context.call),
      ),
    },
    runs: {
      list: os.runs.list.handler(async ({ input }) => withSum(await runs.list(input))),
      byStatus: os.runs.byStatus.handler(async ({ input }) => withSum(await runs.list(input))),
      tenant: os.runs.tenant.handler(async ({ input }) => withSum(await runs.list(input))),
      create: os.runs.create.handler(({ input, context }) => runs.create(input, context.call)),
      active: os.runs.active.handler(() => runs.active()),
      get: os.runs.get.handler(({ input }) => runs.get(input.run_id)),
      progress: os.runs.progress.handler(({ input }) => runs.get(input.run_id)),
      cancel: os.runs.cancel.handler(({ input, context }) =>
        runs.cancel(input.run_id, context.call),
      ),
      pruningPreview: os.runs.pruningPreview.handler(({ input }) =>
        runs.pruningPreview(input.policy_set_id),
      ),
      prune: os.runs.prune.handler(({ input, context }) => runs.prune(input, context.call)),
    },
    records: {
      list: os.records.list.handler(async ({ input, context }) =>
        withSum(await records.list(input, context.call)),
      ),
      search: os.records.search.handler(async ({ input, context }) =>
        withSum(await records.list(input, context.call)),
      ),
      failed: os.records.failed.handler(async ({ input, context }) =>
        withSum(await records.list({ ...input, action: 'failed' }, context.call)),
      ),
      run: os.records.run.handler(async ({ input: { run_id, ...input }, context }) =>
        withSum(await records.list({ ...input, snapshot_run_id: run_id }, context.call)),
      ),
      statistics: os.records.statistics.handler(({ input, context }) =>
        records.statistics(input, context.call),
      ),
      timeline: os.records.timeline.handler(({ input, context }) =>
        records.timeline(input, context.call),
      ),
      export: os.records.export.handler(({ input, context }) =>
        records.export(input, context.call),
      ),
      get: os.records.get.handler(({ input, context }) =>
        records.get(input.record_id, context.call),
      ),
      create: os.records.create.handler(() => records.refuseToWrite()),
    },
    notices: {
      list: os.notices.list.handler(async ({ input }) => {
        const { notices, total } = await services.notices.list(input)
        return counted(notices, total)
      }),
      acknowledge: os.notices.acknowledge.handler(({ input, context }) =>
        services.notices.acknowledge(input.notice_ids, context.call),
      ),
    },
    webhooks: {
      list: os.webhooks.list.handler(() => webhooks.list()),
      create: os.webhooks.create.handler(({ input, context }) =>
        webhooks.create(input, context.call),
      ),
      update: os.webhooks.update.handler(({ input, context }) =>
        webhooks.update(input, context.call),
      ),
      delete: os.webhooks.delete.handler(({ input, context }) =>
        webhooks.delete(input.webhook_id, context.call),
      ),
      test: os.webhooks.test.handler(({ input, context }) =>
        webhooks.test(input.webhook_id, context.call),
      ),
      deliveries: os.webhooks.deliveries.handler(async ({ input }) => {
        const { deliveries, total } = await webhooks.deliveries(input)
        return counted(deliveries, total)
      }),
      retry: os.webhooks.retry.handler(({ input, context }) =>
        webhooks.retry(input.webhook_id, context.call),
      ),
    },
    imports: {
      run: os.imports.run.handler(({ input, context }) =>
        services.imports.run(input, context.call, (read, total) =>
          services.events.publish({
            kind: 'import',
            account_id: context.call.actor.account_id,
            file_name: input.file.name,
            read,
            total,
          }),
        ),
      ),
      list: os.imports.list.handler(async ({ input }) => {
        const { imports: body, total } = await services.imports.list(input)
        return counted(body, total)
      }),
      get: os.imports.get.handler(({ input }) => services.imports.get(input.import_id)),
    },
    audit: {
      list: os.audit.list.handler(({ input }) => auditLog.list(input)),
      get: os.audit.get.handler(({ input }) => auditLog.get(input.seq)),
      failures: os.audit.failures.handler(({ input }) => auditLog.failures(input)),
      statistics: os.audit.statistics.handler(({ input }) => auditLog.statistics(input)),
      timeline: os.audit.timeline.handler(({ input }) => auditLog.timeline(input)),
      export: os.audit.export.handler(({ input, context }) =>
        auditExports.prepare(input, context.call),
      ),
      startExport: os.audit.startExport.handler(({ input, context }) =>
        auditBackground.startExport(input, context.call),
      ),
      downloadExport: os.audit.downloadExport.handler(({ input, context }) =>
        auditBackground.downloadExport(input.task_id, context.call),
      ),
      verify: os.audit.verify.handler(({ input, context }) => auditLog.verify(input, context.call)),
      startVerify: os.audit.startVerify.handler(async ({ input, context }) =>
        auditBackground.startVerify(await auditLog.walkOf(input ?? {}), context.call),
      ),
      checkpoint: os.audit.checkpoint.handler(({ context }) => checkpoints.make(context.call)),
      checkpoints: os.audit.checkpoints.handler(({ input }) => checkpoints.list(input)),
    },
  }
}

/** A page of a list with its total, as the REST description has it: an array and a header. */
const counted = <Item>(body: Item[], total: number) => ({
  headers: { 'x-total-count': String(total) },
  body,
})

/** The same where the page is an object that says its total itself. */
const withTotal = <Page extends { count: number }>(body: Page) => ({
  headers: { 'x-total-count': String(body.count) },
  body,
})

const withSum = <Page extends { total: number }>(body: Page) => ({
  headers: { 'x-total-count': String(body.total) },
  body,
})
