import { expect, it } from 'vitest'
import { authorityDocument } from './document'

it('is what docs/authority.md says', async () => {
  await expect(authorityDocument()).toMatchFileSnapshot('../../docs/authority.md')
})
