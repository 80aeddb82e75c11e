import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { dropFiles, pdfFile, programFile } from './files.ts'
import { expect, expectNoViolations, test } from './fixture.ts'
import { openRoom } from './rooms-and-snapshots.ts'

/** Opens the documents of a room that waits for some: two are missing, one is to be reviewed. */
async function openDocuments(page: Page): Promise<Locator> {
  await openRoom(page, 'documents', 'Kestrel Bay – diesel')
  const rows = page.getByRole('table', { name: 'Documents' }).locator('tr[data-row-id]')
  await expect(rows.first()).toBeVisible()
  return rows
}

const crewMatrix = 'Officer and crew matrix'

test('a file that is dropped on a row is uploaded as that document, and approved', async ({
  app: page,
}) => {
  const rows = await openDocuments(page)
  const row = rows.filter({ hasText: crewMatrix }).filter({ hasText: 'Rejected' })
  const file = pdfFile('crew.pdf')
  await dropFiles(row, [file])
  const dialog = page.getByRole('dialog', { name: `Upload ${crewMatrix}` })
  await expect(dialog.getByRole('combobox', { name: 'Document' })).toHaveValue(
    `${crewMatrix}, Pelagos Bunker 7`,
  )
  await dialog.getByLabel('Expires on').fill('2031-05-01')
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Upload' }).click()
  await expect(dialog).toBeHidden()

  const uploaded = rows.filter({ hasText: crewMatrix }).filter({ hasText: 'crew.pdf' })
  await expect(uploaded).toContainText('Under review')
  await expect(uploaded).toContainText('1 May 2031')
  await uploaded.getByRole('button', { name: `Approve ${crewMatrix}` }).click()
  await expect(uploaded).toContainText('Approved')
  await expect(page.getByText('2 blockers').first()).toBeVisible()
})

test('several files are dropped on the tab: each finds its document, one that is no document is refused alone', async ({
  app: page,
}) => {
  const rows = await openDocuments(page)
  await dropFiles(page.getByRole('table', { name: 'Documents' }), [
    pdfFile('Q88_Kestrel_Bay.pdf'),
    programFile('experience.pdf'),
    { ...pdfFile('nothing.pdf'), buffer: Buffer.alloc(0) },
  ])
  const dialog = page.getByRole('dialog', { name: 'Upload documents' })
  const card = (name: string) => dialog.getByRole('listitem').filter({ hasText: name })
  await expect(card('Q88_Kestrel_Bay.pdf').getByRole('combobox')).toHaveValue(
    'Tanker questionnaire (Q88), Kestrel Bay',
  )
  await expect(card('nothing.pdf')).toContainText('This file is empty')
  await dialog.getByRole('button', { name: 'Upload 3 files' }).click()
  await expect(card('experience.pdf')).toContainText('Choose what it is.')
  const choice = card('experience.pdf').getByRole('combobox')
  await choice.fill('STS experience')
  await page.getByRole('option', { name: 'STS experience of masters and POAC, Pelagos' }).click()
  await dialog.getByRole('button', { name: 'Leave out nothing.pdf' }).click()
  await expectNoViolations(page)

  await dialog.getByRole('button', { name: 'Upload 2 files' }).click()
  await expect(card('Q88_Kestrel_Bay.pdf')).toContainText('Uploaded')
  await expect(card('experience.pdf').getByRole('alert')).toContainText(
    'A document is a PDF, JPEG, PNG, TIFF, or DOCX file',
  )
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  const q88 = rows.filter({ hasText: 'Q88_Kestrel_Bay.pdf' })
  await expect(q88).toContainText('Under review')
  await expect(rows.filter({ hasText: 'STS experience of masters' }).first()).toContainText('–')
})

test('a rejection needs its note, which stands in the document afterwards', async ({
  app: page,
}) => {
  await openDocuments(page)
  await page.getByText('To review (1)').click()
  await expect(page).toHaveURL(/show=review/)
  const row = page.getByRole('table', { name: 'Documents' }).locator('tr[data-row-id]')
  await expect(row).toHaveCount(1)
  await row.getByRole('button', { name: /^Reject / }).click()
  const dialog = page.getByRole('dialog', { name: /^Reject / })
  await dialog.getByRole('button', { name: 'Reject the document' }).click()
  await expect(dialog.getByText('Must not be empty')).toBeVisible()
  await dialog.getByLabel('Note').fill('The second page lacks a signature.')
  await dialog.getByRole('button', { name: 'Reject the document' }).click()
  await expect(page.getByRole('heading', { name: 'No document fits' })).toBeVisible()
  await page.getByRole('button', { name: 'Show all documents' }).click()
  await page
    .getByRole('button', { name: '48-hour notification to the coastal state', exact: true })
    .click()
  const drawer = page.getByRole('dialog', { name: '48-hour notification to the coastal state' })
  await expect(drawer.getByText('The second page lacks a signature.')).toBeVisible()
  await expect(drawer.getByText('Rejected', { exact: true })).toBeVisible()
})

test('each version is listed with its SHA-256, and what is downloaded has it', async ({
  app: page,
}) => {
  const rows = await openDocuments(page)
  const file = pdfFile('second try.pdf')
  await dropFiles(rows.filter({ hasText: crewMatrix }).filter({ hasText: 'Rejected' }), [file])
  await page.getByRole('dialog').getByRole('button', { name: 'Upload', exact: true }).click()
  const row = rows.filter({ hasText: 'second try.pdf' })
  await expect(row).toContainText('2 versions')
  await row.getByRole('button', { name: crewMatrix, exact: true }).click()
  await expect(page).toHaveURL(/document=/)
  const drawer = page.getByRole('dialog', { name: crewMatrix })
  const versions = drawer.getByRole('list', { name: 'Versions, newest first' })
  await expect(versions.getByRole('listitem')).toHaveCount(2)
  const sha256 = createHash('sha256').update(file.buffer).digest('hex')
  await expect(versions.getByRole('listitem').first().getByTitle(sha256)).toBeVisible()
  await expectNoViolations(page)

  const download = page.waitForEvent('download')
  await versions.getByRole('link', { name: 'Download second try.pdf' }).click()
  const saved = await download
  expect(saved.suggestedFilename()).toBe('second try.pdf')
  const bytes = await readFile(await saved.path())
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
})

test('a document is edited and deleted from its drawer', async ({ app: page }) => {
  const rows = await openDocuments(page)
  await rows.getByRole('button', { name: 'Bunker delivery note', exact: true }).click()
  const drawer = page.getByRole('dialog', { name: 'Bunker delivery note', exact: true })
  await drawer.getByRole('button', { name: 'Edit' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit Bunker delivery note' })
  await edit.getByLabel('Expires on').fill('2020-01-01')
  await edit.getByText('Urgent').click()
  await expectNoViolations(page)
  await edit.getByRole('button', { name: 'Save changes' }).click()
  await expect(drawer.getByText('Urgent')).toBeVisible()
  await expect(drawer.getByText('Expired')).toBeVisible()

  await drawer.getByRole('button', { name: 'Delete' }).click()
  const question = page.getByRole('dialog', { name: 'Delete Bunker delivery note?' })
  await expectNoViolations(page)
  await question.getByRole('button', { name: 'Delete the document' }).click()
  await expect(drawer).toBeHidden()
  await expect(rows.filter({ hasText: 'Bunker delivery note' })).toHaveCount(0)
})
