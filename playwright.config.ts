import { defineConfig } from '@playwright/test'

const executablePath = process.env['SIGNALBOX_CHROMIUM'] ?? '/usr/bin/chromium'

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // One app, one tray, one D-Bus name at a time.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: !!process.env['CI'],
  reporter: 'list',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    {
      name: 'browser',
      testMatch: '*.browser.spec.ts',
      use: {
        browserName: 'chromium',
        viewport: { width: 1280, height: 860 },
        launchOptions: { executablePath, args: ['--no-sandbox'] }
      }
    },
    { name: 'desktop', testMatch: '*.desktop.spec.ts' },
    {
      // `npm run screenshots`: draws docs/screenshots.
      name: 'screenshots',
      testMatch: '*.screenshots.spec.ts',
      use: {
        browserName: 'chromium',
        trace: 'off',
        launchOptions: { executablePath, args: ['--no-sandbox'] }
      }
    }
  ]
})
