import { Button, FileButton, Group, Radio, Stack, Text } from '@mantine/core'
import { importHeadBytes, importKindOf } from '../../../src-shared/rules/import-kind.ts'

/** What a new workspace begins with. */
export const starts = ['empty', 'sample', 'import'] as const
export type Start = (typeof starts)[number]

/** Why a file cannot be what a new workspace begins with; undefined when it may be. */
export async function refusedStart(file: File): Promise<string | undefined> {
  const head = await file
    .slice(0, importHeadBytes)
    .arrayBuffer()
    .catch(() => undefined)
  if (head !== undefined && importKindOf(new Uint8Array(head)) === 'sts_clearance') return undefined
  return `${file.name} is no database of STS Clearance. Choose the file called sts_clearance.db.`
}

/** Empty, sample rooms, or what STS Clearance knew. */
export function StartChoice(props: {
  start: Start
  file: File | null
  /** What is wrong with the file. */
  error: string | undefined
  onStart(start: Start): void
  onFile(file: File): void
}) {
  const { start, file, error, onStart, onFile } = props
  return (
    <Radio.Group
      label="Begin with"
      value={start}
      onChange={(value) => onStart(starts.find((one) => one === value) ?? 'empty')}
    >
      <Stack gap={8} mt={4}>
        <Radio value="empty" label="An empty workspace" />
        <Radio
          value="sample"
          label="Sample rooms"
          description="To look around. Its people get your password until they change it."
        />
        <Radio
          value="import"
          label="The rooms of STS Clearance"
          description="From its file sts_clearance.db. You see first what would be taken."
        />
        {start === 'import' && (
          <div style={{ paddingInlineStart: 32 }}>
            <FileButton onChange={(chosen) => chosen !== null && onFile(chosen)}>
              {(button) => (
                <Group gap="xs" wrap="nowrap">
                  <Button size="xs" variant="default" style={{ flex: 'none' }} {...button}>
                    Choose the file
                  </Button>
                  <Text size="sm" c={file === null ? 'dimmed' : undefined} truncate>
                    {file === null ? 'None chosen' : file.name}
                  </Text>
                </Group>
              )}
            </FileButton>
            {error !== undefined && (
              <Text size="sm" c="var(--sts-red)" mt={4} role="alert">
                {error}
              </Text>
            )}
          </div>
        )}
      </Stack>
    </Radio.Group>
  )
}
