import type { RoomModel } from '../../../../../src-shared/contract/room-model.ts'
import { dateText, utcText } from '../../../../../src-shared/rules/times.ts'
import { about } from './documents.ts'
import { approvalTone, paper, styles } from './paper.ts'
import { countOf, drawAbsence, omissionsOf, type Section } from './section.ts'
import { chip, drawTable, text } from './table.ts'
import { counted, inWords } from './words.ts'

export function approvalsSection(model: RoomModel): Section {
  const { approvals } = model
  return {
    title: 'Approvals',
    count: countOf(model, 'approvals', {
      count: approvals.length,
      words: counted(approvals.length, 'approval'),
    }),
    draw(flow) {
      drawAbsence(flow, {
        omissions: omissionsOf(model, 'approvals'),
        empty: approvals.length === 0,
        none: 'Nobody has been asked for approval: the overall approval is pending.',
      })
      if (approvals.length === 0) return
      drawTable(flow, {
        name: 'Approvals',
        columns: [
          { title: 'Party', width: 106 },
          { title: 'Approves', width: 104 },
          { title: 'Status', width: 70 },
          { title: 'Comment', width: 110 },
          { title: 'Decided', width: paper.contentWidth - 390 },
        ],
        rows: approvals.map((approval) => ({
          cells: [
            [
              text(approval.party.name, styles.cellStrong),
              text(inWords(approval.party.role), styles.cellSoft),
            ],
            [text(about(approval.vessel))],
            [chip(inWords(approval.status), approvalTone[approval.status])],
            [text(approval.comment ?? '–')],
            [text(approval.decided_at === null ? '–' : utcText(approval.decided_at))],
          ],
        })),
      })
    },
  }
}

export function activitySection(model: RoomModel): Section {
  const { activity } = model
  return {
    title: 'Activity',
    count: countOf(model, 'activity', {
      count: activity.length,
      words: `${counted(activity.length, 'entry', 'entries')}, newest first`,
    }),
    draw(flow) {
      if (activity.length > 0) {
        drawTable(flow, {
          name: 'Activity',
          columns: [
            { title: 'When, UTC', width: 86 },
            { title: 'Who', width: 138 },
            { title: 'What', width: paper.contentWidth - 264 },
            { title: 'Entry', width: 40, align: 'right' },
          ],
          rows: activity.map((entry) => ({
            cells: [
              // The zone stands in the head: most entries then take one line.
              [text(`${dateText(entry.at)}, ${entry.at.slice(11, 16)}`)],
              [text(entry.actor, styles.cellSoft)],
              [text(entry.summary)],
              [text(String(entry.seq), styles.cellSoft)],
            ],
          })),
        })
      }
      drawAbsence(flow, {
        omissions: omissionsOf(model, 'activity'),
        empty: activity.length === 0,
        none: 'Nothing has happened in the room yet.',
      })
    },
  }
}

export function messagesSection(model: RoomModel): Section {
  const { messages } = model
  return {
    title: 'Messages',
    count: countOf(model, 'messages', {
      count: messages.length,
      words: `${counted(messages.length, 'message')}, newest first`,
    }),
    draw(flow) {
      drawAbsence(flow, {
        omissions: omissionsOf(model, 'messages'),
        empty: messages.length === 0,
        none: 'The room has no messages.',
      })
      if (messages.length === 0) return
      drawTable(flow, {
        name: 'Messages',
        columns: [
          { title: 'From', width: 152 },
          { title: 'Message', width: paper.contentWidth - 152 },
        ],
        rows: messages.map((message) => ({
          cells: [
            [
              text(message.sender_name, styles.cellStrong),
              text(
                message.sender_role === null
                  ? utcText(message.created_at)
                  : `${inWords(message.sender_role)}, ${utcText(message.created_at)}`,
                styles.cellSoft,
              ),
            ],
            [
              text(
                message.vessel === null ? '' : `About ${about(message.vessel)}`,
                styles.cellSoft,
              ),
              text(message.body),
            ],
          ],
        })),
      })
    },
  }
}
