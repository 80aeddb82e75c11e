import { expect, test } from 'vitest'
import { masked, maskSecrets } from '../../src-main/features/audit/mask.ts'

test('text under the name of a secret is masked, at any depth, whatever the spelling', () => {
  expect(
    maskSecrets({
      password: 'x',
      before: { password_hash: '$argon2id$…', access_token: 'abc', apiKey: 'k' },
      list: [{ 'client-secret': 's', name: 'kept' }],
    }),
  ).toEqual({
    password: masked,
    before: { password_hash: masked, access_token: masked, apiKey: masked },
    list: [{ 'client-secret': masked, name: 'kept' }],
  })
})

test('what only speaks of a secret stays', () => {
  const detail = {
    must_change_password: true,
    fields: ['password'],
    token_name: 'Nightly script',
    sha256: 'ab'.repeat(32),
    hash: 'cd',
    before: { password: null },
  }
  expect(maskSecrets(detail)).toEqual(detail)
})
