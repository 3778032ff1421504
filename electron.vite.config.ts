import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'

const at = (path: string): string => resolve(import.meta.dirname, path)
/** Set by `npm run dev`. */
const watch = process.env['SIGNALBOX_WATCH'] ? {} : null
const checks = { pluginTimings: false }

/**
 * The engine serves the window at any of its paths, so its files are named from the root:
 * electron-vite's own base, `./`, would have /executions/… look for /executions/assets.
 */
const absoluteBase: Plugin = {
  name: 'signalbox:absolute-base',
  enforce: 'post',
  config: (config) => {
    config.base = '/'
  }
}

export default defineConfig({
  main: {
    build: {
      watch,
      outDir: at('out/main'),
      // Bundled whole: starts faster, and the package carries no node_modules but the native module.
      externalizeDeps: false,
      rolldownOptions: {
        checks,
        external: ['better-sqlite3'],
        input: {
          index: at('electron/main/index.ts'),
          engine: at('engine/main.ts'),
          reader: at('engine/reads/thread.ts'),
          check: at('engine/store/check-thread.ts'),
          checkpoint: at('engine/store/checkpoint-thread.ts'),
          cli: at('cli/main.ts')
        },
        output: { format: 'es' }
      }
    }
  },
  preload: {
    build: {
      watch,
      outDir: at('out/preload'),
      rolldownOptions: {
        checks,
        input: { index: at('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: at('renderer'),
    plugins: [svelte({ configFile: at('renderer/svelte.config.js') }), absoluteBase],
    build: {
      watch,
      minify: true,
      // The window's Content-Security-Policy allows no data: fonts or scripts.
      assetsInlineLimit: 0,
      outDir: at('out/renderer'),
      rolldownOptions: { checks, input: { index: at('renderer/index.html') } }
    }
  }
})
