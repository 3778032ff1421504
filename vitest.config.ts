import { defineConfig } from 'vitest/config'
import { svelte } from '@sveltejs/vite-plugin-svelte'

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // better-sqlite3 is a native module: processes, not threads.
    pool: 'forks',
    // Node 24 with threads now and then dies in V8's bookkeeping of protected code (nodejs/node#64500).
    execArgv: ['--no-memory-protection-keys'],
    maxWorkers: 2
  }
})
