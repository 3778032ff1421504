import { expect, test } from 'vitest'
import { Router } from '../../renderer/router.svelte.ts'

/** A browser's history, as far as the router sees it. */
function browser(): { router: Router; addresses: string[]; back: () => void } {
  const addresses = ['/schedules', '/state-machines/new']
  const router = new Router({
    read: () => {
      const { pathname, search } = new URL(addresses.at(-1) ?? '/', 'http://localhost')
      return { pathname, search }
    },
    push: (address) => addresses.push(address),
    replace: (address) => addresses.splice(-1, 1, address)
  })
  const back = (): void => {
    addresses.pop()
    router.follow()
  }
  return { router, addresses, back }
}

test('a guarded page is left only when the guard lets it go', () => {
  const { router } = browser()
  let leave: (() => void) | undefined
  const stop = router.guardLeaving((later) => {
    leave = later
    return false
  })
  router.go('/outbox')
  expect(router.pathname).toBe('/state-machines/new')
  leave?.()
  expect(router.pathname).toBe('/outbox')
  stop()
  router.go('/schedules')
  expect(router.pathname).toBe('/schedules')
})

test('the back button does not leave a guarded page either', () => {
  const { router, addresses, back } = browser()
  let leave: (() => void) | undefined
  router.guardLeaving((later) => {
    leave = later
    return false
  })
  back()
  expect(router.pathname).toBe('/state-machines/new')
  expect(addresses.at(-1)).toBe('/state-machines/new')
  leave?.()
  expect(router.pathname).toBe('/schedules')
})

test('without a guard the back button just goes back', () => {
  const { router, back } = browser()
  back()
  expect(router.pathname).toBe('/schedules')
})
