import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What ships together with the engine. */
export interface Product {
  version: string
  /** The window's built pages. */
  windowFolder: string
  /** The examples as they ship. */
  examplesFolder: string
  /** The code of the reader thread. */
  readerThread: string
  /** The code of the thread that reads a whole database through. */
  checkThread: string
  /** The code of the thread that copies the log into the database. */
  checkpointThread: string
}

/**
 * Finds what ships with the engine from where its code lies: `engine/` in the source tree,
 * `out/main/` once built. The product's root is the next folder above with a package.json.
 */
export function findProduct(codeFolder: string): Product {
  for (let root = codeFolder; root !== dirname(root); root = dirname(root)) {
    const file = join(root, 'package.json')
    if (!existsSync(file)) continue
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: string }
    return {
      version: version ?? '0.0.0',
      windowFolder: join(root, 'out', 'renderer'),
      examplesFolder: join(root, 'examples'),
      readerThread: threadIn(root, codeFolder, { built: 'reader', source: 'reads/thread' }),
      checkThread: threadIn(root, codeFolder, { built: 'check', source: 'store/check-thread' }),
      checkpointThread: threadIn(root, codeFolder, {
        built: 'checkpoint',
        source: 'store/checkpoint-thread'
      })
    }
  }
  throw new Error(
    `Expected a package.json above ${codeFolder}, found none: the installation is not whole.`
  )
}

/** Its source where the engine runs from its source, else what was built of it. */
function threadIn(
  root: string,
  codeFolder: string,
  { built, source }: { built: string; source: string }
): string {
  const isBuilt = codeFolder.startsWith(join(root, 'out'))
  const file = join(root, isBuilt ? `out/main/${built}.js` : `engine/${source}.ts`)
  // A thread of its own is loaded from a real file.
  return file.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')
}
