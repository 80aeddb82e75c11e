import { initWorkspace } from '../init.ts'
import { systemClock } from '../platform/clock/index.ts'
import { randomIds } from '../platform/ids/index.ts'
import type { Answer } from './output.ts'
import { readPassword } from './terminal.ts'

/** `sts init`: a new workspace with its owner, and the sample world where asked for. */
export async function init(options: {
  dir: string
  entryUrl: string
  email: string
  name: string
  organization?: string
  sample?: boolean
  passwordStdin?: boolean
}): Promise<Answer> {
  const password = await readPassword({
    variable: 'STS_PASSWORD',
    stdin: options.passwordStdin === true,
    prompt: 'Password of the owner',
  })
  const givenSample = process.env['STS_SAMPLE_PASSWORD']
  const samplePassword = givenSample ?? randomIds(systemClock).secret()
  await initWorkspace({
    dir: options.dir,
    entryUrl: options.entryUrl,
    owner: { email: options.email, name: options.name, password },
    organization: options.organization,
    sample:
      options.sample === true
        ? { anchor: systemClock.today(), password: samplePassword }
        : undefined,
  })
  const generated = options.sample === true && givenSample === undefined
  return {
    value: {
      workspace: options.dir,
      owner: options.email.toLowerCase(),
      sample: options.sample === true,
      ...(generated ? { sample_password: samplePassword } : {}),
    },
    lines: [
      `A workspace was made in ${options.dir}; its owner is ${options.email.toLowerCase()}.`,
      ...(generated
        ? [`The sample accounts have the password ${samplePassword} (shown only now).`]
        : []),
    ],
  }
}
