// electron-builder's hook: a custom runtime brings a default app along, which does not belong into a package.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

export default async ({ appOutDir }) => {
  await rm(join(appOutDir, 'resources/default_app.asar'), { force: true })
}
