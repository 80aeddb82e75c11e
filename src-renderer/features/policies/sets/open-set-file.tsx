import { FileButton, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconFileImport } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../../../rpc/permissions.ts'
import { useOpenedPolicy } from '../../../state/opened-policy.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { readSetFile } from './set-file.ts'

/** Opens the JSON of a policy set in the editor of a new one; nothing is saved by that. */
export function OpenSetFile() {
  const navigate = useNavigate()
  const allowed = useMay()('policy_sets.write')
  const open = async (file: File | null) => {
    if (file === null) return
    const read = await readSetFile(file)
    if ('problem' in read) {
      notifications.show({
        ...{ color: 'red', title: `${file.name} was not opened`, autoClose: false },
        message: read.problem,
      })
      return
    }
    useOpenedPolicy.setState({ input: read.input })
    await navigate({ to: '/policies/sets/$setId', params: { setId: 'new' } })
  }
  return (
    <FileButton accept="application/json,.json" onChange={(file) => void open(file)}>
      {({ onClick }) => (
        <Tooltip label="The JSON that “Export” saves">
          <AllowedButton
            variant="default"
            allowed={allowed}
            leftSection={<IconFileImport size={16} aria-hidden />}
            onClick={onClick}
          >
            Open a file…
          </AllowedButton>
        </Tooltip>
      )}
    </FileButton>
  )
}
